/** The rules, in the order of RULES.md. A new rule is a file here and a line in one of these lists. */
import type { BucketView } from "../views/bucketView.ts";
import type { ClusterView } from "../views/clusterView.ts";
import type { Rule } from "../rule.ts";
import { adaptiveScheduler } from "./adaptiveScheduler.ts";
import { beamFlinkCompatibility } from "./beamFlinkCompatibility.ts";
import { beamVersion } from "./beamVersion.ts";
import { bucketEncryption } from "./bucketEncryption.ts";
import { bucketLifecycle } from "./bucketLifecycle.ts";
import { bucketProtected } from "./bucketProtected.ts";
import { bucketPublicAccess } from "./bucketPublicAccess.ts";
import { bucketTlsOnly } from "./bucketTlsOnly.ts";
import { bundleSize } from "./bundleSize.ts";
import { bundleTime } from "./bundleTime.ts";
import { checkpointBudget } from "./checkpointBudget.ts";
import { checkpointExactlyOnce } from "./checkpointExactlyOnce.ts";
import { checkpointInterval } from "./checkpointInterval.ts";
import { checkpointOneWriter } from "./checkpointOneWriter.ts";
import { checkpointRetained } from "./checkpointRetained.ts";
import { checkpointStorage } from "./checkpointStorage.ts";
import { checkpointTimeout } from "./checkpointTimeout.ts";
import { checkpointUnaligned } from "./checkpointUnaligned.ts";
import { clusterEndpoint } from "./clusterEndpoint.ts";
import { clusterLogging } from "./clusterLogging.ts";
import { drainOnDelete } from "./drainOnDelete.ts";
import { finishBundle } from "./finishBundle.ts";
import { highAvailability } from "./highAvailability.ts";
import { imagePinned } from "./imagePinned.ts";
import { jobName } from "./jobName.ts";
import { jobResources } from "./jobResources.ts";
import { maxParallelism } from "./maxParallelism.ts";
import { nonRestoredState } from "./nonRestoredState.ts";
import { optionsApplicationData } from "./optionsApplicationData.ts";
import { optionsSecrets } from "./optionsSecrets.ts";
import { optionsSize } from "./optionsSize.ts";
import { savepointStorage } from "./savepointStorage.ts";
import { slotBalance } from "./slotBalance.ts";
import { upgradeMode } from "./upgradeMode.ts";
import { workloadIdentity } from "./workloadIdentity.ts";

/** Rules on a FlinkDeployment with a job. */
export const JOB_RULES: readonly Rule[] = [
  checkpointInterval,
  checkpointTimeout,
  checkpointStorage,
  checkpointOneWriter,
  checkpointExactlyOnce,
  checkpointUnaligned,
  checkpointRetained,
  checkpointBudget,
  bundleSize,
  bundleTime,
  finishBundle,
  optionsSize,
  optionsApplicationData,
  optionsSecrets,
  beamFlinkCompatibility,
  beamVersion,
  maxParallelism,
  adaptiveScheduler,
  slotBalance,
  upgradeMode,
  highAvailability,
  savepointStorage,
  drainOnDelete,
  nonRestoredState,
  jobName,
  jobResources,
  imagePinned,
  workloadIdentity,
];

/** Rules on a bucket that holds the state of jobs. */
export const BUCKET_RULES: readonly Rule<BucketView>[] = [
  bucketEncryption,
  bucketPublicAccess,
  bucketTlsOnly,
  bucketLifecycle,
  bucketProtected,
];

/** Rules on a cluster. */
export const CLUSTER_RULES: readonly Rule<ClusterView>[] = [clusterEndpoint, clusterLogging];
