/** Faults of processes: those of the job itself, the cluster's API server, and all of a node's. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clusterSettings } from "../../../local/environment/localEnvironment.ts";
import { startCluster, stopCluster } from "../../../local/kubernetes/cluster.ts";
import { killComponent, startKilledComponent } from "../../../local/kubernetes/embedded/restart.ts";
import { silent } from "../../../local/support/step.ts";
import { killPods, POD_FAULTS } from "../../support/running/faults.ts";
import { type FaultyJob, faultyJob } from "../../support/running/faultyJob.ts";

describe("a running job loses nothing:", () => {
  let faulty: FaultyJob;
  beforeAll(async () => {
    faulty = await faultyJob("faulty-processes");
  });
  afterAll(() => faulty?.close());

  test.each(POD_FAULTS)("%s", async (name, component) => {
    const { job, platform, bears } = faulty;
    const figures = await bears({ name, happens: () => killPods(platform.kubectl, job, component), restarts: true });
    expect(figures.restored).toBeGreaterThanOrEqual(figures.checkpointBefore);
  });

  /** For `seconds`, then it starts again. */
  const withoutApiServer = async (seconds: number) => {
    const { state } = faulty.platform.local;
    await killComponent(state, "kube-apiserver", silent);
    await sleep(seconds * 1000);
    await startKilledComponent(state, "kube-apiserver", silent);
  };

  // Flink's leases hold for 15 s: a JobManager that cannot renew its own in time gives the job up and takes it back.
  test.each([
    ["API server restarted", 0],
    ["API server away for 60 s", 60],
  ])("%s", async (name, seconds) => {
    const figures = await faulty.bears({ name, happens: () => withoutApiServer(seconds), restarts: "maybe" });
    expect(figures.checkpointSeconds).toBeGreaterThanOrEqual(seconds);
  });

  test("node restarted", async () => {
    const { state } = faulty.platform.local;
    const figures = await faulty.bears({
      name: "node restarted",
      happens: async () => {
        await stopCluster(state, clusterSettings(state), silent);
        await startCluster(state, clusterSettings(state), silent);
      },
      restarts: true,
    });
    expect(figures.restored).toBeGreaterThanOrEqual(figures.checkpointBefore);
  });
});
