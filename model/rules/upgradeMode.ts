/** A job with state keeps it when it is upgraded. */
import { z } from "zod";
import { checkpointInterval } from "../views/jobSettings.ts";
import { UNKNOWN } from "../views/known.ts";
import { defineRule, ruleResult } from "../rule.ts";

const STATEFUL = ["savepoint", "last-state"];
const PATH = ["spec", "job", "upgradeMode"];

export const upgradeMode = defineRule({
  id: "upgrade-mode",
  title: "A job that makes checkpoints is upgraded with savepoint or last-state.",
  reason:
    "A stateless upgrade cancels the job and starts it empty: windows, timers and the sources' offsets are gone, " +
    "although the checkpoints are still in the bucket. It is the default of the FlinkDeployment, so leaving the field out " +
    "loses the state with the first change of the image.",
  source: "spec.job.upgradeMode of the CRD, default stateless; job management in the operator's documentation",
  versions: "every Beam on every Flink, operator 1.10 to 1.15",
  parameters: z.object({}),
  evaluate(view) {
    const mode = view.text(...PATH);
    if (mode !== UNKNOWN && mode !== undefined && STATEFUL.includes(mode)) return ruleResult([]);
    const interval = checkpointInterval(view);
    // Without checkpoints there is nothing to keep.
    if (interval === undefined) return ruleResult([]);
    const unknown = [...(mode === UNKNOWN ? ["upgrade mode"] : []), ...(interval === UNKNOWN ? ["checkpointing interval"] : [])];
    if (unknown.length > 0) return ruleResult([], unknown);
    return ruleResult([
      {
        field: "upgrade mode",
        value: typeof mode === "string" ? JSON.stringify(mode) : "not set (the operator's default is stateless)",
        limit: "savepoint or last-state for a job that makes checkpoints",
        remedy: "set upgradeMode to savepoint, or to last-state with high availability (spec.job.upgradeMode: savepoint)",
        at: { path: PATH },
        suggestion: "savepoint",
      },
    ]);
  },
});
