/** What the parts of a platform must agree on, checked before any of them is registered. */
import { ArgumentError, FileSystem, requirePodIdentity, resolveVersions, validateNamespace } from "../../model/platform.ts";
import { planAutoscalingPolicy } from "../autoscalingPolicy.ts";
import { planBeamJob } from "../beamJob/manifest.ts";
import { planBucket } from "../checkpointBucket.ts";
import type { JobStorageArgs } from "../checkpointBucket/args.ts";
import { AwsIdentity } from "../checkpointBucket/s3/args.ts";
import { planFlinkOperator } from "../flinkOperator.ts";
import { planMonitoring } from "../monitoring/plan.ts";
import { jobMetrics, platformMonitoring } from "../monitoring/platform.ts";
import { planCluster } from "../streamingCluster.ts";
import type { PlatformJobArgs, StreamingPlatformArgs } from "./args.ts";

/** Namespaces of jobs where the arguments name none. */
export const DEFAULT_JOB_NAMESPACES: readonly string[] = ["beam"];

/** Namespace of the operator where the arguments name none. */
export const DEFAULT_OPERATOR_NAMESPACE = "flink-operator";

/** Throws an ArgumentError for anything that the arguments alone show to be wrong. Its field is named from the platform's arguments. */
export function checkPlatform(name: string, args: StreamingPlatformArgs): void {
  const { preset, tags, autoscaling, versions = {} } = args;
  within("cluster", () => planCluster(`${name}-cluster`, { ...args.cluster, preset, tags }));
  within("bucket", () => planBucket({ ...args.bucket, preset, tags }));
  resolveVersions(versions);
  checkNamespaces(args.jobNamespaces ?? DEFAULT_JOB_NAMESPACES);
  checkClouds(args);
  within("operator", () => checkOperator(args));
  if (autoscaling !== undefined) within("autoscaling", () => planAutoscalingPolicy({ ...autoscaling, versions }));
  checkJobNames(args.jobs ?? {});
  checkMonitoring(name, args);
  for (const [job, jobArgs] of Object.entries(args.jobs ?? {})) {
    within(`jobs.${job}`, () => checkJob(job, jobArgs, args), jobArgs.versions === undefined ? SHARED : NOTHING);
  }
}

/** Arguments of the whole platform, wherever they are found to be wrong. */
const SHARED = /^(?:versions|preset|tags)\b/;
const NOTHING = /(?!)/;

/** Runs `check`; a field that it refuses is one of the argument `argument`, unless it is one of the `shared`. */
function within(argument: string, check: () => unknown, shared = SHARED): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof ArgumentError) || error.field === argument || shared.test(error.field)) throw error;
    throw new ArgumentError({ field: `${argument}.${error.field}`, value: error.value, rule: error.rule, remedy: error.remedy });
  }
}

/** Stands for the bucket's grant while a job is checked: of it only the file system matters to the job's other arguments. */
function storageOf({ s3, gcs }: JobContext["bucket"]): JobStorageArgs {
  const uri = "s3://bucket";
  if (s3 !== undefined) return { uri, fileSystem: FileSystem.S3Hadoop };
  return gcs === undefined ? { uri } : { uri, fileSystem: FileSystem.GsHadoop };
}

/** The platform's arguments that a job's depend on. */
export type JobContext = Pick<StreamingPlatformArgs, "jobNamespaces" | "versions" | "autoscaling" | "bucket" | "monitoring">;

/** Refuses a job's wrong arguments. */
export function checkJob(name: string, args: PlatformJobArgs, platform: JobContext): void {
  const { jobNamespaces = DEFAULT_JOB_NAMESPACES, bucket } = platform;
  const namespace = args.namespace ?? jobNamespaces[0] ?? "";
  checkJobNamespace(namespace, jobNamespaces);
  const versions = { ...platform.versions, ...args.versions };
  if (bucket.s3?.identity === AwsIdentity.PodIdentity) {
    requirePodIdentity(resolveVersions(versions), "versions.flink (bucket.s3.identity is pod-identity)", versions.flink);
  }
  const autoscaling = args.autoscaling ?? platform.autoscaling;
  // A text that looks like the configuration's ConfigMap: only whether there is one matters.
  const configMap = args.applicationConfig === undefined ? undefined : "application-config";
  const metrics = jobMetrics(args, platform.monitoring);
  planBeamJob(name, { ...args, namespace, versions, autoscaling, metrics, storage: storageOf(bucket) }, configMap);
}

