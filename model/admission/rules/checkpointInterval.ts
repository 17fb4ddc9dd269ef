/** `checkpoint-interval` in CEL. */
import { durationFor, writtenAs } from "../../views/checkpointWriters.ts";
import { checkpointInterval as rule, USUAL_MS } from "../../rules/checkpointInterval.ts";
import { type AdmissionRule, findingText } from "../admissionRule.ts";
import { double, literal } from "../cel.ts";
import { describeDuration, isWithin } from "../jobReader.ts";

export const checkpointInterval: AdmissionRule = {
  rule,
  level: "mandatory",
  translate(job, parameters) {
    const interval = job.checkpointInterval();
    const minimum = parameters.number("minimumSeconds");
    const maximum = parameters.number("maximumSeconds");
    const remedy = (milliseconds: number) =>
      job.intervalPlace(
        (at) =>
          `set checkpoints.interval to at least ${minimum} s and at most ${maximum} s (${writtenAs(at, durationFor(at, milliseconds))})`,
      );
    const usual = remedy(Math.ceil(Math.min(Math.max(USUAL_MS, minimum * 1000), maximum * 1000)));
    const shortest = remedy(Math.ceil(minimum * 1000));
    const longest = remedy(Math.ceil(maximum * 1000));
    const tooShort = `${interval.values}.exists(n, n < ${double(minimum * 1000)})`;
    return [
      {
        expression: isWithin(interval, double(minimum * 1000), double(maximum * 1000)),
        messageExpression: findingText({
          field: "checkpointing interval",
          value: describeDuration(interval),
          limit: literal(`${minimum} s to ${maximum} s`),
          remedy: `(size(${interval.texts}) == 0 ? ${usual} : ${tooShort} ? ${shortest} : ${longest})`,
        }),
      },
    ];
  },
};
