/** A job without an interval makes no checkpoints any more. */
import { checkpointInterval, describeDuration, placeOfCheckpointInterval } from "../../views/jobSettings.ts";
import { UNKNOWN } from "../../views/known.ts";
import type { ChangeJudgement } from "../judgement.ts";
import { upgradeModeOf } from "../startingPoint.ts";

export const checkpointsOff: ChangeJudgement = {
  id: "checkpoints-off",
  title: "The job makes no checkpoints any more.",
  classes: ["state-at-risk", "restart"],
  why: "the job goes on with its state, but keeps none from then on: the first failure sets it back to the start of this deployment, or loses its state",
  next: "keep an interval (checkpoints.interval of a BeamJob, --checkpointingInterval)",
  source: "execution.checkpointing.interval of Flink; FlinkConfigBuilder of operator 1.15",
  judge({ before, after }) {
    const old = checkpointInterval(before);
    if (old === undefined || old === UNKNOWN || checkpointInterval(after) !== undefined) return [];
    const texts = {
      field: "checkpointing interval",
      before: describeDuration(old),
      after: "not set",
      at: placeOfCheckpointInterval(before),
    };
    return upgradeModeOf(after) === "last-state" ? [{ ...texts, class: "restart", ...LAST_STATE }] : [{ ...texts, class: "state-at-risk" }];
  },
};

const LAST_STATE = {
  why: "for a last-state job without an interval the operator sets one of 5 min: what came since the last checkpoint is read again after a failure",
  next: "keep an interval that fits the job",
};
