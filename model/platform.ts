/** What a platform and its jobs are made of: settings, checked and rendered. The components need no more, and start without the rules and zod. */
export { ArgumentError, type ArgumentProblem } from "./argumentError.ts";
export { renderAutoscaling } from "./autoscaling.ts";
export { type AutoscalingSettings, BusyTimeAggregator, KeyGroupAdjustMode, SlotBalance } from "./autoscalingSettings.ts";
export { DRAIN_ON_SAVEPOINT, DRAIN_TIMEOUT_ANNOTATION, SAVEPOINT_ON_DELETION } from "./deletionKeys.ts";
export {
  BUNDLE_DEFAULTS,
  type BundleSettings,
  CHECKPOINT_DEFAULTS,
  CheckpointMode,
  type CheckpointSettings,
  renderCheckpointing,
  type RenderedCheckpointing,
} from "./checkpoints.ts";
export { type AwsPartition, awsPartition, managedPolicyArn } from "./cloud/awsPartition.ts";
export { checkAwsTags } from "./cloud/awsTags.ts";
export { endpointBucketName, gcsBucketName, s3BucketName } from "./cloud/bucketName.ts";
export { type Cidr, formatCidr, overlap, parseCidr, refuseOverlap, refuseWholeInternet, subnet } from "./cloud/cidr.ts";
export { checkGoogleLabels } from "./cloud/googleLabels.ts";
export { googleProject } from "./cloud/googleProject.ts";
export { awsKmsKey, googleKmsKey } from "./cloud/kmsKey.ts";
export { awsRegion, googleCloudRegion } from "./cloud/region.ts";
export { COMPATIBILITY_MATRIX, type CompatibilityMatrix, type FlinkLine, SUPPORTED_LINES } from "./compatibilityMatrix.ts";
export { formatDuration, parseDuration, readDuration } from "./duration.ts";
export { type Feature, requireFeature, supports } from "./features.ts";
export { BUILT_IN_PLUGINS, FileSystem, fileSystemPlugin, requirePodIdentity, supportsPodIdentity } from "./fileSystem.ts";
export { baseConfiguration, FORBIDDEN_CONFIGURATION_KEYS, stateKeys, type StateKeys } from "./flinkConfiguration.ts";
export { flinkKeyOwner, isFixedFlinkKey, refuseOwnedKeys } from "./flinkKeyOwners.ts";
export { MAX_JOB_NAME_LENGTH, validateJobName } from "./jobName.ts";
export { cpuQuantity, memoryQuantity } from "./kubernetesQuantity.ts";
export { matches } from "./matches.ts";
export { formatMemorySize, parseMemorySize, readMemorySize } from "./memorySize.ts";
export { validateNamespace } from "./namespaceName.ts";
export { nearest } from "./nearest.ts";
export { oneOf } from "./oneOf.ts";
export { OPERATOR_RELEASES, type OperatorCrd, operatorRelease, type OperatorRelease } from "./operatorReleases.ts";
export { renderPipelineArguments } from "./pipelineArguments.ts";
export {
  FLINK_PIPELINE_OPTIONS,
  hasPipelineOption,
  isFlinkPipelineOption,
  pipelineOptionDefault,
  type PipelineOptionDefault,
  type PipelineOptionEntry,
  type PipelineOptionType,
} from "./pipelineOptionCatalogue.ts";
export { refuseOwnedOptions } from "./pipelineOptionOwners.ts";
export type { FlinkPipelineOptions, PipelineOptions, PipelineOptionValue } from "./pipelineOptions.ts";
export { planReactive, type ReactivePlan } from "./reactive/plan.ts";
export { backlogQuery, horizontalPodAutoscalerSpec, type ScaledJob, scaledObjectSpec } from "./reactive/scalerSpecs.ts";
export type { HorizontalPodAutoscalerSettings, KedaSettings, ReactiveSettings } from "./reactive/settings.ts";
export { refuseCredentialKeys, refuseCredentialVariables } from "./staticCredentials.ts";
export { type GivenVersions, resolveVersions, type Versions } from "./versions.ts";
export { type Attempt, isObject, type Known, readAll, readList, readPath, scalarText, UNKNOWN } from "./views/known.ts";
export { notNegative, positive } from "./wholeNumber.ts";
