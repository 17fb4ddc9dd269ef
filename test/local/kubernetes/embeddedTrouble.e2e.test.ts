/** The embedded cluster when things go wrong: interrupted, killed, broken. For real: needs root. */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findCluster, startCluster, stopCluster, type Cluster } from "../../../local/kubernetes/cluster.ts";
import { run } from "../../../local/support/run.ts";
import { stateFolder, type StateFolder } from "../../../local/support/stateFolder.ts";
import { silent, type Step } from "../../../local/support/step.ts";
import { leftoversOf, NOTHING, processesOf } from "./leftovers.ts";
import { apply, kubectl, webAnswer, webArchive, webServer, writeWebConfig } from "./webServer.ts";

const MINUTE = 60_000;
const settings = { name: "test" };

let root: string;
let states: { a: StateFolder; b: StateFolder; broken: StateFolder };
let cluster: Cluster;

/** Names of the programs that the environment's processes run, in the order of their numbers. */
async function commandLines(state: StateFolder): Promise<string[]> {
  const lines = await Promise.all(processesOf(state).map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return lines.map((line) => line.split("\0")[0]?.split("/").at(-1) ?? "");
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "beam-flink-trouble-"));
  process.env["BEAM_FLINK_STATE"] = path.join(root, "state");
  states = { a: stateFolder("a"), b: stateFolder("b"), broken: stateFolder("broken") };
  cluster = await startCluster(states.a, settings, silent);
}, 30 * MINUTE);

afterAll(async () => {
  for (const state of Object.values(states)) await stopCluster(state, settings, silent, { purge: true });
  await rm(root, { recursive: true, force: true });
}, 2 * MINUTE);

describe("the embedded cluster in trouble", () => {
  it(
    "is made whole by a start when one of its components has died",
    async () => {
      const pids = processesOf(states.a);
      const names = await commandLines(states.a);
      const kubelet = pids[names.indexOf("kubelet")];
      if (kubelet === undefined) throw new Error(`no kubelet among ${names.join(", ")}`);
      process.kill(kubelet, "SIGKILL");
      await sleep(500);
      expect(await findCluster(states.a, settings, silent)).toBeUndefined();
      cluster = await startCluster(states.a, settings, silent);
      expect(await commandLines(states.a)).toContain("kubelet");
      expect(processesOf(states.a)).not.toContain(kubelet);
    },
    2 * MINUTE,
  );

  it.each(["waiting for etcd", "loading beam-flink.local/pause", "waiting for kubelet"])(
    "leaves nothing when it is interrupted while %s",
    async (moment) => {
      const controller = new AbortController();
      const step: Step = { report: (text) => text.startsWith(moment) && controller.abort(), signal: controller.signal };
      await expect(startCluster(states.b, settings, step)).rejects.toThrow("interrupted");
      expect(await leftoversOf(states.b)).toEqual(NOTHING);
      await stopCluster(states.b, settings, silent, { purge: true });
    },
    MINUTE,
  );

  it(
    "removes what a killed start left, and then starts",
    async () => {
      const killed = spawn(process.execPath, [path.join(import.meta.dirname, "startUntilKilled.ts"), "b"], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      for await (const line of createInterface({ input: killed.stdout })) if (line === "waiting for coredns") killed.kill("SIGKILL");
      expect((await leftoversOf(states.b)).links).toHaveLength(1);
      expect(await findCluster(states.b, settings, silent)).toBeUndefined();
      const left = processesOf(states.b);
      expect(left.length).toBeGreaterThan(0);
      await startCluster(states.b, settings, silent);
      expect(processesOf(states.b).filter((pid) => left.includes(pid))).toEqual([]);
      await stopCluster(states.b, settings, silent, { purge: true });
      expect(await leftoversOf(states.b)).toEqual(NOTHING);
    },
    2 * MINUTE,
  );

  it(
    "moves to another network when its own was taken while it was stopped",
    async () => {
      await writeWebConfig(states.a);
      await cluster.loadImage(await webArchive(root), silent);
      await apply(cluster, ...webServer(states.a));
      await kubectl(cluster, "rollout", "status", "deployment/web", "--timeout=60s");
      const taken = `${cluster.nodeAddress}/32`;
      await stopCluster(states.a, settings, silent);
      await run("ip", ["address", "add", taken, "dev", "lo"], silent);
      try {
        const moved = await startCluster(states.a, settings, silent);
        expect(`${moved.nodeAddress}/32`).not.toBe(taken);
        await kubectl(moved, "rollout", "status", "deployment/web", "--timeout=60s");
        expect(await webAnswer(moved)).toBe("OK");
        cluster = moved;
      } finally {
        await run("ip", ["address", "delete", taken, "dev", "lo"], silent);
      }
    },
    2 * MINUTE,
  );

  it(
    "quotes the log of the component that fails, and leaves nothing",
    async () => {
      await mkdir(states.broken.file("cluster", "data", "etcd", "member", "snap"), { recursive: true });
      await writeFile(states.broken.file("cluster", "data", "etcd", "member", "snap", "db"), "not a database".repeat(1000));
      await expect(startCluster(states.broken, settings, silent)).rejects.toThrow(/etcd ended; the last lines of .*etcd\.log:\n.*invalid/s);
      expect(await leftoversOf(states.broken)).toEqual(NOTHING);
    },
    3 * MINUTE,
  );
});
