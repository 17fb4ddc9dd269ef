/** The last checkpoint outlives the job that is cancelled. */
import { z } from "zod";
import { checkpointRetention } from "../views/checkpointWriters.ts";
import { UNKNOWN } from "../views/known.ts";
import { defineRule, ruleResult } from "../rule.ts";

const RETAIN = "RETAIN_ON_CANCELLATION";

export const checkpointRetained = defineRule({
  id: "checkpoint-retained",
  title: "Checkpoints are retained when the job is cancelled.",
  reason:
    "A job that fails to make a savepoint is cancelled, and the retained checkpoint is then all there is to start from. " +
    "The operator retains by default; Flink's key undoes it, and so does Beam's externalizedCheckpointsEnabled without " +
    "retainExternalizedCheckpointsOnCancellation.",
  source: "FlinkConfigBuilder of the operator; configureCheckpointing in FlinkExecutionEnvironments of Beam",
  versions: "every Beam on every Flink, operator 1.10 to 1.15",
  parameters: z.object({}),
  evaluate(view) {
    const retention = checkpointRetention(view);
    if (retention === UNKNOWN) return ruleResult([], ["retention of checkpoints"]);
    if (retention.value === undefined || retention.value === RETAIN) return ruleResult([]);
    const byOption = "option" in retention.at;
    return ruleResult([
      {
        field: "retention of checkpoints",
        value: byOption ? `${retention.value} (externalizedCheckpointsEnabled alone)` : JSON.stringify(retention.value),
        limit: RETAIN,
        remedy: byOption
          ? "leave both options out and set checkpoints.retainOnCancellation to true, or retain (--retainExternalizedCheckpointsOnCancellation=true)"
          : `set checkpoints.retainOnCancellation to true (execution.checkpointing.externalized-checkpoint-retention: ${RETAIN})`,
        at: retention.at,
        suggestion: byOption ? "true" : RETAIN,
      },
    ]);
  },
});
