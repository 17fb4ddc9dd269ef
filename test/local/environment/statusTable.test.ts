import { describe, expect, test } from "vitest";
import type { EnvironmentStatus } from "../../../local/environment/status.ts";
import { size, statusTable } from "../../../local/environment/statusTable.ts";

const status: EnvironmentStatus = {
  environment: "local",
  kubeconfig: "/state/kubeconfig",
  standIns: [{ for: "AWS S3", standIn: "a small server" }],
  jobs: [
    {
      name: "orders",
      namespace: "beam",
      state: "STABLE",
      error: null,
      flinkVersion: "1.19.1",
      beamVersion: "2.70.0",
      webUi: "http://node:1",
      checkpoints: { completed: 4, failed: 1, lastBytes: 58_413, lastDurationMs: 210, lastPath: "s3://flink/orders/checkpoints/x/chk-4" },
    },
  ],
  bucket: { uri: "s3://flink", objects: 12, bytes: 1_234_567 },
};

describe("the status table", () => {
  test("has a line per job, the bucket and the stand-ins", () => {
    expect(statusTable(status).split("\n")).toEqual([
      "Job          State   Flink   Beam    Checkpoints            Last checkpoint    Web UI",
      "beam/orders  STABLE  1.19.1  2.70.0  4 completed, 1 failed  58.4 KB in 210 ms  http://node:1",
      "",
      "Last checkpoint of orders: s3://flink/orders/checkpoints/x/chk-4",
      "Bucket s3://flink: 12 objects, 1.2 MB",
      "Kubeconfig: /state/kubeconfig",
      "",
      "Stand-ins on this machine:",
      "  AWS S3  a small server",
    ]);
  });

  test("tells the error of a job that fails", () => {
    const [job] = status.jobs;
    expect(statusTable({ ...status, jobs: [{ ...job!, state: "FAILED", error: "no class" }] })).toContain("Error of orders: no class");
  });

  test("has a job without checkpoints", () => {
    const none = { completed: 0, failed: 0, lastBytes: null, lastDurationMs: null, lastPath: null };
    expect(statusTable({ ...status, jobs: [{ ...status.jobs[0]!, checkpoints: none }] })).toContain("none yet");
  });
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [58_413, "58.4 KB"],
  [2_226_513, "2.2 MB"],
])("%d bytes are written %s", (bytes, text) => expect(size(bytes)).toBe(text));
