import { describe, expect, test } from "vitest";
import { planAutoscalingPolicy } from "../../components/autoscalingPolicy.ts";
import { AutoscalingPolicy, type AutoscalingPolicyArgs } from "../../components/index.ts";
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

  test.each<[string, AutoscalingPolicyArgs, RegExp]>([
    [
      "slot balance where the Adaptive Scheduler would ignore it, and says from which Flink on it works",
      { slotBalance: "tasks", versions: { beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" } },
      /AutoscalingPolicy "policy": slotBalance is "tasks".*2\.2/,
    ],
    [
      "a target that is a percentage",
      { targetUtilization: 70 },
      /AutoscalingPolicy "policy": targetUtilization is 70: must be from 0 to 1/,
    ],
    ["a malformed duration", { metricsWindow: "soon" }, /AutoscalingPolicy "policy": metricsWindow is "soon": must be a Flink duration/],
    ["versions that do not fit", { versions: { beam: "2.70.0", flink: "2.2" } }, /AutoscalingPolicy "policy": versions\.flink is "2\.2"/],
  ])("refuses %s, before anything is registered", async (_, args, message) => {
    const run = await runWithMocks(() => expect(() => new AutoscalingPolicy("policy", args)).toThrow(message));
    expect(run.list).toEqual([]);
  });

  test("is planned without its versions among the settings", () => {
    const { settings, flinkConfiguration } = planAutoscalingPolicy({ enabled: false, versions: { flink: "2.2" } });
    expect(settings).toEqual({ enabled: false });
    expect(flinkConfiguration).toEqual({ "job.autoscaler.enabled": "false", "jobmanager.scheduler": "adaptive" });
  });
});
