/** `finish-bundle` in CEL. */
import { finishBundle as rule } from "../../rules/finishBundle.ts";
import { type AdmissionRule, findingText } from "../admissionRule.ts";
import { literal, quoted } from "../cel.ts";

export const finishBundle: AdmissionRule = {
  rule,
  level: "mandatory",
  translate(job) {
    const value = job.option("finishBundleBeforeCheckpointing");
    return [
      {
        expression: `${value}.exists(t, t.lowerAscii() == 'true')`,
        messageExpression: findingText({
          field: "finish bundle before checkpointing",
          value: `(size(${value}) == 0 ? ${literal("not set (Beam's default is false)")} : ${quoted(`${value}[0]`)})`,
          limit: literal("true"),
          remedy: literal("set bundles.finishBeforeCheckpoint to true (--finishBundleBeforeCheckpointing=true)"),
        }),
      },
    ];
  },
};
