/** A savepoint has a place to go. */
import { z } from "zod";
import { readDuration } from "../duration.ts";
import type { JobView } from "../views/jobView.ts";
import { type Known, UNKNOWN } from "../views/known.ts";
import { defineRule, ruleResult } from "../rule.ts";
import { SAVEPOINT_ON_DELETION } from "../deletionKeys.ts";

const DIRECTORY = "execution.checkpointing.savepoint-dir";

export const savepointStorage = defineRule({
  id: "savepoint-storage",
  title: "A job that makes savepoints has a directory for them.",
  reason:
    "Upgrades with a savepoint, periodic savepoints and savepoints on deletion all fail without a directory. The operator " +
    "refuses the first two; a deletion keeps failing instead, and the resource stays until somebody intervenes.",
  source: "execution.checkpointing.savepoint-dir (state.savepoints.dir before Flink 1.20); DefaultValidator of the operator",
  versions: "every Beam on every Flink, operator 1.10 to 1.15",
  parameters: z.object({}),
  evaluate(view) {
    const directory = view.setting(DIRECTORY);
    if (directory !== UNKNOWN && directory !== undefined && directory.trim() !== "") return ruleResult([]);
    const need = whatMakesSavepoints(view);
    if (need === undefined) return ruleResult([]);
    const unknown = [...(directory === UNKNOWN ? ["savepoint directory"] : []), ...(need === UNKNOWN ? ["what makes savepoints"] : [])];
    if (directory === UNKNOWN || need === UNKNOWN) return ruleResult([], unknown);
    return ruleResult([
      {
        field: "savepoint directory",
        value: "not set",
        limit: `a directory of a bucket with ${need}`,
        remedy:
          `set storage to the grant of a CheckpointBucket (${DIRECTORY}: s3://bucket/job/savepoints; ` +
          "state.savepoints.dir before Flink 1.20)",
        at: { setting: DIRECTORY },
      },
    ]);
  },
});

/** What of the job makes savepoints, in words; undefined if nothing does. */
function whatMakesSavepoints(view: JobView): Known<string | undefined> {
  const mode = view.text("spec", "job", "upgradeMode");
  if (mode === "savepoint") return "upgradeMode savepoint";
  const periodic = view.setting("kubernetes.operator.periodic.savepoint.interval");
  // The text is a duration, of which 0 is off, or a cron expression.
  if (periodic !== UNKNOWN && periodic !== undefined && periodic.trim() !== "" && readDuration(periodic) !== 0)
    return "periodic savepoints";
  const onDeletion = view.setting(SAVEPOINT_ON_DELETION);
  if (onDeletion !== UNKNOWN && onDeletion?.trim().toLowerCase() === "true") return "a savepoint on deletion";
  return mode === UNKNOWN || periodic === UNKNOWN || onDeletion === UNKNOWN ? UNKNOWN : undefined;
}
