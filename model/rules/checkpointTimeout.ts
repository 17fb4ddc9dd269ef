/** A checkpoint that hangs is given up soon, but not before the next one is due. */
import { z } from "zod";
import { durationFor, writerName, writtenAs } from "../views/checkpointWriters.ts";
import {
  checkpointInterval,
  checkpointTimeout as readTimeout,
  describeDuration,
  isWithin,
  placeOfCheckpointInterval,
  placeOfCheckpointTimeout,
} from "../views/jobSettings.ts";
import { UNKNOWN } from "../views/known.ts";
import { defineRule, ruleResult } from "../rule.ts";

export const checkpointTimeout = defineRule({
  id: "checkpoint-timeout",
  title: "The checkpoint timeout is set, at most 60 s and not shorter than the checkpointing interval.",
  reason:
    "While one checkpoint hangs no other starts: with Flink's default of 10 min a job runs that long without a new " +
    "point to restart from. A job that cannot checkpoint within a minute has too much state in flight, and the timeout " +
    "makes it show.",
  source: "FlinkPipelineOptions.checkpointTimeoutMillis, read only with checkpointingInterval; execution.checkpointing.timeout of Flink",
  versions: "every Beam on every Flink",
  parameters: z.object({
    maximumSeconds: z.number().positive().default(60).describe("Longest timeout.").meta({ unit: "s" }),
  }),
  evaluate(view, { maximumSeconds }) {
    const timeout = readTimeout(view);
    if (timeout === UNKNOWN) return ruleResult([], ["checkpoint timeout"]);
    const field = "checkpoint timeout";
    const at = placeOfCheckpointTimeout(view);
    if (!isWithin(timeout, 1, maximumSeconds * 1000)) {
      const value = timeout === undefined ? "not set (Flink's default is 10 min)" : describeDuration(timeout);
      const milliseconds = Math.floor(maximumSeconds * 1000);
      const text = durationFor(at, milliseconds);
      const remedy = `set checkpoints.timeout to at most ${maximumSeconds} s (${writtenAs(at, text)})`;
      return ruleResult([{ field, value, limit: `${maximumSeconds} s at most`, remedy, at, suggestion: text }]);
    }
    const interval = checkpointInterval(view);
    if (interval === UNKNOWN) return ruleResult([], ["checkpointing interval"]);
    const shortest = interval !== undefined && "value" in interval ? interval.value : 0;
    if (isWithin(timeout, shortest, Number.POSITIVE_INFINITY)) return ruleResult([]);
    return ruleResult([
      {
        field,
        value: describeDuration(timeout),
        limit: `the checkpointing interval (${describeDuration(interval)}) at least`,
        remedy: `raise checkpoints.timeout (${writerName(at)}) or shorten checkpoints.interval (${writerName(placeOfCheckpointInterval(view))})`,
        at,
      },
    ]);
  },
});
