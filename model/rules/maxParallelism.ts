/** The number of key groups is chosen before the first run, for the widest the job may become. */
import { z } from "zod";
import {
  AUTOSCALER_MAX_PARALLELISM,
  highestAutoscaled,
  jobMaxParallelism,
  jobParallelism,
  VERTEX_MAX_PARALLELISM,
} from "../views/jobParallelism.ts";
import { describeNumber, isWithin, type Setting } from "../views/jobSettings.ts";
import type { JobView } from "../views/jobView.ts";
import { type Known, UNKNOWN } from "../views/known.ts";
import type { Place } from "../views/place.ts";
import { defineRule, type Finding, ruleResult } from "../rule.ts";

/** Most key groups Flink takes. */
const FLINK_MAXIMUM = 32_768;
/** Divides by 2, 3, 4, 5, 6, 8, 10 and 12, so that most widths have even shares; also the default of a BeamJob. */
const STEP = 120;
const FIELD = "maximum parallelism";

export const maxParallelism = defineRule({
  id: "max-parallelism",
  title: "The maximum parallelism is set, and not below the parallelism that the job has or the autoscaler may choose.",
  reason:
    "It is the number of key groups of the job's state: it cannot change without losing that state. Where it is not set, " +
    "Flink derives it from the first parallelism (128 for up to 85), and Beam makes only as many source splits as the " +
    "parallelism of that day, so that more subtasks find nothing to read. The autoscaler stops at it, whatever its own limit.",
  source:
    "FlinkUnboundedSource of Beam (splits by maxParallelism, else parallelism); KeyGroupRangeAssignment of Flink; " +
    `job.autoscaler.vertex.max-parallelism, ${AUTOSCALER_MAX_PARALLELISM} by default in operator 1.10 to 1.15`,
  versions: "Beam 2.53 to 2.77 on any Flink; operator 1.10 to 1.15",
  parameters: z.object({}),
  evaluate(view) {
    const maximum = jobMaxParallelism(view);
    if (maximum === UNKNOWN) return ruleResult([], [FIELD]);
    const parallelism = jobParallelism(view);
    const highest = highestAutoscaled(view);
    const unknown = [
      ...(parallelism === UNKNOWN ? ["parallelism"] : []),
      ...(highest === UNKNOWN ? ["highest parallelism of the autoscaler"] : []),
    ];
    const needed = Math.max(known(parallelism), known(highest), 1);
    if (isWithin(maximum, needed, FLINK_MAXIMUM)) return ruleResult([], unknown);
    const byAutoscaler = known(highest) > known(parallelism);
    if (byAutoscaler && isWithin(maximum, Math.max(known(parallelism), 1), FLINK_MAXIMUM)) return ruleResult([beyond(maximum, needed)]);
    const suggestion = roundUp(needed);
    const tooHigh = maximum !== undefined && "value" in maximum && maximum.value > FLINK_MAXIMUM;
    return ruleResult([
      {
        field: FIELD,
        value: maximum === undefined ? "not set (Flink derives it from the first parallelism)" : describeNumber(maximum),
        limit: tooHigh
          ? `${FLINK_MAXIMUM} at most`
          : `${needed} at least, ${byAutoscaler ? "the highest parallelism the autoscaler may choose" : "the parallelism of the job"}`,
        remedy: `set maxParallelism to ${suggestion} before the first run (--maxParallelism=${suggestion}); ${KEEPS}`,
        at: placeOf(view, maximum),
        suggestion,
      },
    ]);
  },
});

const KEEPS = "a job that has state keeps the number it started with";

function known(value: Known<number>): number {
  return value === UNKNOWN ? 0 : value;
}

function roundUp(needed: number): string {
  return String(Math.min(Math.ceil(needed / STEP) * STEP, FLINK_MAXIMUM));
}

/** The state's number of key groups cannot be raised any more, the autoscaler's limit can always be lowered. */
function beyond(maximum: Setting | undefined, needed: number): Finding {
  const own = describeNumber(maximum);
  return {
    field: FIELD,
    value: own,
    limit: `${needed} at least, the highest parallelism the autoscaler may choose`,
    remedy:
      `lower autoscaling.maxParallelism to ${own} (${VERTEX_MAX_PARALLELISM}: ${own}), or raise maxParallelism to ` +
      `${roundUp(needed)} before the first run (--maxParallelism=${roundUp(needed)}); ${KEEPS}`,
    at: { setting: VERTEX_MAX_PARALLELISM },
    suggestion: own,
  };
}

/** Flink's setting only where that alone is there. */
function placeOf(view: JobView, maximum: Setting | undefined): Place {
  return maximum !== undefined && (view.option("maxParallelism") ?? "-1") === "-1"
    ? { setting: "pipeline.max-parallelism" }
    : { option: "maxParallelism" };
}
