import { describe, expect, test } from "vitest";
import { failedCheckpoints, type Patience, waitForCheckpoints } from "../../../local/environment/checkpointWait.ts";
import type { EnvironmentStatus } from "../../../local/environment/status.ts";
import { silent } from "../../../local/support/step.ts";

const patience: Patience = { pauseMs: 1, checkpointsMs: 2000, errorsMs: 1000 };

/** A status whose job has these counts of checkpoints. */
function status(completed: number, failed = 0): EnvironmentStatus {
  const checkpoints = { completed, failed, lastBytes: null, lastDurationMs: null, lastPath: null };
  const job = { name: "orders", namespace: "beam", state: "STABLE", error: null, flinkVersion: "1.19.1", beamVersion: "2.70.0", webUi: "" };
  return { environment: "local", kubeconfig: "", standIns: [], jobs: [{ ...job, checkpoints }], bucket: { uri: "", objects: 0, bytes: 0 } };
}

/** Stands in for the cluster: gives one answer per look, the last one again and again. */
function answers(...all: readonly (EnvironmentStatus | Error)[]): { ask: () => Promise<EnvironmentStatus>; looks: () => number } {
  let looks = 0;
  const ask = async () => {
    const answer = all[Math.min(looks++, all.length - 1)];
    if (answer === undefined || answer instanceof Error) throw answer;
    return answer;
  };
  return { ask, looks: () => looks };
}

describe("the wait for checkpoints", () => {
  test("ends when each job has three", async () => {
    const { ask, looks } = answers(status(0), status(2), status(3));
    expect((await waitForCheckpoints(ask, silent, patience)).jobs[0]!.checkpoints.completed).toBe(3);
    expect(looks()).toBe(3);
  });

  test("goes on over errors that pass", async () => {
    const { ask, looks } = answers(status(1), new Error("connection refused"), new Error("connection refused"), status(3));
    await waitForCheckpoints(ask, silent, patience);
    expect(looks()).toBe(4);
  });

  test("names the last error when errors do not pass", async () => {
    const { ask } = answers(status(1), new Error("connection refused"), new Error("no route"));
    const wait = waitForCheckpoints(ask, silent, { ...patience, errorsMs: 30 });
    await expect(wait).rejects.toThrow("the environment's status cannot be read since 0.03 s: no route");
  });

  test("tells what is missing when it takes too long", async () => {
    const { ask } = answers(status(1, 4));
    const wait = waitForCheckpoints(ask, silent, { ...patience, checkpointsMs: 30 });
    await expect(wait).rejects.toThrow("no 3 completed checkpoints after 0.03 s: orders is STABLE, 1 completed, 4 failed.");
  });

  test("takes no job whose newest checkpoint failed", async () => {
    const { ask, looks } = answers(status(2), status(3, 1), status(3, 1), status(4, 1));
    await waitForCheckpoints(ask, silent, patience);
    expect(looks()).toBe(4);
  });

  test("does not mind what failed before it began to look", async () => {
    const { ask, looks } = answers(status(9, 2));
    await waitForCheckpoints(ask, silent, patience);
    expect(looks()).toBe(1);
  });

  test("takes counts that begin anew with another JobManager", async () => {
    const { ask, looks } = answers(status(2, 1), status(2, 2), status(0, 0), status(3, 0));
    await waitForCheckpoints(ask, silent, patience);
    expect(looks()).toBe(4);
  });

  test("ends at an interruption, whatever it broke", async () => {
    const controller = new AbortController();
    const ask = async () => {
      controller.abort();
      throw new Error("kubectl was killed");
    };
    await expect(waitForCheckpoints(ask, { report: () => {}, signal: controller.signal }, patience)).rejects.toThrow("kubectl was killed");
  });
});

test("failed checkpoints are told by job", () => {
  expect(failedCheckpoints([...status(3).jobs, ...status(7, 2).jobs])).toBe("orders: 2 of 9 checkpoints failed");
  expect(failedCheckpoints(status(3).jobs)).toBeUndefined();
});
