/**
 * Remembers that something could not be had from the network, so that the next start does not try again
 * at once. What becomes reachable is tried again after a day, or when the file is removed.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { ExecaError } from "execa";
import { cacheFolder, cacheRoot } from "../support/cache.ts";
import { explainDisk } from "../support/diskTroubles.ts";
import { UserError } from "../support/errors.ts";
import type { Step } from "../support/step.ts";

/** Milliseconds for which a refusal is believed: one day. */
const BELIEVED = 24 * 60 * 60 * 1000;

/** The result of `attempt`; undefined where it is refused now, or was less than a day ago. Throws what is no refusal. */
export async function unlessRefused<T>(what: string, step: Step, attempt: () => Promise<T>): Promise<T | undefined> {
  const folder = cacheFolder("refused");
  const file = path.join(folder, `${what}.txt`);
  if (await refusedLately(file)) return undefined;
  try {
    const result = await attempt();
    await rm(file, { force: true });
    return result;
  } catch (error) {
    step.signal.throwIfAborted();
    const explained = explainDisk(error, cacheRoot());
    if (!isRefusal(explained)) throw explained;
    await mkdir(folder, { recursive: true });
    await writeFile(file, `${new Date().toISOString()}\n${explained instanceof Error ? explained.message : String(explained)}\n`);
    return undefined;
  }
}

/** What a person must put right on this machine is none; a program that ended with an error (an installer) is. */
function isRefusal(error: unknown): boolean {
  return !(error instanceof UserError) || error.cause instanceof ExecaError;
}

async function refusedLately(file: string): Promise<boolean> {
  const text = await readFile(file, "utf8").catch(() => "");
  const age = Date.now() - Date.parse(text.slice(0, text.indexOf("\n")));
  // A time in the future means that the clock was set back: try again.
  return age >= 0 && age < BELIEVED;
}
