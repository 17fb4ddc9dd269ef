import { describe, expect, test } from "vitest";
import { type FlinkDeploymentState, readableError, waitUntilStable } from "../../../components/beamJob/waitUntilStable.ts";

/** Reads the states one after another, and the last one for ever. */
function wait(
  states: readonly NonNullable<FlinkDeploymentState["status"]>[],
  options: { timeoutMs?: number; graceMs?: number; report?: (state: string) => void } = {},
) {
  let reads = 0;
  const read = async () => ({ status: states[Math.min(reads++, states.length - 1)] });
  return waitUntilStable({ name: "orders", generation: 2, timeoutMs: 200, graceMs: 20, intervalMs: 1, read, ...options });
}

describe("waitUntilStable", () => {
  test("ends when the job is STABLE, and tells each state on the way", async () => {
    const said: string[] = [];
    const states = ["UPGRADING", "DEPLOYED", "DEPLOYED", "STABLE"].map((lifecycleState) => ({ lifecycleState, observedGeneration: 2 }));
    await expect(wait(states, { report: (state) => said.push(state) })).resolves.toBe("STABLE");
    expect(said).toEqual(["UPGRADING", "DEPLOYED", "STABLE"]);
  });

  test("does not take the state of an older generation", async () => {
    await expect(wait([{ lifecycleState: "STABLE", observedGeneration: 1 }])).rejects.toThrow(
      /not STABLE after .*waiting for the operator to see the change/,
    );
  });

  test("reads the generation from the reconciled spec where the operator sets no observedGeneration", async () => {
    const lastReconciledSpec = JSON.stringify({ resource_metadata: { metadata: { generation: 2 } } });
    await expect(wait([{ lifecycleState: "STABLE", reconciliationStatus: { lastReconciledSpec } }])).resolves.toBe("STABLE");
  });

  test("fails at once with the operator's error when the job FAILED", async () => {
    const error = JSON.stringify({
      message: "job failed",
      throwableList: [{ type: "java.lang.ClassNotFoundException", message: "com.example.Orders" }],
    });
    await expect(wait([{ lifecycleState: "FAILED", error, observedGeneration: 2 }])).rejects.toThrow(
      "orders is FAILED: job failed <- java.lang.ClassNotFoundException: com.example.Orders",
    );
  });

  test("forgives a passing error", async () => {
    const error = { lifecycleState: "DEPLOYED", error: "REST not ready", observedGeneration: 2 };
    await expect(wait([error, error, { lifecycleState: "STABLE", observedGeneration: 2 }])).resolves.toBe("STABLE");
  });

  test("fails with an error that lasts", async () => {
    await expect(wait([{ lifecycleState: "DEPLOYED", error: "image not found", observedGeneration: 2 }])).rejects.toThrow(
      "orders does not start (DEPLOYED): image not found",
    );
  });

  test("fails with the error of a spec that the operator refuses", async () => {
    await expect(wait([{ error: "JobManager memory must be set" }])).rejects.toThrow(
      "orders does not start (not deployed): JobManager memory must be set",
    );
  });

  test("says after the time-out where it stands and what to do", async () => {
    const status = { lifecycleState: "DEPLOYED", observedGeneration: 2, jobManagerDeploymentStatus: "DEPLOYING" };
    await expect(wait([status])).rejects.toThrow(
      /DEPLOYED, JobManager DEPLOYING, job none\. See kubectl describe flinkdeployment orders, or raise startTimeout/,
    );
  });
});

describe("a cluster that does not answer", () => {
  const options = { name: "orders", generation: 2, timeoutMs: 200, intervalMs: 1, readGraceMs: 50 };
  const failing = (times: number, error: Error) => {
    let reads = 0;
    return async (): Promise<FlinkDeploymentState> => {
      if (reads++ < times) throw error;
      return { status: { lifecycleState: "STABLE", observedGeneration: 2 } };
    };
  };

  test("for a moment is forgiven", async () => {
    await expect(waitUntilStable({ ...options, read: failing(3, new Error("refused")) })).resolves.toBe("STABLE");
  });

  test("for long ends the wait with its error", async () => {
    await expect(waitUntilStable({ ...options, read: failing(Infinity, new Error("refused")) })).rejects.toThrow(
      "orders cannot be watched: refused",
    );
  });

  test("but says that one may not read ends the wait at once", async () => {
    const forbidden = Object.assign(new Error("forbidden"), { code: 403 });
    await expect(waitUntilStable({ ...options, read: failing(1, forbidden) })).rejects.toThrow("orders cannot be watched: forbidden");
  });
});

describe("readableError", () => {
  test("is nothing where there is no error", () => {
    expect([undefined, null, ""].map(readableError)).toEqual([undefined, undefined, undefined]);
  });

  test("is the text itself where it is not JSON", () => {
    expect(readableError("plain text")).toBe("plain text");
  });

  test("leaves out the frames of a stack trace", () => {
    expect(readableError("E: a\n\tat x.Y.z(Y.java:1)\n\t... 4 more\nCaused by: F: b")).toBe("E: a\nCaused by: F: b");
  });

  test("is the message and its causes, each once", () => {
    const error = JSON.stringify({ type: "x", message: "a", throwableList: [{ message: "a" }, { type: "E", message: "b" }] });
    expect(readableError(error)).toBe("a <- E: b");
  });
});
