/** A checkpoint of the whole job stays small: bundles, options and state together. */
import { z } from "zod";
import { type BudgetParts, type CheckpointBudget, describeBytes } from "../budget/checkpointBudget.ts";
import { BUDGET_ASSUMPTIONS, budgetOf } from "../budget/jobCheckpointBudget.ts";
import { PIPELINES, placeOfFact } from "../views/jobFacts.ts";
import type { JobView } from "../views/jobView.ts";
import { defineRule, type Finding, ruleResult } from "../rule.ts";

const MEASURED = "as in the job whose checkpoints were measured";

export const checkpointBudget = defineRule({
  id: "checkpoint-budget",
  title: "The job is expected to write at most 5 MB at each checkpoint, all its pipelines together.",
  reason:
    "What is written at every interval has to arrive before the timeout, for all pipelines of the job at once: 100 " +
    "pipelines wrote 13 MB with open bundles and 6 MB with finished ones (Beam 2.70). The usual causes are not state but " +
    "the output of open bundles and, before Beam 2.56, a copy of the pipeline options in every registered state.",
  source: "model/budget/checkpointBudget.ts, within 25 % of the checkpoints measured with Beam 2.70 on Flink 1.19",
  versions: "Beam 2.52 to 2.77 on any Flink; the options count before Beam 2.56",
  parameters: z.object({
    maximumBytes: z.int().positive().default(5_000_000).describe("Size of a checkpoint of the job.").meta({ unit: "bytes" }),
    elementsPerSecond: z
      .number()
      .nonnegative()
      .default(BUDGET_ASSUMPTIONS.elementsPerSecond)
      .describe(`Rate of each pipeline without the annotation beam-flink/elements-per-second, ${MEASURED}.`)
      .meta({ unit: "elements/s" }),
    elementBytes: z
      .number()
      .nonnegative()
      .default(BUDGET_ASSUMPTIONS.elementBytes)
      .describe(`Size of an element without the annotation beam-flink/element-bytes, ${MEASURED}.`)
      .meta({ unit: "bytes" }),
    stateBytes: z
      .number()
      .nonnegative()
      .default(BUDGET_ASSUMPTIONS.stateBytes)
      .describe("State of each pipeline without the annotation beam-flink/state-bytes: 10,372 bytes were left in the leanest one measured.")
      .meta({ unit: "bytes" }),
    registeredStates: z
      .int()
      .positive()
      .default(BUDGET_ASSUMPTIONS.registeredStates)
      .describe(
        "Registered states of each pipeline, each with a copy of the options before Beam 2.56: 4 in the leanest pipeline measured.",
      ),
  }),
  evaluate(view, { maximumBytes, ...assumptions }) {
    const job = budgetOf(view, assumptions);
    if (job.status === "notEvaluated") return ruleResult([], job.fields);
    const { budget, highestBytes, missing } = job;
    if (budget.totalBytes > maximumBytes) return ruleResult([tooLarge(view, budget, maximumBytes)]);
    return ruleResult([], highestBytes > maximumBytes ? missing : []);
  },
});

/** Blames the largest part, and says what makes that one smaller. */
function tooLarge(view: JobView, budget: CheckpointBudget, maximumBytes: number): Finding {
  const [largest = "state"] = (["bufferedOutput", "options", "state"] as const).toSorted((a, b) => budget.parts[b] - budget.parts[a]);
  const { pipelines } = budget.inputs;
  const share = Math.round((100 * budget.parts[largest]) / budget.totalBytes);
  return {
    field: "expected size of a checkpoint",
    value:
      `about ${describeBytes(budget.totalBytes)}, ${pipelines === 1 ? "1 pipeline" : `${pipelines} pipelines`} of ` +
      `${describeBytes(budget.bytesPerPipeline)}, ${share} % of it ${PART_NAMES[largest]}`,
    limit: `${describeBytes(maximumBytes)} at most`,
    at: placeOfFact(view, PIPELINES),
    ...REMEDIES[largest],
  };
}

const PART_NAMES: Readonly<Record<keyof BudgetParts, string>> = {
  state: "state",
  bufferedOutput: "output of open bundles",
  options: "copies of the pipeline options",
};

/** State has no setting of its own: what is said of it stands with the number of pipelines. */
const REMEDIES: Readonly<Record<keyof BudgetParts, Pick<Finding, "remedy" | "suggestion"> & Partial<Pick<Finding, "at">>>> = {
  bufferedOutput: {
    remedy: "set bundles.finishBeforeCheckpoint to true (--finishBundleBeforeCheckpointing=true)",
    at: { option: "finishBundleBeforeCheckpointing" },
    suggestion: "true",
  },
  options: {
    remedy: "raise versions.beam to 2.56 or later, or move the large options into applicationConfig, which is mounted as a file",
    at: { path: ["spec", "job", "args"] },
  },
  state: {
    remedy:
      "spread the pipelines over several jobs (workload.pipelines; annotation beam-flink/pipelines), keep less state, " +
      "or say how little it is (workload.stateBytes; annotation beam-flink/state-bytes)",
  },
};
