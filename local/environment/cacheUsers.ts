/** Who would miss the cache: other environments that run, and programs that run out of it. */
import { readdir, readlink } from "node:fs/promises";
import * as path from "node:path";
import { processesIn } from "../kubernetes/embedded/cgroups.ts";
import { readRecord } from "../kubernetes/record.ts";
import { cacheRoot } from "../support/cache.ts";
import { type StateFolder, stateFolder } from "../support/stateFolder.ts";

/** In words, for a person; empty when nobody uses it. `state` is the environment that has been stopped. */
export async function cacheUsers(state: StateFolder): Promise<string[]> {
  return [...(await runningEnvironments(state)), ...(await programsInCache())];
}

async function runningEnvironments(state: StateFolder): Promise<string[]> {
  const names = await readdir(path.dirname(state.dir)).catch(() => []);
  const running: string[] = [];
  for (const name of names.filter((other) => other !== state.environment)) {
    // A folder that is no environment has no record, or none that can be read.
    const record = await readRecord(stateFolder(name)).catch(() => undefined);
    // The record of a machine that was restarted speaks of processes that are gone.
    if ((await processesIn(record?.running?.cgroups ?? [])).size > 0) running.push(`the environment "${name}"`);
  }
  return running;
}

/** Of all users and state folders, as far as we may see them; none where the system has no /proc. */
async function programsInCache(): Promise<string[]> {
  const root = `${path.resolve(cacheRoot())}${path.sep}`;
  const users: string[] = [];
  for (const pid of (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    const [program, folder] = await Promise.all(["exe", "cwd"].map((link) => readlink(`/proc/${pid}/${link}`).catch(() => "")));
    if (program?.startsWith(root) || folder?.startsWith(root)) users.push(`${path.basename(program ?? "")} (process ${pid})`);
  }
  return users;
}
