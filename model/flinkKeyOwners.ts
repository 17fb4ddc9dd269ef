/**
 * Who writes which Flink setting of a Beam job. A setting with two writers is whatever the last one wrote: Beam writes its options over
 * Flink's configuration, the operator the fields of the FlinkDeployment, and Flink reads a key before its deprecated names. So a key is
 * refused under all its names, whether or not the job renders it. Sources: the options' classes of Flink 1.19.1 and 2.2.0 with their
 * fallback keys; `AutoScalerOptions` of operator 1.10.0; `FlinkExecutionEnvironments` of Beam; `FlinkConfigBuilder` of the operator.
 */
import { ArgumentError } from "./argumentError.ts";
import { AUTOSCALER_KEYS } from "./autoscalerKeys.ts";
import { settingNames } from "./views/flinkKeyNames.ts";
import { DRAIN_ON_SAVEPOINT, SAVEPOINT_ON_DELETION } from "./deletionKeys.ts";

const CHECKPOINTING = "execution.checkpointing.";
const ADAPTIVE = "jobmanager.adaptive-scheduler.";

/** Arguments of a job, and the keys that are theirs, by their newest names where `flinkKeyNames.ts` has the older ones. */
const KEYS_OF_ARGUMENT: Readonly<Record<string, readonly string[]>> = {
  "checkpoints.interval": [`${CHECKPOINTING}interval`],
  "checkpoints.timeout": [`${CHECKPOINTING}timeout`],
  "checkpoints.mode": [`${CHECKPOINTING}mode`],
  "checkpoints.minPause": [`${CHECKPOINTING}min-pause`],
  "checkpoints.unaligned": [`${CHECKPOINTING}unaligned.enabled`],
  "checkpoints.alignedTimeout": [`${CHECKPOINTING}aligned-checkpoint-timeout`],
  "checkpoints.tolerableFailures": [`${CHECKPOINTING}tolerable-failed-checkpoints`],
  "checkpoints.retainOnCancellation": [`${CHECKPOINTING}externalized-checkpoint-retention`],
  "checkpoints.retained": [`${CHECKPOINTING}num-retained`],
  "checkpoints.incremental": [`${CHECKPOINTING}incremental`],
  // Options that Beam writes over Flink's configuration, most of them even where the pipeline does not set them.
  "pipelineOptions.numConcurrentCheckpoints": [`${CHECKPOINTING}max-concurrent-checkpoints`],
  "pipelineOptions.forceUnalignedCheckpointEnabled": [`${CHECKPOINTING}unaligned.forced`],
  "pipelineOptions.objectReuse": ["pipeline.object-reuse"],
  "pipelineOptions.operatorChaining": ["pipeline.operator-chaining.enabled", "pipeline.operator-chaining"],
  "pipelineOptions.autoWatermarkInterval": ["pipeline.auto-watermark-interval"],
  "pipelineOptions.latencyTrackingInterval": ["metrics.latency.interval"],
  parallelism: ["parallelism.default"],
  maxParallelism: ["pipeline.max-parallelism"],
  stateBackend: ["state.backend.type"],
  storage: [
    `${CHECKPOINTING}storage`,
    `${CHECKPOINTING}dir`,
    `${CHECKPOINTING}savepoint-dir`,
    "high-availability.storageDir",
    "job-result-store.storage-path",
  ],
  "jobManager.cpu": ["kubernetes.jobmanager.cpu.amount", "kubernetes.jobmanager.cpu"],
  "jobManager.memory": ["jobmanager.memory.process.size"],
  "taskManager.cpu": ["kubernetes.taskmanager.cpu.amount", "kubernetes.taskmanager.cpu"],
  "taskManager.memory": ["taskmanager.memory.process.size"],
  "taskManager.slots": ["taskmanager.numberOfTaskSlots"],
  "metrics.enabled": ["metrics.reporter.prom.factory.class", "metrics.reporter.prom.filterLabelValueCharacters"],
  "metrics.port": ["metrics.reporter.prom.port"],
  image: ["kubernetes.container.image.ref"],
  jarUri: ["pipeline.jars"],
  initialSavepoint: ["execution.state-recovery.path", "execution.savepoint.path"],
  onDelete: [SAVEPOINT_ON_DELETION, DRAIN_ON_SAVEPOINT],
  serviceAccount: ["kubernetes.service-account", "kubernetes.jobmanager.service-account", "kubernetes.taskmanager.service-account"],
  // The operator refuses a FlinkDeployment that has one of these: FORBIDDEN_CONFIGURATION_KEYS, and their old names.
  namespace: ["kubernetes.namespace"],
  jobName: [
    "kubernetes.cluster-id",
    "high-availability.cluster-id",
    "high-availability.zookeeper.path.namespace",
    "recovery.zookeeper.path.namespace",
  ],
  "autoscaling.adaptiveScheduler": ["jobmanager.scheduler"],
  "autoscaling.reactive": ["scheduler-mode"],
  "autoscaling.rescaleCooldown": [`${ADAPTIVE}executing.cooldown-after-rescaling`],
  "autoscaling.rescaleMaxDelay": [`${ADAPTIVE}rescale-trigger.max-delay`],
  "autoscaling.resourceWaitTimeout": [`${ADAPTIVE}submission.resource-wait-timeout`],
  "autoscaling.resourceStabilizationTimeout": [`${ADAPTIVE}submission.resource-stabilization-timeout`],
  "autoscaling.slotBalance": ["taskmanager.load-balance.mode", "cluster.evenly-spread-out-slots", `${ADAPTIVE}prefer-minimal-taskmanagers`],
};

