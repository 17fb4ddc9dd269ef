/** `bundle-size` in CEL. */
import { bundleSize as rule } from "../../rules/bundleSize.ts";
import { type AdmissionRule, findingText } from "../admissionRule.ts";
import { double, literal } from "../cel.ts";
import { describeNumber, isWithin } from "../jobReader.ts";

export const bundleSize: AdmissionRule = {
  rule,
  level: "mandatory",
  translate(job, parameters) {
    const size = job.numberOption("maxBundleSize");
    const minimum = parameters.number("minimum");
    const maximum = parameters.number("maximum");
    const remedy = (value: number) => literal(`set bundles.size to at least ${minimum} and at most ${maximum} (--maxBundleSize=${value})`);
    return [
      {
        expression: isWithin(size, double(minimum), double(maximum)),
        messageExpression: findingText({
          field: "bundle size",
          value: describeNumber(size, "not set (Beam's default is 1000 for streaming)"),
          limit: literal(`${minimum} to ${maximum} elements`),
          remedy: `(${size.values}.exists(n, n > ${double(maximum)}) ? ${remedy(maximum)} : ${remedy(minimum)})`,
        }),
      },
    ];
  },
};
