/** The job checkpoints often enough, and not so often that checkpoints are all it does. */
import { z } from "zod";
import { durationFor, writtenAs } from "../views/checkpointWriters.ts";
import { checkpointInterval as readInterval, describeDuration, isWithin, placeOfCheckpointInterval } from "../views/jobSettings.ts";
import { UNKNOWN } from "../views/known.ts";
import { defineRule, ruleResult } from "../rule.ts";

/** What a BeamJob has by default. */
export const USUAL_MS = 10_000;

export const checkpointInterval = defineRule({
  id: "checkpoint-interval",
  title: "The checkpointing interval is set, at least 1 s and at most 60 s.",
  reason:
    "After a failure a job repeats what it read since its last checkpoint, and sinks that are exactly once show their " +
    "output one interval late. Without an interval Beam makes no checkpoints at all, and a failure loses the state. " +
    "Under a second a job does little else.",
  source: "FlinkPipelineOptions.checkpointingInterval; execution.checkpointing.interval of Flink",
  versions: "every Beam on every Flink",
  parameters: z.object({
    minimumSeconds: z.number().positive().default(1).describe("Shortest interval.").meta({ unit: "s" }),
    maximumSeconds: z.number().positive().default(60).describe("Longest interval.").meta({ unit: "s" }),
  }),
  evaluate(view, { minimumSeconds, maximumSeconds }) {
    const interval = readInterval(view);
    if (interval === UNKNOWN) return ruleResult([], ["checkpointing interval"]);
    if (isWithin(interval, minimumSeconds * 1000, maximumSeconds * 1000)) return ruleResult([]);
    const tooShort = interval !== undefined && "value" in interval && interval.value < minimumSeconds * 1000;
    const limit = tooShort ? minimumSeconds : maximumSeconds;
    const at = placeOfCheckpointInterval(view);
    const milliseconds = interval === undefined ? Math.min(Math.max(USUAL_MS, minimumSeconds * 1000), maximumSeconds * 1000) : limit * 1000;
    const text = durationFor(at, Math.ceil(milliseconds));
    return ruleResult([
      {
        field: "checkpointing interval",
        value: describeDuration(interval),
        limit: `${minimumSeconds} s to ${maximumSeconds} s`,
        remedy: `set checkpoints.interval to at least ${minimumSeconds} s and at most ${maximumSeconds} s (${writtenAs(at, text)})`,
        at,
        suggestion: text,
      },
    ]);
  },
});
