/** All judgements, in the order of the documentation. */
import type { ChangeJudgement, JobJudgement } from "../judgement.ts";
import { beamVersion } from "./beamVersion.ts";
import { deletion } from "./deletion.ts";
import { deploymentMode } from "./deploymentMode.ts";
import { drainOnUpgrade } from "./drainOnUpgrade.ts";
import { flinkVersion } from "./flinkVersion.ts";
import { highAvailability } from "./highAvailability.ts";
import { ignored } from "./ignored.ts";
import { jobCode } from "./jobCode.ts";
import { jobImage } from "./jobImage.ts";
import { jobState } from "./jobState.ts";
import { maxParallelism } from "./maxParallelism.ts";
import { newJob } from "./newJob.ts";
import { nonRestoredState } from "./nonRestoredState.ts";
import { pipelineOptions } from "./pipelineOptions.ts";
import { podCode } from "./podCode.ts";
import { parallelismLimit } from "./parallelismLimit.ts";
import { ownRestarts } from "./ownRestarts.ts";
import { startingKeys } from "./startingKeys.ts";
import { stateAccess } from "./stateAccess.ts";
import { checkpointsOff } from "./checkpointsOff.ts";
import { redeployed } from "./redeployed.ts";
import { savepointRedeploy } from "./savepointRedeploy.ts";
import { scaled } from "./scaled.ts";
import { stateBackend } from "./stateBackend.ts";
import { stateFolders } from "./stateFolders.ts";
import { upgradeMode } from "./upgradeMode.ts";

/** By what the operator does with a field: they have the word where no other judgement speaks of it. */
export const FIELD_JUDGEMENTS: readonly ChangeJudgement[] = [ignored, scaled, redeployed];

/** By what the change means for the job's state. */
export const STATE_JUDGEMENTS: readonly ChangeJudgement[] = [
  upgradeMode,
  maxParallelism,
  parallelismLimit,
  savepointRedeploy,
  drainOnUpgrade,
  beamVersion,
  flinkVersion,
  jobImage,
  jobCode,
  podCode,
  pipelineOptions,
  stateBackend,
  stateFolders,
  stateAccess,
  checkpointsOff,
  nonRestoredState,
  startingKeys,
  highAvailability,
  deploymentMode,
  jobState,
  ownRestarts,
];

/** Of a job that is there on one side only. */
export const NEW_JOB_JUDGEMENTS: readonly JobJudgement[] = [newJob];
export const DELETED_JOB_JUDGEMENTS: readonly JobJudgement[] = [deletion];
