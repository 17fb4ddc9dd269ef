/**
 * The node's own control groups: below our own group in every cgroup v1 hierarchy, or below the root of cgroup v2.
 * They bound what the node's containers can do to the machine's accounting, and they are how a stop finds every process of the node.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rmdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { UserError } from "../../support/errors.ts";
import type { Step } from "../../support/step.ts";
import { waitUntil } from "../wait.ts";

/** Milliseconds that killed processes may take to leave, and the kernel to let go of their groups. */
const REMOVAL_TIMEOUT = 30_000;

/** The controllers without which a kubelet does not start. */
const NEEDED_CONTROLLERS = ["cpu", "cpuset", "memory", "pids"];

/** Folders under which this process may make groups: one per v1 hierarchy, or the one of v2. */
export interface CgroupLayout {
  readonly version: 1 | 2;
  readonly parents: readonly string[];
}

/** Reads the layout from the texts of `/proc/self/mountinfo` and `/proc/self/cgroup`. */
export function cgroupLayout(mountinfo: string, self: string): CgroupLayout {
  const mounts = mountinfo.split("\n").flatMap(parseMount);
  const parents: string[] = [];
  for (const line of self.split("\n")) {
    const [, controllers, ...rest] = line.split(":");
    if (!controllers) continue;
    const mount = mounts.find(({ type, options }) => type === "cgroup" && controllers.split(",").every((name) => options.includes(name)));
    if (mount !== undefined) parents.push(path.join(mount.point, path.relative(mount.root, rest.join(":"))));
  }
  if (parents.length > 0) return { version: 1, parents };
  const unified = mounts.find(({ type }) => type === "cgroup2");
  if (unified === undefined)
    throw new UserError("the embedded cluster's node needs control groups, and no cgroup file system is mounted on this machine");
  return { version: 2, parents: [unified.point] };
}

/** A line is `id parent device root point options [tags] - type source superOptions`. */
function parseMount(line: string): { type: string; root: string; point: string; options: string[] }[] {
  const [mount = "", fileSystem] = line.split(" - ");
  const [, , , root, point] = mount.split(" ");
  const [type, , options] = fileSystem?.split(" ") ?? [];
  return root && point && type && options ? [{ type, root, point, options: options.split(",") }] : [];
}

/** The paths of the groups named `name`, none of them made yet. */
export async function planCgroups(name: string): Promise<string[]> {
  const layout = cgroupLayout(await readFile("/proc/self/mountinfo", "utf8"), await readFile("/proc/self/cgroup", "utf8"));
  return layout.parents.map((parent) => path.join(parent, name));
}

/** Makes the planned groups, ready to take processes. */
export async function makeCgroups(groups: readonly string[]): Promise<void> {
  for (const group of groups) {
    const parent = path.dirname(group);
    if (existsSync(path.join(parent, "cgroup.subtree_control"))) {
      await delegateControllers(parent);
      // Where `enter.sh` puts the node's own processes.
      await mkdir(path.join(group, "init"), { recursive: true });
    } else {
      await mkdir(group, { recursive: true });
      await fillCpuset(parent, group);
    }
  }
}

/** A v1 cpuset group starts without CPUs and takes no process until it has some. */
async function fillCpuset(parent: string, group: string): Promise<void> {
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    const own = path.join(group, file);
    if (existsSync(own) && (await readFile(own, "utf8")).trim() === "") await writeFile(own, await readFile(path.join(parent, file)));
  }
}

/** cgroup v2: a group has the controllers that its parent hands down. */
async function delegateControllers(parent: string): Promise<void> {
  const available = (await readFile(path.join(parent, "cgroup.controllers"), "utf8")).trim().split(" ");
  const missing = NEEDED_CONTROLLERS.filter((name) => !available.includes(name));
  if (missing.length > 0) {
    throw new UserError(
      `the embedded cluster's node needs the cgroup controllers ${missing.join(", ")}, which ${parent} does not have on this machine`,
    );
  }
  for (const name of available) {
    try {
      await writeFile(path.join(parent, "cgroup.subtree_control"), `+${name}`);
    } catch (error) {
      if (!NEEDED_CONTROLLERS.includes(name)) continue;
      throw new UserError(
        `the embedded cluster's node needs the cgroup controller "${name}", and ${parent} cannot hand it down. ` +
          "In a container, give it a private cgroup namespace with no processes in the root group; " +
          "or give a cluster with BEAM_FLINK_KUBECONFIG.",
        { cause: error },
      );
    }
  }
}

/** All processes in the groups and below them, as this machine numbers them. */
export async function processesIn(groups: readonly string[]): Promise<Set<number>> {
  const pids = new Set<number>();
  for (const group of groups) {
    for (const folder of await foldersOf(group)) {
      const text = await readFile(path.join(folder, "cgroup.procs"), "utf8").catch(() => "");
      for (const line of text.split("\n")) if (line !== "") pids.add(Number(line));
    }
  }
  return pids;
}

/** Kills every process in the groups and removes the groups; nothing happens where they are not there. */
export async function removeCgroups(groups: readonly string[], step: Step): Promise<void> {
  const gone = await waitUntil(REMOVAL_TIMEOUT, step, async () => {
    for (const pid of await processesIn(groups)) kill(pid);
    for (const group of groups) for (const folder of await foldersOf(group)) await rmdir(folder).catch(() => {});
    return groups.every((group) => !existsSync(group));
  });
  if (gone) return;
  const left = groups.filter((group) => existsSync(group)).join(", ");
  throw new UserError(
    `the embedded cluster's processes could not be ended: ${[...(await processesIn(groups))].join(", ")} remain in ${left}`,
  );
}

/** The group's folder and those below it, the deepest first. */
async function foldersOf(group: string): Promise<string[]> {
  const entries = await readdir(group, { withFileTypes: true }).catch(() => []);
  const below = await Promise.all(entries.filter((entry) => entry.isDirectory()).map((entry) => foldersOf(path.join(group, entry.name))));
  return existsSync(group) ? [...below.flat(), group] : [];
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended in between.
  }
}
