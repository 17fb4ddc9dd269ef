import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { cacheUsers } from "../../../local/environment/cacheUsers.ts";
import { writeRecord } from "../../../local/kubernetes/record.ts";
import { stateFolder, type StateFolder } from "../../../local/support/stateFolder.ts";

let root: string;
let state: StateFolder;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "beam-flink-unit-"));
  vi.stubEnv("BEAM_FLINK_STATE", path.join(root, "state"));
  vi.stubEnv("BEAM_FLINK_CACHE", path.join(root, "cache"));
  state = stateFolder("a");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

/** Records a cluster for the environment; a folder stands in for its control group, with these processes. */
async function recordCluster(of: StateFolder, processes: string): Promise<void> {
  const group = path.join(root, `group-${of.environment}`);
  await mkdir(group);
  await writeFile(path.join(group, "cgroup.procs"), processes);
  await writeRecord(of, { kind: "embedded", running: { link: "bf-test", cgroups: [group] } });
}

describe("the users of the cache", () => {
  test("are nobody where nothing was started", async () => {
    expect(await cacheUsers(state)).toEqual([]);
  });

  test("are other environments that run, neither stopped ones nor the environment itself", async () => {
    await recordCluster(stateFolder("b"), "12\n13\n");
    await recordCluster(stateFolder("c"), "");
    await recordCluster(state, "14\n");
    await mkdir(path.join(root, "state", "notes"));
    expect(await cacheUsers(state)).toEqual(['the environment "b"']);
  });

  test.runIf(process.platform === "linux")("are programs that run out of it, as long as they run", async () => {
    const program = path.join(root, "cache", "go", "key", "coredns");
    await mkdir(path.dirname(program), { recursive: true });
    await copyFile("/bin/sleep", program);
    const child = spawn(program, ["60"], { stdio: "ignore" });
    await once(child, "spawn");
    try {
      expect(await cacheUsers(state)).toEqual([`coredns (process ${child.pid})`]);
    } finally {
      child.kill();
      await once(child, "exit");
    }
    expect(await cacheUsers(state)).toEqual([]);
  });
});
