/** What an embedded cluster has outside its state folder, read from the machine itself and not from the cluster's own records. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { readdir } from "node:fs/promises";
import type { StateFolder } from "../../../local/support/stateFolder.ts";

export interface Leftovers {
  readonly processes: readonly number[];
  readonly links: readonly string[];
  readonly cgroups: readonly string[];
  readonly mounts: readonly string[];
}

export const NOTHING: Leftovers = { processes: [], links: [], cgroups: [], mounts: [] };

/** Everything on this machine that carries the environment's id, or its folder. */
export async function leftoversOf(state: StateFolder): Promise<Leftovers> {
  const groups = await readdir("/sys/fs/cgroup", { recursive: true }).catch(() => []);
  return {
    processes: processesOf(state),
    links: Object.keys(networkInterfaces()).filter((name) => name.includes(state.id)),
    cgroups: groups.filter((group) => group.endsWith(`beam-flink-${state.id}`)),
    mounts: readFileSync("/proc/self/mountinfo", "utf8")
      .split("\n")
      .filter((line) => line.includes(state.dir)),
  };
}

/** By control group, by command line, and by the files that they hold open. */
export function processesOf(state: StateFolder): number[] {
  const own = (pid: string) =>
    pid !== String(process.pid) &&
    (textOf(pid, "cgroup").includes(state.id) || textOf(pid, "cmdline").includes(state.dir) || opens(pid, state.dir));
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry) && own(entry))
    .map(Number)
    .toSorted((a, b) => a - b);
}

function textOf(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

function opens(pid: string, dir: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith(dir));
  } catch {
    return false;
  }
}
