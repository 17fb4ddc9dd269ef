/** State that finds no operator stops the job instead of being dropped. */
import { z } from "zod";
import { UNKNOWN } from "../views/known.ts";
import type { Place } from "../views/place.ts";
import { defineRule, ruleResult } from "../rule.ts";

const PATH = ["spec", "job", "allowNonRestoredState"];
const SETTING = "execution.state-recovery.ignore-unclaimed-state";

export const nonRestoredState = defineRule({
  id: "non-restored-state",
  title: "State of a savepoint that fits no operator is not dropped.",
  reason:
    "With allowNonRestoredState a step of the pipeline that was renamed starts empty, and its old state is gone without " +
    "a word. Beam names steps after the code, so that this happens by accident. It is right for one upgrade that " +
    "removes a step on purpose, and has to go afterwards.",
  source:
    "spec.job.allowNonRestoredState of the CRD, which the operator writes over Flink's key; execution.state-recovery.ignore-unclaimed-state",
  versions: "every Beam on every Flink, operator 1.10 to 1.15",
  parameters: z.object({}),
  evaluate(view) {
    const field = view.text(...PATH);
    const [found, at, where]: [typeof field, Place, string] =
      field === undefined
        ? [view.setting(SETTING), { setting: SETTING }, `${SETTING}: false`]
        : [field, { path: PATH }, "spec.job.allowNonRestoredState: false"];
    if (found === UNKNOWN) return ruleResult([], ["dropping of state that fits no operator"]);
    if (found?.trim().toLowerCase() !== "true") return ruleResult([]);
    return ruleResult([
      {
        field: "dropping of state that fits no operator",
        value: "allowed",
        limit: "not allowed",
        remedy: `take it back once the step is gone (${where}); a BeamJob never allows it`,
        at,
        suggestion: "false",
      },
    ]);
  },
});
