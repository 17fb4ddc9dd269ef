/** Bundles are large enough to pay for themselves and small enough for a checkpoint not to wait for one. */
import { z } from "zod";
import { describeNumber, isWithin, numberOption } from "../views/jobSettings.ts";
import { UNKNOWN } from "../views/known.ts";
import { defineRule, ruleResult } from "../rule.ts";

export const bundleSize = defineRule({
  id: "bundle-size",
  title: "The bundle size is set, at least 10,000 and at most 100,000 elements.",
  reason:
    "Each bundle has a fixed cost: start and finish of every DoFn, a flush of every sink. Beam's default of 1,000 " +
    "elements for streaming pays it ten times as often as 10,000. A bundle of more than 100,000 keeps a checkpoint " +
    "waiting.",
  source: "FlinkPipelineOptions.maxBundleSize: 1000 for streaming in Beam 2.52 to 2.77",
  versions: "Beam 2.52 to 2.77 on any Flink",
  remediable: true,
  parameters: z.object({
    minimum: z.int().positive().default(10_000).describe("Fewest elements.").meta({ unit: "elements" }),
    maximum: z.int().positive().default(100_000).describe("Most elements.").meta({ unit: "elements" }),
  }),
  evaluate(view, { minimum, maximum }) {
    const size = numberOption(view, "maxBundleSize");
    if (size === UNKNOWN) return ruleResult([], ["bundle size"]);
    if (isWithin(size, minimum, maximum)) return ruleResult([]);
    const tooLarge = size !== undefined && "value" in size && size.value > maximum;
    return ruleResult([
      {
        field: "bundle size",
        value: size === undefined ? "not set (Beam's default is 1000 for streaming)" : describeNumber(size),
        limit: `${minimum} to ${maximum} elements`,
        remedy: `set bundles.size to at least ${minimum} and at most ${maximum} (--maxBundleSize=${tooLarge ? maximum : minimum})`,
        at: { option: "maxBundleSize" },
        suggestion: String(tooLarge ? maximum : minimum),
      },
    ]);
  },
});
