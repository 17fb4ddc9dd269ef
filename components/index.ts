/** The components of beam-flink, and the types of the model that their arguments are made of. */
export {
  ArgumentError,
  type AutoscalingSettings,
  type BundleSettings,
  BusyTimeAggregator,
  CheckpointMode,
  type CheckpointSettings,
  FileSystem,
  type HorizontalPodAutoscalerSettings,
  type KedaSettings,
  KeyGroupAdjustMode,
  type PipelineOptions,
  type PipelineOptionValue,
  type ReactiveSettings,
  SlotBalance,
} from "../model/platform.ts";
export type { AlertThresholds, MetricsSettings, MonitoredJob } from "../model/monitoring/index.ts";
export { AdmissionPolicies } from "./admissionPolicies.ts";
export { type AdmissionPoliciesArgs, type AdmissionRuleArgs, PolicyLevel } from "./admissionPolicies/args.ts";
export { AutoscalingPolicy, type AutoscalingPolicyArgs } from "./autoscalingPolicy.ts";
export { BeamJob } from "./beamJob.ts";
export { type BeamJobArgs, DeploymentMode, type ProcessArgs, StateBackend, type TaskManagerArgs, UpgradeMode } from "./beamJob/args.ts";
export type { WorkloadArgs } from "./beamJob/facts.ts";
export { OnDelete } from "./beamJob/onDelete.ts";
export { CheckpointBucket } from "./checkpointBucket.ts";
export type { CheckpointBucketArgs, EndpointBucketArgs, GrantArgs, JobStorageArgs } from "./checkpointBucket/args.ts";
export type { GcsBucketArgs } from "./checkpointBucket/gcs/args.ts";
export { AwsIdentity, type S3BucketArgs } from "./checkpointBucket/s3/args.ts";
export { FlinkOperator, type FlinkOperatorArgs } from "./flinkOperator.ts";
export type { CrdSourceArgs } from "./flinkOperator/crds.ts";
export { JobDrain, type JobDrainArgs } from "./jobDrain.ts";
export { Monitoring } from "./monitoring.ts";
export type { DashboardArgs, MonitoringArgs, PodMonitorArgs, ScrapeAnnotationsArgs } from "./monitoring/args.ts";
export { getPlatform, type PlatformReference, type ReferencedClusterArgs, type ReferencedOperatorArgs } from "./platformReference.ts";
export { Preset } from "./preset.ts";
export { refuseUnknownSettings } from "./stackSettings.ts";
export { StreamingCluster } from "./streamingCluster.ts";
export type {
  ClusterIdentityArgs,
  ClusterReferenceArgs,
  EksIdentityArgs,
  ExistingClusterArgs,
  GkeIdentityArgs,
  JobPlacementArgs,
  PodPlacementArgs,
  StreamingClusterArgs,
  TolerationArgs,
} from "./streamingCluster/args.ts";
export {
  type EksAccessArgs,
  type EksClusterArgs,
  type EksExistingNetworkArgs,
  type EksNetworkArgs,
  type EksNewNetworkArgs,
  type EksNodePoolArgs,
  type EksTaskManagerPoolArgs,
  NatGateways,
} from "./streamingCluster/eks/args.ts";
export {
  type GkeAuthorizedNetworkArgs,
  type GkeClusterArgs,
  type GkeExistingNetworkArgs,
  type GkeNetworkArgs,
  type GkeNewNetworkArgs,
  type GkeNodePoolArgs,
  type GkeTaskManagerPoolArgs,
  ReleaseChannel,
} from "./streamingCluster/gke/args.ts";
export { StreamingPlatform } from "./streamingPlatform.ts";
export type {
  PlatformBucketArgs,
  PlatformClusterArgs,
  PlatformJobArgs,
  PlatformMonitoringArgs,
  PlatformOperatorArgs,
  StreamingPlatformArgs,
} from "./streamingPlatform/args.ts";
export type { VersionArgs } from "./versionArgs.ts";
