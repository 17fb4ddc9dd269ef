/** `checkpoint-timeout` in CEL. */
import { durationFor, writerName, writtenAs } from "../../views/checkpointWriters.ts";
import { checkpointTimeout as rule } from "../../rules/checkpointTimeout.ts";
import { type AdmissionRule, findingText } from "../admissionRule.ts";
import { concat, double, literal } from "../cel.ts";
import { describeDuration, isWithin } from "../jobReader.ts";

export const checkpointTimeout: AdmissionRule = {
  rule,
  level: "mandatory",
  translate(job, parameters) {
    const timeout = job.checkpointTimeout();
    const interval = job.checkpointInterval();
    const maximum = parameters.number("maximumSeconds");
    const field = "checkpoint timeout";
    const short = isWithin(timeout, "1.0", double(maximum * 1000));
    const shortest = job.variables.define("shortest", `size(${interval.values}) > 0 ? ${interval.values}[0] : 0.0`);
    const remedy = job.timeoutPlace(
      (at) => `set checkpoints.timeout to at most ${maximum} s (${writtenAs(at, durationFor(at, Math.floor(maximum * 1000)))})`,
    );
    return [
      {
        expression: short,
        messageExpression: findingText({
          field,
          value: describeDuration(timeout, "not set (Flink's default is 10 min)"),
          limit: literal(`${maximum} s at most`),
          remedy,
        }),
      },
      {
        expression: `!${short} || ${isWithin(timeout, shortest)}`,
        messageExpression: findingText({
          field,
          value: describeDuration(timeout),
          limit: concat(literal("the checkpointing interval ("), describeDuration(interval), literal(") at least")),
          remedy: concat(
            literal("raise checkpoints.timeout ("),
            job.timeoutPlace(writerName),
            literal(") or shorten checkpoints.interval ("),
            job.intervalPlace(writerName),
            literal(")"),
          ),
        }),
      },
    ];
  },
};
