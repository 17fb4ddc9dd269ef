/** The components of beam-flink. */
export { AutoscalingPolicy, type AutoscalingPolicyArgs } from "./autoscalingPolicy.ts";
export { BeamJob } from "./beamJob.ts";
export { type BeamJobArgs, DeploymentMode, type ProcessArgs, StateBackend, type TaskManagerArgs, UpgradeMode } from "./beamJob/args.ts";
export {
  CheckpointBucket,
  type CheckpointBucketArgs,
  type EndpointBucketArgs,
  type GrantArgs,
  type JobStorageArgs,
} from "./checkpointBucket.ts";
export { FlinkOperator, type FlinkOperatorArgs } from "./flinkOperator.ts";
export type { CrdSourceArgs } from "./flinkOperator/crds.ts";
export {
  type ExistingClusterArgs,
  type PlatformClusterArgs,
  type PlatformJobArgs,
  type PlatformOperatorArgs,
  StreamingPlatform,
  type StreamingPlatformArgs,
} from "./streamingPlatform.ts";
export type { VersionArgs } from "./versionArgs.ts";