/** The jobs that the platform names to its monitoring are checked as jobs. */
function checkMonitoring(name: string, { monitoring, jobNamespaces = DEFAULT_JOB_NAMESPACES, autoscaling }: StreamingPlatformArgs): void {
  if (monitoring === undefined) return;
  within("monitoring", () => planMonitoring(`${name}-monitoring`, platformMonitoring(monitoring, { jobNamespaces, autoscaling })), NOTHING);
}

function checkNamespaces(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  for (const [index, name] of names.entries()) validateNamespace(name, `jobNamespaces[${index}]`);
  if (names.length > 0 && twice === undefined) return;
  throw new ArgumentError({
    field: "jobNamespaces",
    value: names,
    rule: twice === undefined ? "must name at least one namespace" : `must not name ${twice} twice`,
    remedy: 'Give each namespace once, such as ["beam"].',
  });
}

function checkJobNames(jobs: NonNullable<StreamingPlatformArgs["jobs"]>): void {
  const taken = new Map<string, string>();
  for (const [name, { jobName = name }] of Object.entries(jobs)) {
    const other = taken.get(jobName);
    if (other !== undefined) {
      throw new ArgumentError({
        field: `jobs.${name}.jobName`,
        value: jobName,
        rule: `must differ from that of jobs.${other}: two jobs in one folder of the bucket would delete each other's state`,
        remedy: "Give one of the two another jobName.",
      });
    }
    taken.set(jobName, name);
  }
}

/** Pods get the roles of one cloud only, and checkpoints every 10 s should not leave the region. */
function checkClouds({ cluster, bucket }: StreamingPlatformArgs): void {
  const { eks, gke, existing } = cluster;
  if (bucket.s3 !== undefined && eks === undefined && existing?.eks === undefined) {
    throw new ArgumentError({
      field: "bucket",
      value: "s3",
      rule: "needs a cluster whose pods can get AWS roles",
      remedy: "Use cluster.eks, or say in cluster.existing.eks how they do; a cluster on Google Cloud keeps its checkpoints in bucket.gcs.",
    });
  }
  if (bucket.gcs !== undefined && gke === undefined && existing?.gke === undefined) {
    throw new ArgumentError({
      field: "bucket",
      value: "gcs",
      rule: "needs a cluster whose pods can get Google Cloud roles",
      remedy: "Use cluster.gke, or say in cluster.existing.gke how they do; a cluster on AWS keeps its checkpoints in bucket.s3.",
    });
  }
  checkRegion("bucket.s3.region", bucket.s3?.region, "cluster.eks.region", eks?.region);
  checkRegion("bucket.gcs.location", bucket.gcs?.location, "cluster.gke.region", gke?.region);
}

function checkRegion(field: string, value: string | undefined, clusterField: string, region: string | undefined): void {
  if (value === undefined || region === undefined || value.toLowerCase() === region) return;
  throw new ArgumentError({
    field,
    value,
    rule: `must be the cluster's region (${clusterField} is ${region})`,
    remedy: "Keep both in one region: jobs write to the bucket every few seconds, and wait for it.",
  });
}

function checkOperator({ operator = {}, versions, jobNamespaces = DEFAULT_JOB_NAMESPACES }: StreamingPlatformArgs): void {
  const { namespace = DEFAULT_OPERATOR_NAMESPACE, existing = false, ...others } = operator;
  if (!existing) {
    planFlinkOperator({ ...others, namespace, watchedNamespaces: jobNamespaces, version: versions?.operator });
    return;
  }
  const other = Object.entries(operator).find(([key, value]) => key !== "existing" && value !== undefined)?.[0];
  if (other === undefined) return;
  throw new ArgumentError({
    field: other,
    value: "set",
    rule: "must not be set beside operator.existing: this stack does not make the operator",
    remedy: "Set it in the stack that does.",
  });
}

/** Refuses a namespace that the operator does not watch. */
function checkJobNamespace(namespace: string, jobNamespaces: readonly string[]): void {
  if (jobNamespaces.includes(namespace)) return;
  throw new ArgumentError({
    field: "namespace",
    value: namespace,
    rule: `must be one of the platform's job namespaces (${jobNamespaces.join(", ")})`,
    remedy: "Choose one of these, or add it to jobNamespaces.",
  });
}
