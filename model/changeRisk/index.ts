/** Change risk: what a change of manifests does to running jobs and their state. */
export { CANNOT_KNOW } from "./cannotKnow.ts";
export { CHANGE_CLASS_NAMES, CHANGE_CLASSES, type ChangeClass, compareClasses, isChangeClass, worstClass } from "./changeClass.ts";
export { changeRisk, deletedJobRisk, type JobRisk, newJobRisk } from "./jobRisk.ts";
export { type JobPlan, type PlannedJob, planJobs } from "./jobPlan.ts";
export type { ChangeJudgement, ChangeReason, JobJudgement, Verdict } from "./judgement.ts";
export { DELETED_JOB_JUDGEMENTS, FIELD_JUDGEMENTS, NEW_JOB_JUDGEMENTS, STATE_JUDGEMENTS } from "./judgements/index.ts";
export { MOVED, type PulumiResourceFacts, REPLACED } from "./pulumiChange.ts";
export { RENAMED } from "./renamedJob.ts";
export { UNREAD, type UnreadSides } from "./unreadSide.ts";
