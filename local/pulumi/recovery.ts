/**
 * Puts a stack right that an interrupted run has left: a lock whose process is gone, operations that were
 * begun and not reported as done. Nothing is lost: what may have been made is taken into the state as not
 * ready, so that the next `up` applies it again and waits for it.
 */
import { readdir, readFile } from "node:fs/promises";
import { hostname } from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../support/errors.ts";
import type { Step } from "../support/step.ts";
import { isObject, type JsonObject, objectAt, objectsAt, textAt } from "../provider/values.ts";

/** Runs the Pulumi CLI on the stack; returns what it prints. */
export type RunPulumi = (args: readonly string[], input?: string) => Promise<string>;

/** Seconds to wait for an engine that has lost its program: it ends by itself. */
const ENGINE_END = 60;

/** Removes the lock of a run that is gone. A run that goes on is told. */
export async function clearLock(locks: string, stackName: string, pulumi: RunPulumi, step: Step): Promise<void> {
  for (let waited = 0; ; waited++) {
    const holders = await lockHolders(locks);
    if (holders.length === 0) return;
    const alive = await firstAlive(holders);
    if (alive === undefined) {
      await pulumi(["cancel", "--yes", "--stack", stackName]);
      return;
    }
    if (waited === ENGINE_END) {
      throw new UserError(
        `stack ${stackName} is being changed by process ${alive.pid} on ${alive.hostname}, since ${alive.timestamp}: wait for it, or stop it and run the command again.`,
      );
    }
    if (waited === 0) step.report(`waiting for process ${alive.pid}, which is changing the stack`);
    await sleep(1000, undefined, { signal: step.signal });
  }
}

interface Lock {
  readonly pid: number;
  readonly hostname: string;
  readonly timestamp: string;
}

/** The file backend keeps one file per holder. */
async function lockHolders(folder: string): Promise<Lock[]> {
  const files = await readdir(folder).catch(() => []);
  const locks: Lock[] = [];
  for (const file of files.filter((name) => name.endsWith(".json"))) {
    const lock: unknown = JSON.parse(await readFile(path.join(folder, file), "utf8").catch(() => "null"));
    if (isObject(lock))
      locks.push({ pid: Number(lock["pid"]), hostname: textAt(lock, "hostname") ?? "", timestamp: textAt(lock, "timestamp") ?? "" });
  }
  return locks;
}

async function firstAlive(holders: readonly Lock[]): Promise<Lock | undefined> {
  for (const holder of holders) if (await isAlive(holder)) return holder;
  return undefined;
}

/** Whether the engine that holds the lock still runs. */
async function isAlive({ pid, hostname: host }: Lock): Promise<boolean> {
  // Another machine's process cannot be asked.
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  // The number of a process that is gone may be another program's by now; where there is no /proc, it counts as the engine.
  const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "pulumi");
  return path.basename(commandLine.split("\0")[0] ?? "").includes("pulumi");
}

/** Settles begun operations; returns how many there were. */
export async function settlePending(stackName: string, pulumi: RunPulumi, step: Step): Promise<number> {
  const state: unknown = JSON.parse(await pulumi(["stack", "export", "--stack", stackName]));
  if (!isObject(state)) throw new Error("the state of the stack is not a JSON object");
  const pending = objectsAt(objectAt(state, "deployment"), "pending_operations");
  if (pending.length === 0) return 0;
  step.report(`settling ${pending.length} operations that an interrupted run began`);
  // Exported without --show-secrets: secrets stay encrypted on their way through here.
  await pulumi(["stack", "import", "--stack", stackName], JSON.stringify(settled(state)));
  return pending.length;
}

/** Why the next `up` applies an adopted resource again. */
const INTERRUPTED = "the run that made it was interrupted";

/**
 * The state without begun operations. Begun updates and deletions need nothing more: the old entry is still
 * there, and the next run repeats them. Begun creations of Kubernetes objects become entries; those of
 * others stay, as only their provider knows an id.
 */
export function settled(state: JsonObject): JsonObject {
  const deployment = objectAt(state, "deployment");
  const resources = [...objectsAt(deployment, "resources")];
  const left: JsonObject[] = [];
  for (const operation of objectsAt(deployment, "pending_operations")) {
    const resource = objectAt(operation, "resource");
    if (operation["type"] !== "creating") continue;
    const id = kubernetesId(resource);
    if (id === undefined) left.push(operation);
    else adopt(resources, { ...resource, id, outputs: objectAt(resource, "inputs"), initErrors: [INTERRUPTED] });
  }
  return { ...state, deployment: { ...deployment, resources, pending_operations: left } };
}

function adopt(resources: JsonObject[], made: JsonObject): void {
  const at = resources.findIndex((resource) => resource["urn"] === made["urn"] && resource["delete"] !== true);
  const old = resources[at];
  if (old === undefined) resources.push(made);
  // Deleted before its replacement was made.
  else if (old["pendingReplacement"] === true) resources[at] = made;
  // Made before the old one was deleted, which the next run does.
  else resources.splice(at, 1, made, { ...old, delete: true });
}

/** `namespace/name`, which the inputs always hold once they were checked. */
function kubernetesId(resource: JsonObject): string | undefined {
  if (textAt(resource, "type")?.startsWith("kubernetes:") !== true) return undefined;
  const metadata = objectAt(objectAt(resource, "inputs"), "metadata");
  const name = textAt(metadata, "name");
  const namespace = textAt(metadata, "namespace");
  return name !== undefined && namespace !== undefined ? `${namespace}/${name}` : name;
}
