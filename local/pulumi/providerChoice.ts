/**
 * Which provider serves an environment's stack: the official `kubernetes` plugin where it can be had, else the stand-in. The two
 * write different things into the state, so a stack that has resources keeps the one that made them, also when the plugin
 * becomes reachable, or stops being so, between two runs. The state folder remembers the choice; destroying the stack ends it.
 */
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { isObject, objectAt, objectsAt } from "../provider/values.ts";
import { KUBERNETES_VERSION } from "../provider/server.ts";
import { UserError } from "../support/errors.ts";
import type { Step } from "../support/step.ts";
import { writeFileAtomic } from "../support/writeFile.ts";

export type ProviderChoice = "stand-in" | "official";

const STAND_IN = `the stand-in for the kubernetes plugin ${KUBERNETES_VERSION} (local/provider), as the official one could not be installed here`;

/** Where the plugins folder with the official plugin comes from. */
export interface OfficialPlugin {
  /** undefined where it cannot be had, perhaps as remembered from a try before. */
  find(): Promise<string | undefined>;
  /** Tries in any case; throws where it cannot be had. */
  insist(): Promise<string>;
}

/** The plugins folder for the stack, or undefined when the stand-in serves it; records which. */
export async function chooseProvider(
  stateDir: string,
  stateFile: string,
  official: OfficialPlugin,
  step: Step,
): Promise<string | undefined> {
  const kept = (await hasResources(stateFile)) ? await recorded(stateDir) : undefined;
  if (kept === "stand-in") return undefined;
  if (kept === "official") {
    return official.insist().catch((cause: unknown) => {
      step.signal.throwIfAborted();
      throw withoutPlugin(stateFile, cause);
    });
  }
  const plugins = await official.find();
  const choice: ProviderChoice = plugins === undefined ? "stand-in" : "official";
  await writeFileAtomic(recordFile(stateDir), `${choice}\n`, 0o600);
  return plugins;
}

/** Names what serves in place of the official plugin, as recorded; undefined when that serves, or nothing was chosen yet. */
export async function providerStandIn(stateDir: string): Promise<string | undefined> {
  return (await recorded(stateDir)) === "stand-in" ? STAND_IN : undefined;
}

const recordFile = (stateDir: string) => path.join(stateDir, "provider");

async function recorded(stateDir: string): Promise<ProviderChoice | undefined> {
  const text = (await readFile(recordFile(stateDir), "utf8").catch(() => "")).trim();
  return text === "stand-in" || text === "official" ? text : undefined;
}

/** The file backend's file of a stack; it is not there before the first run. */
async function hasResources(stateFile: string): Promise<boolean> {
  const state: unknown = JSON.parse(await readFile(stateFile, "utf8").catch(() => "null"));
  if (!isObject(state)) return false;
  const latest = objectAt(objectAt(state, "checkpoint"), "latest");
  return objectsAt(latest, "resources").length + objectsAt(latest, "pending_operations").length > 0;
}

function withoutPlugin(stateFile: string, cause: unknown): UserError {
  return new UserError(
    `the stack in ${stateFile} was made with the official kubernetes plugin ${KUBERNETES_VERSION}, which cannot be installed now: ` +
      "make its download possible and run the command again, or remove the environment with down --purge and start anew." +
      `\n${cause instanceof Error ? cause.message : String(cause)}`,
    { cause },
  );
}