/** Settings of the operator's autoscaler, and their keys after `job.autoscaler.`. */
const AUTOSCALER_KEYS_OF_SETTING: readonly (readonly [setting: string, ...keys: string[]])[] = [
  ["enabled", "enabled"],
  ["targetUtilization", "utilization.target"],
  ["maxUtilization", "utilization.max", "target.utilization.boundary"],
  ["minUtilization", "utilization.min"],
  ["scaleDownInterval", "scale-up.grace-period"],
  ...AUTOSCALER_KEYS.map(({ setting, key }) => [setting, key] as const),
];

/** What no argument changes: `baseConfiguration` and fixed fields of the FlinkDeployment. */
const FIXED: ReadonlySet<string> = new Set(
  [
    "execution.attached",
    "execution.shutdown-on-application-finish",
    "execution.submit-failed-job-on-application-error",
    "high-availability.type",
    "job-result-store.delete-on-commit",
    "restart-strategy.type",
    "restart-strategy",
    "restart-strategy.exponential-delay.initial-backoff",
    "restart-strategy.exponential-delay.max-backoff",
    "restart-strategy.exponential-delay.backoff-multiplier",
    "restart-strategy.exponential-delay.jitter-factor",
    "restart-strategy.exponential-delay.reset-backoff-threshold",
    "execution.state-recovery.ignore-unclaimed-state",
    "kubernetes.jobmanager.replicas",
  ].flatMap(settingNames),
);

const OWNERS: ReadonlyMap<string, string> = new Map([
  ...Object.entries(KEYS_OF_ARGUMENT).flatMap(([argument, keys]) => keys.flatMap(settingNames).map((key) => [key, argument] as const)),
  ...AUTOSCALER_KEYS_OF_SETTING.flatMap(([setting, ...keys]) =>
    keys.flatMap((key) => settingNames(`job.autoscaler.${key}`)).map((key) => [key, `autoscaling.${setting}`] as const),
  ),
]);

/** The argument of a job that the Flink setting `key` belongs to; undefined if none has it. */
export function flinkKeyOwner(key: string): string | undefined {
  return OWNERS.get(key);
}

/** True for a Flink setting that every Beam job has, with a value that no argument changes. */
export function isFixedFlinkKey(key: string): boolean {
  return FIXED.has(key);
}

/** Refuses a setting in `flinkConfiguration` that has a writer already. `written` are keys of the bucket's file system. */
export function refuseOwnedKeys(flinkConfiguration: Readonly<Record<string, unknown>>, written: readonly string[]): void {
  for (const [key, value] of Object.entries(flinkConfiguration)) {
    const field = `flinkConfiguration["${key}"]`;
    const owner = flinkKeyOwner(key) ?? (written.includes(key) ? "storage" : undefined);
    if (owner !== undefined) {
      const remedy = `Set it by ${owner}, so that it has one writer.`;
      throw new ArgumentError({ field, value, rule: "is written by another argument", remedy });
    }
    if (isFixedFlinkKey(key)) {
      throw new ArgumentError({ field, value, rule: "is written for every Beam job, which needs its value", remedy: "Leave it out." });
    }
  }
}
