/** What an environment's config file may say, and clear errors for what it may not. */
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { resolveVersions } from "../model/index.ts";
import { mistakes } from "./mistakes.ts";
import { bucket } from "./schema/bucket.ts";
import { cluster } from "./schema/cluster.ts";
import { duration, preset, stackName, text, versions } from "./schema/common.ts";
import { autoscaling, job } from "./schema/job.ts";
import { monitoring } from "./schema/monitoring.ts";

const operator = z.strictObject({
  image: text.optional(),
  namespace: text.optional(),
  reconcileInterval: duration.optional(),
  configuration: z.record(z.string(), z.string()).optional(),
  cpu: text.optional(),
  memory: text.optional(),
});

const parts = z.strictObject({
  preset: preset.optional(),
  tags: z.record(z.string(), z.string()).optional(),
  cluster: cluster.optional(),
  platform: z.strictObject({ stack: stackName }).optional(),
  versions: versions.optional(),
  operator: operator.optional(),
  bucket: bucket.optional(),
  jobNamespaces: z.array(text).min(1).optional(),
  jobTeamGroups: z.array(text).min(1).optional(),
  autoscaling: autoscaling.optional(),
  monitoring: monitoring.optional(),
  jobs: z.record(z.string(), job).default({}),
});
type Parts = z.infer<typeof parts>;

/** Keys that belong to the stack that makes the platform. */
const PLATFORM_KEYS = ["versions", "operator", "bucket", "jobNamespaces", "jobTeamGroups", "autoscaling", "monitoring"] as const;

/** What a stack may hold: all of it, a cluster alone, a platform on another stack's cluster, or jobs on another stack's platform. */
const environment = parts.superRefine((given, context) => {
  for (const [key, message] of misfits(given)) context.addIssue({ code: "custom", path: [key], message });
});

function misfits(given: Parts): readonly (readonly [key: string, message: string])[] {
  const { cluster: own, platform, bucket: ownBucket, jobs } = given;
  const set = (keys: readonly (keyof Parts)[]) => keys.filter((key) => given[key] !== undefined);
  if (platform !== undefined) {
    return set(["cluster", "preset", ...PLATFORM_KEYS]).map((key) => [
      key,
      `belongs to the stack "${platform.stack}", which platform names`,
    ]);
  }
  if (own === undefined) return [["cluster", "must be set, or platform must name the stack that makes it"]];
  if (ownBucket !== undefined) return [];
  if (own.stack !== undefined) return [["bucket", "must be set: on the cluster of another stack this one makes a platform"]];
  const keys = [...set(PLATFORM_KEYS), ...(Object.keys(jobs).length > 0 ? ["jobs"] : [])];
  return keys.map((key) => [key, "needs a bucket: without one this stack makes a cluster only"]);
}

/** An environment, as `stacks/Pulumi.<environment>.yaml` describes it. */
export type Environment = Parts;

/** Stacks whose outputs an environment reads. */
export function referencedStacks({ cluster: own, platform }: Environment): readonly string[] {
  return [own?.stack, platform?.stack].filter((name) => name !== undefined);
}

/** Release of the operator that an environment's platform installs. */
export function operatorRelease(given: Environment): string {
  return resolveVersions({ operator: given.versions?.operator }).operator;
}

/** Checks `values`, one per config key. The error lists each wrong value with its key, the rule and where to set it. */
export function parseEnvironment(values: Readonly<Record<string, unknown>>, stack: string): Environment {
  const result = environment.safeParse(values);
  if (result.success) return result.data;
  const lines = mistakes(result.error, environment, values).map(({ place, rule }) => `  beam-flink:${place}: ${rule}`);
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
