/** `bundle-time` in CEL. */
import { FLINK_CHECKPOINT_TIMEOUT_MS } from "../../views/jobSettings.ts";
import { bundleTime as rule } from "../../rules/bundleTime.ts";
import { type AdmissionRule, findingText } from "../admissionRule.ts";
import { concat, double, durationText, floor, literal, numberText } from "../cel.ts";
import { describeDuration, isWithin } from "../jobReader.ts";

export const bundleTime: AdmissionRule = {
  rule,
  level: "mandatory",
  translate(job, parameters) {
    const time = job.numberOption("maxBundleTimeMills");
    const timeout = job.checkpointTimeout();
    const minimum = parameters.number("minimumSeconds");
    const share = parameters.number("maximumShareOfTimeout");
    const field = "bundle time";
    const long = isWithin(time, double(minimum * 1000));
    const timeoutMs = job.variables.define(
      "timeout_ms",
      `size(${timeout.values}) > 0 ? ${timeout.values}[0] : ${double(FLINK_CHECKPOINT_TIMEOUT_MS)}`,
    );
    const maximum = job.variables.define("longest", `${timeoutMs} * ${double(share)}`);
    const whole = job.variables.define("longest_whole", floor(maximum));
    return [
      {
        expression: long,
        messageExpression: findingText({
          field,
          value: describeDuration(time, "not set (Beam's default is 1 s for streaming)"),
          limit: literal(`${minimum} s at least`),
          remedy: literal("set bundles.time, 10 s is usual (--maxBundleTimeMills=10000)"),
        }),
      },
      {
        expression: `!${long} || ${isWithin(time, double(minimum * 1000), maximum)}`,
        messageExpression: findingText({
          field,
          value: describeDuration(time),
          limit: concat(
            numberText(maximum),
            literal(` ms at most, ${share} of the checkpoint timeout (`),
            durationText(timeoutMs),
            literal(")"),
          ),
          remedy: concat(
            literal("set bundles.time to at most "),
            numberText(whole),
            literal(" ms (--maxBundleTimeMills="),
            numberText(whole),
            literal(")"),
          ),
        }),
      },
    ];
  },
};
