import { describe, expect, test } from "vitest";
import { AUTOSCALER_KEYS } from "../../model/autoscalerKeys.ts";
import { renderAutoscaling } from "../../model/autoscaling.ts";
import { type AutoscalingSettings, BusyTimeAggregator, KeyGroupAdjustMode, SlotBalance } from "../../model/autoscalingSettings.ts";
import { resolveVersions } from "../../model/versions.ts";

const CURRENT = resolveVersions({});
const CONSERVATIVE = resolveVersions({ beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" });
const FLINK_1_20 = resolveVersions({ flink: "1.20" });

describe("renderAutoscaling", () => {
  test("switches the autoscaler and the Adaptive Scheduler on, and leaves the rest to the operator", () => {
    expect(renderAutoscaling({}, CURRENT)).toEqual({ "job.autoscaler.enabled": "true", "jobmanager.scheduler": "adaptive" });
  });

  test("can leave both off", () => {
    expect(renderAutoscaling({ enabled: false, adaptiveScheduler: false }, CURRENT)).toEqual({ "job.autoscaler.enabled": "false" });
  });

  test("renders every key of the table", () => {
    const settings: AutoscalingSettings = {
      scalingEnabled: false,
      minParallelism: 2,
      maxParallelism: 24,
      metricsWindow: "300 s",
      stabilizationInterval: "2 min",
      scaleUpMaxFactor: 2,
      scaleDownMaxFactor: 0.5,
      scaleDownInterval: "30 min",
      catchUpDuration: "10 min",
      backlogLagThreshold: "1 min",
      restartTime: "3 min",
      restartTimeTracking: true,
      restartTimeTrackingLimit: "10 min",
      effectivenessDetection: true,
      effectivenessThreshold: 0.2,
      observedScalability: true,
      excludedPeriods: ["* * 9-11 * * ?", "9:30:30-10:50:20"],
      excludedVertices: ["bc764cd8ddf7a0cff126f51c16239658"],
      busyTimeAggregator: BusyTimeAggregator.Average,
      keyGroupAdjustMode: KeyGroupAdjustMode.MaximizeUtilisation,
      gcPressureThreshold: 0.3,
      heapUsageThreshold: 0.9,
      memoryTuning: true,
      cpuQuota: 16.5,
      memoryQuota: "65536 mb",
      historyMaxCount: 5,
      historyMaxAge: "48 h",
    };
    const rendered = renderAutoscaling(settings, CURRENT);
    expect(rendered).toMatchObject({
      "job.autoscaler.scaling.enabled": "false",
      "job.autoscaler.vertex.min-parallelism": "2",
      "job.autoscaler.vertex.max-parallelism": "24",
      "job.autoscaler.metrics.window": "5 min",
      "job.autoscaler.excluded.periods": "* * 9-11 * * ?;9:30:30-10:50:20",
      "job.autoscaler.metrics.busy-time.aggregator": "AVG",
      "job.autoscaler.scaling.key-group.partitions.adjust.mode": "MAXIMIZE_UTILISATION",
      "job.autoscaler.quota.cpu": "16.5",
      "job.autoscaler.quota.memory": "64 gb",
      "job.autoscaler.history.max.age": "2 d",
    });
    for (const { key } of AUTOSCALER_KEYS) expect(Object.keys(rendered)).toContain(`job.autoscaler.${key}`);
  });

  test("names utilization as each operator does", () => {
    const settings = { targetUtilization: 0.6, maxUtilization: 0.8, minUtilization: 0.4 };
    expect(renderAutoscaling(settings, CURRENT)).toMatchObject({
      "job.autoscaler.utilization.target": "0.6",
      "job.autoscaler.utilization.max": "0.8",
      "job.autoscaler.utilization.min": "0.4",
    });
    const old = renderAutoscaling(settings, CONSERVATIVE);
    expect(old).toMatchObject({ "job.autoscaler.target.utilization": "0.6", "job.autoscaler.target.utilization.boundary": "0.2" });
    expect(Object.keys(old).some((key) => key.includes("utilization.target"))).toBe(false);
  });

  test("names the Adaptive Scheduler's timings as each Flink does", () => {
    const settings = { rescaleCooldown: "1 min", resourceWaitTimeout: "2 min", resourceStabilizationTimeout: "5 s" };
    expect(renderAutoscaling({ ...settings, rescaleMaxDelay: "30 s" }, CURRENT)).toMatchObject({
      "jobmanager.adaptive-scheduler.executing.cooldown-after-rescaling": "1 min",
      "jobmanager.adaptive-scheduler.submission.resource-wait-timeout": "2 min",
      "jobmanager.adaptive-scheduler.submission.resource-stabilization-timeout": "5 s",
      "jobmanager.adaptive-scheduler.rescale-trigger.max-delay": "30 s",
    });
    expect(renderAutoscaling(settings, CONSERVATIVE)).toMatchObject({
      "jobmanager.adaptive-scheduler.scaling-interval.min": "1 min",
      "jobmanager.adaptive-scheduler.resource-wait-timeout": "2 min",
      "jobmanager.adaptive-scheduler.resource-stabilization-timeout": "5 s",
    });
  });

  test("balances slots and does not pack into few TaskManagers first", () => {
    expect(renderAutoscaling({ slotBalance: SlotBalance.Tasks }, CURRENT)).toMatchObject({
      "taskmanager.load-balance.mode": "TASKS",
      "jobmanager.adaptive-scheduler.prefer-minimal-taskmanagers": "false",
    });
  });

  test("balances slots with the Default Scheduler before Flink 2.2", () => {
    expect(renderAutoscaling({ slotBalance: SlotBalance.Slots, adaptiveScheduler: false }, FLINK_1_20)).toEqual({
      "job.autoscaler.enabled": "true",
      "taskmanager.load-balance.mode": "SLOTS",
    });
  });

  test.each<[AutoscalingSettings, typeof CURRENT, string]>([
    [{ slotBalance: SlotBalance.Slots }, FLINK_1_20, "slot balance under the Adaptive Scheduler needs Flink 2.2, this is 1.20.5"],
    [{ slotBalance: SlotBalance.Tasks, adaptiveScheduler: false }, FLINK_1_20, "balance by tasks needs Flink 2.2, this is 1.20.5"],
    [
      { rescaleMaxDelay: "1 min" },
      FLINK_1_20,
      'autoscaling.rescaleMaxDelay is "1 min": rescaling right after a checkpoint needs Flink 2.0',
    ],
    [{ observedScalability: true }, CONSERVATIVE, "observed scalability of the autoscaler needs operator 1.15, this is 1.10.0"],
    [{ maxUtilization: 0.9, minUtilization: 0.3 }, CONSERVATIVE, "needs operator 1.11, this is 1.10.0"],
    [{ minParallelism: 8, maxParallelism: 4 }, CURRENT, "autoscaling.minParallelism is 8: must not be above maxParallelism (4)"],
    [{ minParallelism: 0 }, CURRENT, "autoscaling.minParallelism is 0: must be a whole number at least 1"],
    [{ maxParallelism: 1.5 }, CURRENT, "must be a whole number at least 1"],
    [{ scaleDownMaxFactor: 2 }, CURRENT, "autoscaling.scaleDownMaxFactor is 2: must be a number from 0 to 1"],
    [{ targetUtilization: 70 }, CURRENT, "autoscaling.targetUtilization is 70: must be from 0 to 1"],
    [{ targetUtilization: 0.9, maxUtilization: 0.8 }, CURRENT, "must lie between minUtilization (not set) and maxUtilization (0.8)"],
    [{ metricsWindow: "long" }, CURRENT, 'autoscaling.metricsWindow is "long": must be a Flink duration'],
    [{ memoryQuota: "64 Gi" }, CURRENT, "must be a Flink memory size"],
  ])("refuses %j", (settings, versions, message) => {
    expect(() => renderAutoscaling(settings, versions)).toThrow(message);
  });

  test("refuses choices and types that the type checker did not see", () => {
    const settings = (json: string): AutoscalingSettings => ({ ...JSON.parse(json) });
    expect(() => renderAutoscaling(settings('{"slotBalance":"TASKS"}'), CURRENT)).toThrow(
      'autoscaling.slotBalance is "TASKS": must be one of none, slots, tasks',
    );
    expect(() => renderAutoscaling(settings('{"busyTimeAggregator":"SUM"}'), CURRENT)).toThrow("must be one of MAX, AVG, MIN");
    expect(() => renderAutoscaling(settings('{"scalingEnabled":"yes"}'), CURRENT)).toThrow("must be a boolean");
  });
});
