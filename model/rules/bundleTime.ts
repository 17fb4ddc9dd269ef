/** A bundle is finished in time for the checkpoint that waits for it. */
import { z } from "zod";
import {
  checkpointTimeout,
  describeDuration,
  FLINK_CHECKPOINT_TIMEOUT_MS,
  isWithin,
  numberOption,
  type Setting,
} from "../views/jobSettings.ts";
import { type Known, UNKNOWN } from "../views/known.ts";
import { defineRule, ruleResult } from "../rule.ts";

/** What a BeamJob has by default. */
const USUAL_MS = 10_000;

export const bundleTime = defineRule({
  id: "bundle-time",
  title: "The bundle time is set, at least 1 s and at most half of the checkpoint timeout.",
  reason:
    "Where elements are few, time finishes the bundle: too short and bundles stay small, too long and elements come late. " +
    "What a bundle has gathered is worked off when a checkpoint begins and counts against its timeout; half of it " +
    "leaves room for the snapshot itself.",
  source: "FlinkPipelineOptions.maxBundleTimeMills: 1000 ms for streaming in Beam 2.52 to 2.77",
  versions: "Beam 2.52 to 2.77 on any Flink",
  remediable: true,
  parameters: z.object({
    minimumSeconds: z.number().positive().default(1).describe("Shortest time.").meta({ unit: "s" }),
    maximumShareOfTimeout: z.number().positive().max(1).default(0.5).describe("Longest time, as a share of the checkpoint timeout."),
  }),
  evaluate(view, { minimumSeconds, maximumShareOfTimeout }) {
    const time = numberOption(view, "maxBundleTimeMills");
    if (time === UNKNOWN) return ruleResult([], ["bundle time"]);
    const field = "bundle time";
    const minimum = minimumSeconds * 1000;
    if (!isWithin(time, minimum, Number.POSITIVE_INFINITY)) {
      const value = time === undefined ? "not set (Beam's default is 1 s for streaming)" : describeDuration(time);
      return ruleResult([
        {
          field,
          value,
          limit: `${minimumSeconds} s at least`,
          remedy: "set bundles.time, 10 s is usual (--maxBundleTimeMills=10000)",
          at: { option: "maxBundleTimeMills" },
          suggestion: String(usualTime(checkpointTimeout(view), minimum, maximumShareOfTimeout)),
        },
      ]);
    }
    const timeout = checkpointTimeout(view);
    if (timeout === UNKNOWN) return ruleResult([], ["checkpoint timeout"]);
    // A timeout that cannot be read is the finding of the rule on timeouts.
    const timeoutMs = timeout === undefined || "unreadable" in timeout ? FLINK_CHECKPOINT_TIMEOUT_MS : timeout.value;
    const maximum = timeoutMs * maximumShareOfTimeout;
    if (isWithin(time, minimum, maximum)) return ruleResult([]);
    return ruleResult([
      {
        field,
        value: describeDuration(time),
        limit: `${maximum} ms at most, ${maximumShareOfTimeout} of the checkpoint timeout (${describeDuration({ value: timeoutMs })})`,
        remedy: `set bundles.time to at most ${Math.floor(maximum)} ms (--maxBundleTimeMills=${Math.floor(maximum)})`,
        at: { option: "maxBundleTimeMills" },
        suggestion: String(Math.floor(maximum)),
      },
    ]);
  },
});

/** The usual time, or as much of it as the timeout allows: what this rule suggests must not break it. */
function usualTime(timeout: Known<Setting | undefined>, minimum: number, share: number): number {
  if (timeout === UNKNOWN || timeout === undefined || "unreadable" in timeout) return Math.max(USUAL_MS, Math.ceil(minimum));
  return Math.max(Math.min(USUAL_MS, Math.floor(timeout.value * share)), Math.ceil(minimum));
}
