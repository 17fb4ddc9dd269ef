/** The operator's autoscaler keys that are rendered one to one: setting, key after `job.autoscaler.`, kind and range of the value. */
import type { AutoscalingSettings } from "./autoscalingSettings.ts";
import type { Feature } from "./features.ts";

/** One key. */
export interface AutoscalerKey {
  readonly setting: keyof AutoscalingSettings;
  readonly key: string;
  readonly kind: "boolean" | "integer" | "number" | "duration" | "memory" | "list" | "choice";
  /**
   * Smallest number.
   * @default 0
   */
  readonly minimum?: number;
  readonly maximum?: number;
  readonly choices?: readonly string[];
  /** What the versions must support. */
  readonly feature?: Feature;
}

/** Keys in the order they are documented. Utilization and the scheduler have names that change: `autoscaling.ts` renders those. */
export const AUTOSCALER_KEYS: readonly AutoscalerKey[] = [
  { setting: "scalingEnabled", key: "scaling.enabled", kind: "boolean" },
  { setting: "minParallelism", key: "vertex.min-parallelism", kind: "integer", minimum: 1 },
  { setting: "maxParallelism", key: "vertex.max-parallelism", kind: "integer", minimum: 1 },
  { setting: "metricsWindow", key: "metrics.window", kind: "duration" },
  { setting: "stabilizationInterval", key: "stabilization.interval", kind: "duration" },
  { setting: "scaleUpMaxFactor", key: "scale-up.max-factor", kind: "number" },
  { setting: "scaleDownMaxFactor", key: "scale-down.max-factor", kind: "number", maximum: 1 },
  { setting: "scaleDownInterval", key: "scale-down.interval", kind: "duration" },
  { setting: "catchUpDuration", key: "catch-up.duration", kind: "duration" },
  { setting: "backlogLagThreshold", key: "backlog-processing.lag-threshold", kind: "duration" },
  { setting: "restartTime", key: "restart.time", kind: "duration" },
  { setting: "restartTimeTracking", key: "restart.time-tracking.enabled", kind: "boolean" },
  { setting: "restartTimeTrackingLimit", key: "restart.time-tracking.limit", kind: "duration" },
  { setting: "effectivenessDetection", key: "scaling.effectiveness.detection.enabled", kind: "boolean" },
  { setting: "effectivenessThreshold", key: "scaling.effectiveness.threshold", kind: "number", maximum: 1 },
  { setting: "observedScalability", key: "observed-scalability.enabled", kind: "boolean", feature: "observedScalability" },
  { setting: "excludedPeriods", key: "excluded.periods", kind: "list" },
  { setting: "excludedVertices", key: "vertex.exclude.ids", kind: "list" },
  { setting: "busyTimeAggregator", key: "metrics.busy-time.aggregator", kind: "choice", choices: ["MAX", "AVG", "MIN"] },
  {
    setting: "keyGroupAdjustMode",
    key: "scaling.key-group.partitions.adjust.mode",
    kind: "choice",
    choices: ["EVENLY_SPREAD", "MAXIMIZE_UTILISATION"],
    feature: "keyGroupAdjustMode",
  },
  { setting: "gcPressureThreshold", key: "memory.gc-pressure.threshold", kind: "number", maximum: 1 },
  { setting: "heapUsageThreshold", key: "memory.heap-usage.threshold", kind: "number", maximum: 1 },
  { setting: "memoryTuning", key: "memory.tuning.enabled", kind: "boolean" },
  { setting: "cpuQuota", key: "quota.cpu", kind: "number" },
  { setting: "memoryQuota", key: "quota.memory", kind: "memory" },
  { setting: "historyMaxCount", key: "history.max.count", kind: "integer", minimum: 1 },
  { setting: "historyMaxAge", key: "history.max.age", kind: "duration" },
];
