/** What an environment's config may say of a job and of how jobs scale. Ranges are checked by the component. */
import { z } from "zod";
import { duration, text, versions } from "./common.ts";
import { metrics } from "./monitoring.ts";

const reactive = z.strictObject({
  horizontalPodAutoscaler: z.strictObject({ configurableTolerance: z.boolean().optional(), backlogMetric: text.optional() }).optional(),
  keda: z.strictObject({ prometheusAddress: text, pollingInterval: duration.optional() }).optional(),
  minTaskManagers: z.int().optional(),
  maxTaskManagers: z.int(),
  cpuUp: z.number().optional(),
  cpuDown: z.number().optional(),
  backlogUp: duration.optional(),
  backlogDown: duration.optional(),
  backlogFloor: text.optional(),
  bytesReadMetric: text.optional(),
  rateWindow: duration.optional(),
  scaleUpWindow: duration.optional(),
  scaleDownWindow: duration.optional(),
});

/** How jobs scale: the settings an environment usually sets. */
export const autoscaling = z.strictObject({
  enabled: z.boolean().optional(),
  minParallelism: z.int().optional(),
  maxParallelism: z.int().optional(),
  targetUtilization: z.number().optional(),
  minUtilization: z.number().optional(),
  maxUtilization: z.number().optional(),
  metricsWindow: duration.optional(),
  stabilizationInterval: duration.optional(),
  scaleUpMaxFactor: z.number().optional(),
  scaleDownMaxFactor: z.number().optional(),
  scaleDownInterval: duration.optional(),
  restartTime: duration.optional(),
  cpuQuota: z.number().optional(),
  memoryQuota: text.optional(),
  adaptiveScheduler: z.boolean().optional(),
  slotBalance: z.enum(["tasks", "slots", "none"]).optional(),
  resourceStabilizationTimeout: duration.optional(),
  rescaleCooldown: duration.optional(),
  reactive: reactive.optional(),
});

const checkpoints = z.strictObject({
  interval: duration.optional(),
  timeout: duration.optional(),
  mode: z.enum(["exactly-once", "at-least-once"]).optional(),
  minPause: duration.optional(),
  unaligned: z.boolean().optional(),
  alignedTimeout: duration.optional(),
  tolerableFailures: z.int().optional(),
  retained: z.int().optional(),
  incremental: z.boolean().optional(),
  retainOnCancellation: z.boolean().optional(),
});

const placement = z.strictObject({
  nodeSelector: z.record(z.string(), z.string()).optional(),
  tolerations: z
    .array(
      z.strictObject({
        key: text.optional(),
        operator: z.enum(["Exists", "Equal"]).optional(),
        value: z.string().optional(),
        effect: z.enum(["NoSchedule", "PreferNoSchedule", "NoExecute"]).optional(),
      }),
    )
    .optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

/** One job. */
export const job = z.strictObject({
  jobName: text.optional(),
  image: text,
  entryClass: text,
  jarUri: text.optional(),
  namespace: text.optional(),
  pipelineOptions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  applicationConfig: z.record(z.string(), z.json()).optional(),
  bundles: z
    .strictObject({ size: z.int().optional(), time: duration.optional(), finishBeforeCheckpoint: z.boolean().optional() })
    .optional(),
  checkpoints: checkpoints.optional(),
  versions: versions.optional(),
  placement: z.strictObject({ jobManager: placement.optional(), taskManager: placement.optional() }).optional(),
  autoscaling: autoscaling.optional(),
  parallelism: z.int().optional(),
  maxParallelism: z.int().optional(),
  workload: z
    .strictObject({
      pipelines: z.int().optional(),
      elementsPerSecond: z.int().optional(),
      elementBytes: z.int().optional(),
      stateBytes: z.int().optional(),
    })
    .optional(),
  metrics: metrics.optional(),
  jobManager: z.strictObject({ cpu: z.number().optional(), memory: text.optional() }).optional(),
  taskManager: z.strictObject({ cpu: z.number().optional(), memory: text.optional(), slots: z.int().optional() }).optional(),
  mode: z.enum(["native", "standalone"]).optional(),
  stateBackend: z.enum(["rocksdb", "hashmap"]).optional(),
  initialSavepoint: text.optional(),
  serviceAccount: text.optional(),
  environment: z.record(z.string(), z.string()).optional(),
  upgradeMode: z.enum(["savepoint", "last-state", "stateless"]).optional(),
  onDelete: z.enum(["cancel", "savepoint", "drain"]).optional(),
  drainTimeout: duration.optional(),
  flinkConfiguration: z.record(z.string(), z.string()).optional(),
  startTimeout: duration.optional(),
});
