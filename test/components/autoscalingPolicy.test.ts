import { describe, expect, test } from "vitest";
import { AutoscalingPolicy } from "../../components/index.ts";
import { runWithMocks } from "../support/mocks.ts";

describe("AutoscalingPolicy", () => {
  test("renders the same policy with the key names of each operator", async () => {
    let old: AutoscalingPolicy | undefined;
    let current: AutoscalingPolicy | undefined;
    await runWithMocks(() => {
      old = new AutoscalingPolicy("old", { targetUtilization: 0.6, versions: { beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" } });
      current = new AutoscalingPolicy("current", { targetUtilization: 0.6 });
    });
    expect(old?.flinkConfiguration["job.autoscaler.target.utilization"]).toBe("0.6");
    expect(current?.flinkConfiguration["job.autoscaler.utilization.target"]).toBe("0.6");
  });

  test("refuses slot balance where the Adaptive Scheduler would ignore it, and says from which Flink on it works", async () => {
    const program = () =>
      void new AutoscalingPolicy("policy", { slotBalance: "tasks", versions: { beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" } });
    await expect(runWithMocks(program)).rejects.toThrow(/AutoscalingPolicy "policy": autoscaling\.slotBalance is "tasks".*2\.2/);
  });
});
