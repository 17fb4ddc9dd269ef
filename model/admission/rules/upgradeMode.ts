/** `upgrade-mode` in CEL. */
import { upgradeMode as rule } from "../../rules/upgradeMode.ts";
import { type AdmissionRule, findingText } from "../admissionRule.ts";
import { literal, quoted } from "../cel.ts";

export const upgradeMode: AdmissionRule = {
  rule,
  level: "mandatory",
  translate(job) {
    const mode = job.field(["job", "upgradeMode"], "string");
    const interval = job.checkpointInterval();
    return [
      {
        expression: `${mode}.exists(t, t in ['savepoint', 'last-state']) || size(${interval.texts}) == 0`,
        messageExpression: findingText({
          field: "upgrade mode",
          value: `(size(${mode}) == 0 ? ${literal("not set (the operator's default is stateless)")} : ${quoted(`${mode}[0]`)})`,
          limit: literal("savepoint or last-state for a job that makes checkpoints"),
          remedy: literal("set upgradeMode to savepoint, or to last-state with high availability (spec.job.upgradeMode: savepoint)"),
        }),
      },
    ];
  },
};
