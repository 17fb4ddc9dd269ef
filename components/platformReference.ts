/**
 * How a platform reaches the stacks of job teams: the platform's stack has an output with `StreamingPlatform.reference`, and a job team's
 * program reads it by `getPlatform` and makes a StreamingPlatform of it, which adds jobs and nothing else.
 */
import * as pulumi from "@pulumi/pulumi";
import { type AutoscalingSettings, isObject } from "../model/platform.ts";
import type { CheckpointBucketArgs } from "./checkpointBucket/args.ts";
import type { StreamingCluster } from "./streamingCluster.ts";
import type { ExistingClusterArgs } from "./streamingCluster/args.ts";
import type { PlatformBucketArgs, StreamingPlatformArgs } from "./streamingPlatform/args.ts";
import type { VersionArgs } from "./versionArgs.ts";

/** The cluster of a reference. */
export interface ReferencedClusterArgs {
  /** The cluster, with its kubeconfig as a secret where it has one of its own. */
  readonly existing: ExistingClusterArgs;
}

/** The operator of a reference. */
export interface ReferencedOperatorArgs {
  /** It is there. */
  readonly existing: true;
}

/** Arguments of a StreamingPlatform on the parts of one that is there: what another stack needs to add jobs to it. */
export interface PlatformReference {
  /** The cluster, with its kubeconfig as a secret where it has one of its own. */
  readonly cluster: ReferencedClusterArgs;
  /** The bucket as one that is there, with the keys of an S3-compatible server as secrets. */
  readonly bucket: PlatformBucketArgs;
  /** Namespaces that jobs may run in. */
  readonly jobNamespaces: readonly string[];
  /** Versions that jobs get unless they say otherwise. */
  readonly versions?: VersionArgs;
  /** How jobs scale. */
  readonly autoscaling?: AutoscalingSettings;
  /** The operator is there. */
  readonly operator: ReferencedOperatorArgs;
}

/** The reference to a platform that was made of `args`. */
export function platformReference(
  cluster: Pick<StreamingCluster, "reference" | "kubeconfig">,
  { bucket, versions, autoscaling }: StreamingPlatformArgs,
  jobNamespaces: readonly string[],
): PlatformReference {
  const { kubeconfig } = cluster;
  return {
    cluster: { existing: { ...cluster.reference, ...(kubeconfig === undefined ? {} : { kubeconfig }) } },
    bucket: asExisting(bucket),
    jobNamespaces,
    ...(versions === undefined ? {} : { versions }),
    ...(autoscaling === undefined ? {} : { autoscaling }),
    operator: { existing: true },
  };
}

/** The bucket as another stack names it: it only grants it. */
function asExisting({ s3, gcs, endpoint }: StreamingPlatformArgs["bucket"]): PlatformReference["bucket"] {
  if (s3 !== undefined) {
    const { bucket, region, kmsKeyArn, identity, permissionsBoundaryArn } = s3;
    return { s3: { bucket, region, kmsKeyArn, identity, permissionsBoundaryArn, existing: true } };
  }
  if (gcs !== undefined) {
    const { bucket, project, location, kmsKey } = gcs;
    return { gcs: { bucket, project, location, kmsKey, existing: true } };
  }
  return endpoint === undefined ? {} : { endpoint: withSecretKeys(endpoint) };
}

type Endpoint = NonNullable<CheckpointBucketArgs["endpoint"]>;

function withSecretKeys(endpoint: Endpoint): Endpoint {
  return { ...endpoint, accessKey: pulumi.secret(endpoint.accessKey), secretKey: pulumi.secret(endpoint.secretKey) };
}

/**
 * Reads the platform of another stack, whose output `output` is the `reference` of its StreamingPlatform. `stack` is a stack of this
 * project, `project/stack`, or `organization/project/stack`. Throws a RunError where there is no such output, or it is something else.
 *
 * @example
 * const platform = new StreamingPlatform("streaming", { ...(await getPlatform("acme/streaming/dev")), jobs: { orders } });
 */
export async function getPlatform(stack: string, output = "platform"): Promise<PlatformReference> {
  const name = fullName(stack);
  const { value, secretValue } = await new pulumi.StackReference(name).getOutputDetails(output);
  const given: unknown = value ?? secretValue;
  if (given === undefined) {
    throw new pulumi.RunError(
      `the stack ${name} has no output "${output}": give it one, \`export const ${output} = streaming.reference\` with its StreamingPlatform, and bring it up.`,
    );
  }
  const problem = problemOf(given);
  if (problem !== undefined || !isReference(given)) {
    throw new pulumi.RunError(
      `the output "${output}" of the stack ${name} is no platform: ${problem}. ` +
        "It must be the `reference` of a StreamingPlatform: bring that stack up with the version of beam-flink that this program has.",
    );
  }
  return asSecret(given);
}

/** What there is to read, in full. */
function fullName(stack: string): string {
  const parts = stack.split("/");
  if (parts.length > 3 || parts.includes("")) {
    throw new pulumi.RunError(
      `"${stack}" names no stack: it must be a stack of this project, "project/stack" or "organization/project/stack".`,
    );
  }
  return [pulumi.getOrganization(), pulumi.getProject()]
    .slice(0, 3 - parts.length)
    .concat(parts)
    .join("/");
}

/** Keys of a reference. What is in its parts is checked by the components that are made of them. */
const KEYS: readonly string[] = ["cluster", "bucket", "jobNamespaces", "versions", "autoscaling", "operator"];

/** Why a value is no reference; undefined where it is one. */
function problemOf(value: unknown): string | undefined {
  if (!isObject(value)) return "it is not an object";
  const unknown = Object.keys(value).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return `it has "${unknown}", which is not known here`;
  if (!isObject(value["cluster"]) || !isObject(value["cluster"]["existing"])) return "cluster.existing must be set";
  if (!isObject(value["bucket"])) return "bucket must be set";
  const namespaces = value["jobNamespaces"];
  const named = Array.isArray(namespaces) && namespaces.length > 0 && namespaces.every((name) => typeof name === "string");
  return named ? undefined : "jobNamespaces must have at least one name in it";
}

const isReference = (value: unknown): value is PlatformReference => problemOf(value) === undefined;

/** The whole output may have arrived as one secret: of its values only these are. */
function asSecret({ cluster, bucket, ...rest }: PlatformReference): PlatformReference {
  const { kubeconfig, ...existing } = cluster.existing;
  const { endpoint } = bucket;
  return {
    ...rest,
    operator: { existing: true },
    cluster: { existing: { ...existing, ...(kubeconfig === undefined ? {} : { kubeconfig: pulumi.secret(kubeconfig) }) } },
    bucket: endpoint === undefined ? bucket : { endpoint: withSecretKeys(endpoint) },
  };
}
