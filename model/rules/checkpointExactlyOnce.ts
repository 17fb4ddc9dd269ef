/** After a failure no element counts twice. */
import { z } from "zod";
import { checkpointMode, writtenAs } from "../views/checkpointWriters.ts";
import { UNKNOWN } from "../views/known.ts";
import { defineRule, ruleResult } from "../rule.ts";

export const checkpointExactlyOnce = defineRule({
  id: "checkpoint-exactly-once",
  title: "Checkpoints are exactly once.",
  reason:
    "With at least once, barriers do not wait for one another, and after a failure the state holds some elements twice: " +
    "counts and sums are too high, and nothing shows it. Exactly once is the default of Beam and of Flink.",
  source:
    "FlinkPipelineOptions.checkpointingMode, which Beam writes once checkpointingInterval is set; execution.checkpointing.mode of Flink",
  versions: "every Beam on every Flink",
  parameters: z.object({}),
  evaluate(view) {
    const mode = checkpointMode(view);
    if (mode === UNKNOWN) return ruleResult([], ["checkpointing mode"]);
    if (mode.value === undefined || mode.value === "EXACTLY_ONCE") return ruleResult([]);
    return ruleResult([
      {
        field: "checkpointing mode",
        value: JSON.stringify(mode.value),
        limit: "EXACTLY_ONCE",
        remedy: `set checkpoints.mode to exactly-once (${writtenAs(mode.at, "EXACTLY_ONCE")}), or leave it out`,
        at: mode.at,
        suggestion: "EXACTLY_ONCE",
      },
    ]);
  },
});
