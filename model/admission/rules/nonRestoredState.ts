/** `non-restored-state` in CEL. */
import { nonRestoredState as rule } from "../../rules/nonRestoredState.ts";
import { type AdmissionRule, findingText } from "../admissionRule.ts";
import { concat, isWord, literal } from "../cel.ts";

const SETTING = "execution.state-recovery.ignore-unclaimed-state";

export const nonRestoredState: AdmissionRule = {
  rule,
  level: "advisory",
  translate(job) {
    const field = job.field(["job", "allowNonRestoredState"], "boolean");
    const found = job.variables.define("found", `size(${field}) > 0 ? ${field} : ${job.setting(SETTING)}`);
    const where = `(size(${field}) > 0 ? 'spec.job.allowNonRestoredState: false' : ${literal(`${SETTING}: false`)})`;
    return [
      {
        expression: `!${found}.exists(t, ${isWord("t", "true")})`,
        messageExpression: findingText({
          field: "dropping of state that fits no operator",
          value: literal("allowed"),
          limit: literal("not allowed"),
          remedy: concat(literal("take it back once the step is gone ("), where, literal("); a BeamJob never allows it")),
        }),
      },
    ];
  },
};
