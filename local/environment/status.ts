/** How the environment does: its jobs, their checkpoints, the bucket. Reads the cluster; changes nothing. */
import type { Cluster } from "../kubernetes/cluster.ts";
import type { Step } from "../support/step.ts";
import { type BucketObject, listBucket } from "./bucketUsage.ts";
import type { StandIn } from "./context.ts";
import { environmentConfig, jobsOf } from "./environmentConfig.ts";
import { type FlinkDeployment, flinkDeployments } from "./flinkDeployments.ts";
import { FlinkJob } from "./flinkJob.ts";
import { Kubectl } from "./kubectl.ts";
import type { LocalEnvironment } from "./localEnvironment.ts";
import { BUCKET, s3Keys } from "./s3Server.ts";
import { webUi } from "./webUi.ts";

export interface Checkpoints {
  readonly completed: number;
  readonly failed: number;
  /** Size of the state in the last completed one; null before the first. */
  readonly lastBytes: number | null;
  readonly lastDurationMs: number | null;
  readonly lastPath: string | null;
}

export interface JobStatus {
  readonly name: string;
  readonly namespace: string;
  /** Life-cycle state, as the operator reports it. */
  readonly state: string;
  /** The operator's error, if there is one. */
  readonly error: string | null;
  readonly flinkVersion: string;
  readonly beamVersion: string | null;
  /** Address of the Web UI, or the command that leads to it. */
  readonly webUi: string;
  readonly checkpoints: Checkpoints;
}

export interface EnvironmentStatus {
  readonly environment: string;
  readonly kubeconfig: string;
  readonly standIns: readonly StandIn[];
  readonly jobs: readonly JobStatus[];
  readonly bucket: { readonly uri: string; readonly objects: number; readonly bytes: number };
}

const NO_CHECKPOINTS: Checkpoints = { completed: 0, failed: 0, lastBytes: null, lastDurationMs: null, lastPath: null };

/** Jobs and their Beam version are what the environment's config says: an image does not tell its Beam. */
export async function environmentStatus(
  local: LocalEnvironment & { readonly cluster: Cluster },
  standIns: readonly StandIn[],
  step: Step,
): Promise<EnvironmentStatus> {
  const kubectl = new Kubectl(local.cluster, step);
  const config = await environmentConfig(local.state.environment);
  const jobs: JobStatus[] = [];
  for (const job of await flinkDeployments(kubectl, jobsOf(config))) {
    jobs.push(await jobStatus(kubectl, job, local.cluster.nodeAddress, config.versions?.beam ?? null));
  }
  const objects = await listBucket(kubectl, await s3Keys(local.state));
  const bytes = objects.reduce((sum: number, object: BucketObject) => sum + object.bytes, 0);
  return {
    environment: local.state.environment,
    kubeconfig: local.cluster.kubeconfig,
    standIns,
    jobs,
    bucket: { uri: `s3://${BUCKET}`, objects: objects.length, bytes },
  };
}

async function jobStatus(
  kubectl: Kubectl,
  job: FlinkDeployment,
  nodeAddress: string | undefined,
  beamVersion: string | null,
): Promise<JobStatus> {
  const { name, namespace } = job.metadata;
  return {
    name,
    namespace,
    state: job.status?.lifecycleState ?? "CREATED",
    error: job.status?.error || null,
    flinkVersion: job.status?.clusterInfo?.["flink-version"] ?? job.spec.flinkVersion.replace(/^v/, "").replace("_", "."),
    beamVersion,
    webUi: await webUi(kubectl, name, namespace, nodeAddress),
    checkpoints: await checkpoints(kubectl, name, namespace).catch(() => NO_CHECKPOINTS),
  };
}

/** What Flink's REST API says of the checkpoints of the deployment's job. */
export async function checkpoints(kubectl: Kubectl, name: string, namespace: string): Promise<Checkpoints> {
  const statistics = await new FlinkJob(kubectl, { name, namespace }).checkpoints();
  if (statistics === undefined) return NO_CHECKPOINTS;
  const last = statistics.latest.completed;
  return {
    completed: statistics.counts.completed,
    failed: statistics.counts.failed,
    lastBytes: last?.state_size ?? null,
    lastDurationMs: last?.end_to_end_duration ?? null,
    lastPath: last?.external_path ?? null,
  };
}
