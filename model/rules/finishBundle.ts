/** A bundle is finished before a checkpoint instead of being stored in it. */
import { z } from "zod";
import { UNKNOWN } from "../views/known.ts";
import { defineRule, ruleResult } from "../rule.ts";

export const finishBundle = defineRule({
  id: "finish-bundle",
  title: "The bundle is finished before a checkpoint.",
  reason:
    "Otherwise the output of the open bundle is buffered into the checkpoint: with bundles of 10,000 elements or 10 s a " +
    "checkpoint of one pipeline was 2.2 MB instead of 58 KB (Beam 2.70, Flink 1.19, 1000 elements of 200 B a second).",
  source: "FlinkPipelineOptions.finishBundleBeforeCheckpointing, false by default in Beam 2.52 to 2.77",
  versions: "Beam 2.52 to 2.77 on any Flink",
  remediable: true,
  parameters: z.object({}),
  evaluate(view) {
    const value = view.option("finishBundleBeforeCheckpointing");
    if (value === UNKNOWN) return ruleResult([], ["finish bundle before checkpointing"]);
    if (value?.toLowerCase() === "true") return ruleResult([]);
    return ruleResult([
      {
        field: "finish bundle before checkpointing",
        value: value === undefined ? "not set (Beam's default is false)" : JSON.stringify(value),
        limit: "true",
        remedy: "set bundles.finishBeforeCheckpoint to true (--finishBundleBeforeCheckpointing=true)",
        at: { option: "finishBundleBeforeCheckpointing" },
        suggestion: "true",
      },
    ]);
  },
});
