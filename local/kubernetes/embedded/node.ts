/** The node's namespaces ("kind without Docker"): made with util-linux, held by one process 1 that starts components on request. */
import { spawn } from "node:child_process";
import { constants, existsSync } from "node:fs";
import { mkdir, open, readFile, readlink, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { UserError } from "../../support/errors.ts";
import { run } from "../../support/run.ts";
import type { Step } from "../../support/step.ts";
import { waitUntil } from "../wait.ts";

/** Milliseconds for making the namespaces and their mounts: a tenth of a second's work, on a machine that may be busy. */
const NAMESPACES_TIMEOUT = 30_000;

/** Lines of a log that an error quotes. */
const QUOTED_LINES = 15;

/** Components get nothing of our own environment: neither its secrets nor its proxies. */
const ENVIRONMENT = { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", HOME: "/root", LANG: "C.UTF-8" };

export interface Node {
  /** The cluster's folder in the state folder. */
  readonly cluster: string;
  readonly name: string;
}

/** Folders that the node has for itself: what the machine has in them is not there for the node's processes. */
const HIDDEN = ["/run", "/var/run", "/sys", "/proc", "/var/log", "/var/lib/kubelet", "/var/lib/cni"];

/** Fails when a folder that the node's processes need cannot be seen by them. */
export function checkVisible(folder: string, what: string, setting: string): void {
  const hidden = HIDDEN.find((prefix) => folder === prefix || folder.startsWith(`${prefix}/`));
  if (hidden === undefined) return;
  throw new UserError(
    `${what} is ${folder}, but the embedded cluster's node has a ${hidden} of its own: set ${setting} to a folder elsewhere.`,
  );
}

/** Makes the namespaces and returns the process 1 of them, as this machine numbers it. */
export async function enterNamespaces(node: Node, cgroups: readonly string[], step: Step): Promise<number> {
  const pipe = path.join(node.cluster, "run", "start");
  await run("mkfifo", ["-m", "600", pipe], step);
  const logFile = path.join(node.cluster, "log", "node.log");
  const log = await open(logFile, "w", 0o600);
  const scripts = ["enter.sh", "init.sh"].map((script) => path.join(import.meta.dirname, script));
  // A session of its own: an interrupt from the keyboard must not end a node that other commands use.
  const parent = spawn("bash", [...scripts, node.cluster, node.name, ...cgroups], {
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
    env: ENVIRONMENT,
  });
  const state: { ended?: string } = {};
  parent.once("error", (error) => (state.ended = error.message));
  parent.once("exit", (code, signal) => (state.ended = `exit code ${code ?? signal}`));
  parent.unref();
  await log.close();
  const ready = await waitUntil(NAMESPACES_TIMEOUT, step, async () => state.ended !== undefined || (await hasReader(pipe)));
  const init = ready && state.ended === undefined && parent.pid !== undefined ? await onlyChild(parent.pid) : undefined;
  if (init !== undefined) return init;
  throw new UserError(`the embedded cluster's node could not be made (${state.ended ?? "no answer"}):\n${await lastLines(logFile)}`);
}

/** A pipe can be opened for writing without waiting only when somebody reads it. */
async function hasReader(pipe: string): Promise<boolean> {
  return open(pipe, constants.O_WRONLY | constants.O_NONBLOCK).then(
    async (handle) => {
      await handle.close();
      return true;
    },
    () => false,
  );
}

async function onlyChild(pid: number): Promise<number | undefined> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "")).trim();
  const own = await readlink("/proc/self/ns/net");
  return /^\d+$/.test(children) && (await readlink(`/proc/${children}/ns/net`)) !== own ? Number(children) : undefined;
}

/** Starts a component inside the node; its output goes to `log/<name>.log`. */
export async function startComponent(node: Node, name: string, command: readonly string[]): Promise<void> {
  // NUL after each argument, as in /proc/PID/cmdline: no argument can hold one, so nothing needs quoting.
  await writeFile(path.join(node.cluster, "run", `${name}.command`), command.map((argument) => `${argument}\0`).join(""), { mode: 0o600 });
  await sendToInit(node, name);
}

/** Has process 1 start the component by the command line that is written for it. */
export async function sendToInit(node: Node, name: string): Promise<void> {
  const pipe = await open(path.join(node.cluster, "run", "start"), constants.O_WRONLY | constants.O_NONBLOCK);
  await pipe.write(`${name}\n`);
  await pipe.close();
}

/** The components of `names` that have ended. */
export function endedComponents(node: Node, names: readonly string[]): string[] {
  return names.filter((name) => existsSync(path.join(node.cluster, "run", `${name}.ended`)));
}

/** Waits until `holds`; fails as soon as a component ends, and then quotes its log. */
export async function waitForComponent(
  node: Node,
  name: string,
  started: readonly string[],
  timeout: number,
  step: Step,
  holds: () => Promise<boolean>,
): Promise<void> {
  step.report(`waiting for ${name}`);
  let ended: string | undefined;
  const ready = await waitUntil(timeout, step, async () => {
    ended = endedComponents(node, started)[0];
    return ended !== undefined || (await holds());
  });
  if (ready && ended === undefined) return;
  const failed = ended ?? name;
  const log = path.join(node.cluster, "log", `${failed}.log`);
  const how = ended === undefined ? `is not ready after ${timeout / 1000} s` : "ended";
  throw new UserError(`the embedded cluster's ${failed} ${how}; the last lines of ${log}:\n${await lastLines(log)}`);
}

/** What a program said last; a crashed Go program's stack, which follows its own words, is left out. */
async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => "(no log)");
  const [words = ""] = text.split(/^goroutine \d+ .*\[running/m);
  return words.trimEnd().split("\n").slice(-QUOTED_LINES).join("\n");
}

/** Makes the folders that the node needs; those of a run before are emptied where they are only for one run. */
export async function prepareFolders(cluster: string): Promise<void> {
  await rm(path.join(cluster, "run"), { recursive: true, force: true });
  for (const folder of [
    "",
    "run",
    "log",
    "log/pods",
    "log/containers",
    "certificates",
    "config",
    "data",
    "data/etcd",
    "data/kubelet",
    "data/containerd",
  ]) {
    await mkdir(path.join(cluster, folder), { recursive: true, mode: 0o700 });
  }
}
