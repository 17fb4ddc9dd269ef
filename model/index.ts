/** Everything the model offers. Pure: no Pulumi, no I/O, no clock. */
export * from "./platform.ts";
export { describeBytes, type BudgetInputs, type CheckpointBudget } from "./budget/checkpointBudget.ts";
export { BUDGET_ASSUMPTIONS, type BudgetAssumptions, budgetOf, type JobBudget } from "./budget/jobCheckpointBudget.ts";
export {
  COMPLIANT,
  defineRule,
  type Finding,
  findingMessage,
  type Rule,
  type RuleDefinition,
  type RuleResult,
  ruleResult,
} from "./rule.ts";
export { BUCKET_RULES, CLUSTER_RULES, JOB_RULES } from "./rules/index.ts";
export { remediatePublicAccess, remediateUploads } from "./views/bucketRemediation.ts";
export { type BucketView, readBucketViews } from "./views/bucketView.ts";
export { type CloudResource, FLINK_DEPLOYMENT_TYPE } from "./views/cloudResource.ts";
export { type ClusterView, readClusterView } from "./views/clusterView.ts";
export { type JobView, readJobView } from "./views/jobView.ts";
export type { ManifestPath, Place } from "./views/place.ts";
export { fitsWildcards } from "./views/wildcards.ts";
