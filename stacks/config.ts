/** What an environment's config file may say, and clear errors for what it may not. */
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { readDuration } from "../model/index.ts";

const text = z.string().min(1);
const duration = z.string().refine((value) => readDuration(value) !== undefined, 'must be a duration in Flink\'s notation, such as "10 s"');

const versions = z.strictObject({ beam: text.optional(), flink: text.optional(), operator: text.optional() });

const cluster = z.strictObject({
  existing: z.strictObject({ context: text.optional() }).optional(),
});

const operator = z.strictObject({
  image: text.optional(),
  namespace: text.optional(),
  reconcileInterval: duration.optional(),
  configuration: z.record(z.string(), z.string()).optional(),
  cpu: text.optional(),
  memory: text.optional(),
});

const endpoint = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  bucket: text,
  region: text.optional(),
});

const autoscaling = z.strictObject({
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

const job = z.strictObject({
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
  autoscaling: autoscaling.optional(),
  parallelism: z.int().optional(),
  maxParallelism: z.int().optional(),
  jobManager: z.strictObject({ cpu: z.number().optional(), memory: text.optional() }).optional(),
  taskManager: z.strictObject({ cpu: z.number().optional(), memory: text.optional(), slots: z.int().optional() }).optional(),
  mode: z.enum(["native", "standalone"]).optional(),
  stateBackend: z.enum(["rocksdb", "hashmap"]).optional(),
  initialSavepoint: text.optional(),
  serviceAccount: text.optional(),
  environment: z.record(z.string(), z.string()).optional(),
  upgradeMode: z.enum(["savepoint", "last-state", "stateless"]).optional(),
  flinkConfiguration: z.record(z.string(), z.string()).optional(),
  startTimeout: duration.optional(),
});

const environment = z.strictObject({
  cluster,
  versions: versions.optional(),
  operator: operator.optional(),
  bucket: z.strictObject({ endpoint: endpoint.optional() }),
  jobNamespaces: z.array(text).min(1).optional(),
  autoscaling: autoscaling.optional(),
  jobs: z.record(z.string(), job),
});

/** An environment, as `stacks/Pulumi.<environment>.yaml` describes it. */
export type Environment = z.infer<typeof environment>;

/** Checks `values`, one per config key. The error lists each wrong value with its key, the rule and where to set it. */
export function parseEnvironment(values: Readonly<Record<string, unknown>>, stack: string): Environment {
  const result = environment.safeParse(values);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const [key, ...rest] = issue.path.map(String);
    const place = key === undefined ? "" : `beam-flink:${[key, ...rest].join(".")}: `;
    const value = issue.path.reduce<unknown>(
      (at, part) => (typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[part] : undefined),
      values,
    );
    return `  ${place}${issue.message}${value === undefined || typeof value === "object" ? "" : `, not ${JSON.stringify(value)}`}`;
  });
  throw new pulumi.RunError([`stacks/Pulumi.${stack}.yaml is not valid:`, ...lines].join("\n"));
}

/** Reads the config of the current stack: all of it, so that a key that is misspelt is refused, not ignored. */
export function readEnvironment(): Environment {
  const prefix = "beam-flink:";
  const given = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(prefix));
  return parseEnvironment(Object.fromEntries(given.map(([key, value]) => [key.slice(prefix.length), parsed(value)])), pulumi.getStack());
}

/** The engine hands structured values over as JSON, and plain texts as they are. */
function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
