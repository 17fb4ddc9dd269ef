/**
 * The program of every environment. Its config decides how much of it one stack holds: all of it, a cluster, a platform on the
 * cluster of another stack, or jobs on the platform of another stack.
 */
import * as pulumi from "@pulumi/pulumi";
import { getPlatform, StreamingCluster, StreamingPlatform, type StreamingPlatformArgs } from "../components/index.ts";
import type { Environment } from "./config.ts";
import { clusterOf } from "./reference.ts";

/** What a machine knows and a committed file should not hold. */
export interface MachineSettings {
  /** `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`: keys of the bucket on an S3-compatible server. */
  readonly accessKey?: string;
  readonly secretKey?: string;
  /** `BEAM_FLINK_CRD_DIRECTORY`: a local copy of the operator's definitions. */
  readonly crdDirectory?: string;
  /** `BEAM_FLINK_CRD_MIRROR`: an address that serves them. */
  readonly crdMirror?: string;
  /** `BEAM_FLINK_CRD_SKIP=true`: something else installs them. */
  readonly crdSkip?: boolean;
}

export function machineSettings(env: Readonly<Record<string, string | undefined>>): MachineSettings {
  return {
    accessKey: env["AWS_ACCESS_KEY_ID"],
    secretKey: env["AWS_SECRET_ACCESS_KEY"],
    crdDirectory: env["BEAM_FLINK_CRD_DIRECTORY"],
    crdMirror: env["BEAM_FLINK_CRD_MIRROR"],
    crdSkip: env["BEAM_FLINK_CRD_SKIP"] === "true",
  };
}

/** Name of the platform; the resources of all environments begin with it. */
const PLATFORM = "streaming";

/** Registers the environment's resources and returns the stack's outputs. */
export async function streamingEnvironment(environment: Environment, machine: MachineSettings): Promise<Record<string, unknown>> {
  const { cluster: { stack, ...ownCluster } = {}, platform: elsewhere, bucket, preset, tags } = environment;
  if (elsewhere !== undefined) {
    const made = await getPlatform(elsewhere.stack);
    const platform = new StreamingPlatform(PLATFORM, { ...made, tags, jobs: environment.jobs });
    return jobOutputs(platform);
  }
  const cluster = stack === undefined ? ownCluster : await clusterOf(stack);
  if (bucket === undefined) return clusterOutputs(new StreamingCluster(`${PLATFORM}-cluster`, { ...cluster, preset, tags }));

  const { versions, jobNamespaces, autoscaling, monitoring, jobTeamGroups } = environment;
  const { crdDirectory: directory, crdMirror: mirror, crdSkip: skip } = machine;
  const platform = new StreamingPlatform(PLATFORM, {
    cluster,
    bucket: withKeys(bucket, machine),
    preset,
    tags,
    versions,
    jobNamespaces,
    autoscaling,
    monitoring,
    jobTeamGroups,
    operator: { ...environment.operator, crds: { directory, mirror, skip } },
    jobs: environment.jobs,
  });
  return {
    ...clusterOutputs(platform.cluster),
    bucket: platform.bucket.uri,
    operatorVersion: platform.operatorVersion,
    jobNamespaces: platform.jobNamespaces,
    platform: platform.reference,
    ...jobOutputs(platform),
  };
}

/** What a person needs to reach the cluster, and another stack to use it. */
function clusterOutputs({ clusterName, kubeconfig, kubeconfigCommand, reference }: StreamingCluster): Record<string, unknown> {
  const outputs = { clusterName, kubeconfigCommand, kubeconfig, cluster: reference };
  // Of a cluster that was there less is known, and the engine warns of an output without a value.
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
}

/** What a person wants to know of each job, and how to open its Web UI on http://localhost:8081. */
function jobOutputs({ jobs }: StreamingPlatform): Record<string, unknown> {
  return {
    jobs: Object.values(jobs).map(({ jobName: name, namespace, directory, state }) => ({
      name,
      namespace,
      directory,
      state,
      webUi: pulumi.interpolate`kubectl -n ${namespace} port-forward service/${name}-rest 8081`,
    })),
  };
}

type BucketConfig = NonNullable<Environment["bucket"]>;

function withKeys(bucket: BucketConfig, machine: MachineSettings): StreamingPlatformArgs["bucket"] {
  return { ...bucket, endpoint: bucket.endpoint && { ...bucket.endpoint, ...keys(machine) } };
}

function keys({ accessKey, secretKey }: MachineSettings): { accessKey: pulumi.Output<string>; secretKey: pulumi.Output<string> } {
  if (!accessKey || !secretKey) {
    throw new pulumi.RunError(
      'the bucket\'s keys are not set: put them in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (for the local environment: . "$(npm run --silent env)")',
    );
  }
  return { accessKey: pulumi.secret(accessKey), secretKey: pulumi.secret(secretKey) };
}
