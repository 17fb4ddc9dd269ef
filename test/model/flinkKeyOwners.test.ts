import { describe, expect, test } from "vitest";
import { renderAutoscaling } from "../../model/autoscaling.ts";
import { AUTOSCALER_KEYS } from "../../model/autoscalerKeys.ts";
import { renderCheckpointing } from "../../model/checkpoints.ts";
import { baseConfiguration, FORBIDDEN_CONFIGURATION_KEYS, stateKeys } from "../../model/flinkConfiguration.ts";
import { flinkKeyOwner, isFixedFlinkKey, refuseOwnedKeys } from "../../model/flinkKeyOwners.ts";
import { renderMetrics } from "../../model/monitoring/index.ts";
import { resolveVersions } from "../../model/versions.ts";

const VERSIONS = [resolveVersions({}), resolveVersions({ beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" })];

describe("the owner of a Flink key", () => {
  test.each(VERSIONS)("is known for each key that is rendered for Flink $flink", (versions) => {
    const durations = { rescaleCooldown: "1 s", resourceWaitTimeout: "1 s", resourceStabilizationTimeout: "1 s" };
    const utilization = { targetUtilization: 0.6, maxUtilization: 0.8, minUtilization: 0.4 };
    const slots = { slotBalance: "slots", adaptiveScheduler: versions.flinkLine === "2.2" } as const;
    const keys = [
      ...Object.keys(baseConfiguration(versions)),
      ...Object.values(stateKeys(versions)),
      ...Object.keys(renderCheckpointing({ unaligned: true, alignedTimeout: "1 s" }, {}, versions).flinkConfiguration),
      ...Object.keys(renderAutoscaling({ ...durations, ...utilization }, versions)),
      ...Object.keys(renderAutoscaling(slots, versions)),
      ...Object.keys(renderMetrics({}).flinkConfiguration),
      ...AUTOSCALER_KEYS.map(({ key }) => `job.autoscaler.${key}`),
    ];
    expect(keys.length).toBeGreaterThan(50);
    expect(keys.filter((key) => flinkKeyOwner(key) === undefined && !isFixedFlinkKey(key))).toEqual([]);
  });

  test.each([
    ["checkpoints.interval", ["execution.checkpointing.interval"]],
    ["checkpoints.timeout", ["execution.checkpointing.timeout"]],
    ["checkpoints.mode", ["execution.checkpointing.mode"]],
    ["checkpoints.minPause", ["execution.checkpointing.min-pause"]],
    ["checkpoints.unaligned", ["execution.checkpointing.unaligned", "execution.checkpointing.unaligned.enabled"]],
    ["checkpoints.alignedTimeout", ["execution.checkpointing.alignment-timeout"]],
    ["checkpoints.retained", ["execution.checkpointing.num-retained", "state.checkpoints.num-retained"]],
    ["checkpoints.incremental", ["execution.checkpointing.incremental", "state.backend.incremental"]],
    ["pipelineOptions.numConcurrentCheckpoints", ["execution.checkpointing.max-concurrent-checkpoints"]],
    ["parallelism", ["parallelism.default"]],
    ["maxParallelism", ["pipeline.max-parallelism"]],
    ["stateBackend", ["state.backend.type", "state.backend"]],
    ["storage", ["execution.checkpointing.dir", "state.checkpoints.dir", "state.backend.fs.checkpointdir", "state.savepoints.dir"]],
    ["metrics.enabled", ["metrics.reporter.prom.factory.class", "metrics.reporter.prom.filterLabelValueCharacters"]],
    ["metrics.port", ["metrics.reporter.prom.port"]],
    ["initialSavepoint", ["execution.savepoint.path", "execution.state-recovery.path"]],
    ["autoscaling.targetUtilization", ["job.autoscaler.utilization.target", "kubernetes.operator.job.autoscaler.target.utilization"]],
    ["autoscaling.slotBalance", ["taskmanager.load-balance.mode", "cluster.evenly-spread-out-slots"]],
  ])("is %s for all names of its keys, whatever the version", (argument, keys) => {
    for (const key of keys) {
      expect(() => refuseOwnedKeys({ "heartbeat.interval": "2000", [key]: "value" }, [])).toThrow(
        `flinkConfiguration["${key}"] is "value": is written by another argument. Set it by ${argument}, so that it has one writer.`,
      );
    }
  });

  test.each(FORBIDDEN_CONFIGURATION_KEYS)("is an argument for %s, which the operator refuses", (key) => {
    expect(["namespace", "jobName"]).toContain(flinkKeyOwner(key));
  });

  test.each(["high-availability", "restart-strategy", "restart-strategy.type", "kubernetes.jobmanager.replicas"])(
    "is nobody for %s, which is the same in every Beam job",
    (key) => {
      expect(() => refuseOwnedKeys({ [key]: "none" }, [])).toThrow(
        `flinkConfiguration["${key}"] is "none": is written for every Beam job, which needs its value. Leave it out.`,
      );
    },
  );

  test("is storage for the keys of the bucket's file system", () => {
    expect(() => refuseOwnedKeys({ "s3.endpoint": "http://s3" }, ["s3.endpoint"])).toThrow("Set it by storage");
    expect(() => refuseOwnedKeys({ "s3.endpoint": "http://s3" }, [])).not.toThrow();
  });

  test("is the caller for everything else", () => {
    const others = {
      "heartbeat.interval": "2000",
      "jobmanager.memory.off-heap.size": "64 mb",
      "kubernetes.taskmanager.cpu.limit-factor": "10",
      "job.autoscaler.memory.tuning.overhead": "0.1",
      "restart-strategy.exponential-delay.attempts-before-reset-backoff": "5",
      "state.backend.rocksdb.memory.managed": "true",
      toString: "value",
    };
    expect(() => refuseOwnedKeys(others, [])).not.toThrow();
  });
});
