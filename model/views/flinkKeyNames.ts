/**
 * The older names of Flink settings that the rules read. Flink looks for a setting under its newest name first, then under the older ones
 * in this order. Sources: `CheckpointingOptions`, `StateBackendOptions`, `HighAvailabilityOptions` and `KubernetesConfigOptions` of Flink
 * 1.19.1, 1.20.5 and 2.2.1 with their deprecated and fallback keys; `AutoScalerOptions` of operator 1.10.0 and 1.15.0.
 */

const CHECKPOINTING = "execution.checkpointing.";
const ADAPTIVE = "jobmanager.adaptive-scheduler.";

/** Older names by newest name. */
const OLDER_NAMES: Readonly<Record<string, readonly string[]>> = {
  [`${CHECKPOINTING}unaligned.enabled`]: [`${CHECKPOINTING}unaligned`],
  [`${CHECKPOINTING}aligned-checkpoint-timeout`]: [`${CHECKPOINTING}alignment-timeout`],
  [`${CHECKPOINTING}storage`]: ["state.checkpoint-storage"],
  [`${CHECKPOINTING}dir`]: ["state.checkpoints.dir", "state.backend.fs.checkpointdir"],
  [`${CHECKPOINTING}savepoint-dir`]: ["state.savepoints.dir", "savepoints.state.backend.fs.dir"],
  [`${CHECKPOINTING}num-retained`]: ["state.checkpoints.num-retained"],
  [`${CHECKPOINTING}incremental`]: ["state.backend.incremental"],
  "execution.state-recovery.from-local": ["state.backend.local-recovery"],
  "execution.state-recovery.ignore-unclaimed-state": ["execution.savepoint.ignore-unclaimed-state"],
  "state.backend.type": ["state.backend"],
  "high-availability.type": ["high-availability", "recovery.mode"],
  "high-availability.storageDir": ["high-availability.zookeeper.storageDir", "recovery.zookeeper.storageDir"],
  "kubernetes.container.image.ref": ["kubernetes.container.image"],
  [`${ADAPTIVE}executing.cooldown-after-rescaling`]: [`${ADAPTIVE}scaling-interval.min`],
  [`${ADAPTIVE}submission.resource-wait-timeout`]: [`${ADAPTIVE}resource-wait-timeout`],
  [`${ADAPTIVE}submission.resource-stabilization-timeout`]: [`${ADAPTIVE}resource-stabilization-timeout`],
  "job.autoscaler.utilization.target": ["job.autoscaler.target.utilization"],
};

/** The autoscaler's settings had this prefix before it could run without the operator, which still reads it. */
const AUTOSCALER = "job.autoscaler.";
const AUTOSCALER_BEFORE = `kubernetes.operator.${AUTOSCALER}`;

/** All names of a setting, in the order in which its reader looks for them. */
export function settingNames(name: string): readonly string[] {
  const names = [name, ...(Object.hasOwn(OLDER_NAMES, name) ? (OLDER_NAMES[name] ?? []) : [])];
  if (!name.startsWith(AUTOSCALER)) return names;
  return names.flatMap((one) => [one, AUTOSCALER_BEFORE + one.slice(AUTOSCALER.length)]);
}

const NEWEST_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(OLDER_NAMES).flatMap(([newest, older]) => older.map((name) => [name, newest] as const)),
);

/** The newest name of a setting that may stand under an older one. */
export function newestSettingName(name: string): string {
  const own = name.startsWith(AUTOSCALER_BEFORE) ? AUTOSCALER + name.slice(AUTOSCALER_BEFORE.length) : name;
  return NEWEST_NAMES.get(own) ?? own;
}
