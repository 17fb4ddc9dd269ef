/** Checkpoint budgets of a job on both sides, in words. */
import { describeBytes, type JobBudget } from "../../../model/index.ts";
import type { PlanJob } from "../planReport.ts";

/** `10.4 KB -> 22.1 MB`; undefined where neither side can be estimated. */
export function budgetChange({ budget: { before, after } }: PlanJob): string | undefined {
  const sides = [before, after].filter((side) => side !== undefined);
  if (!sides.some(({ status }) => status === "estimated")) return undefined;
  const [old, now] = [told(before), told(after)];
  return old === now ? old : `${old} -> ${now}`;
}

function told(budget: JobBudget | undefined): string {
  if (budget === undefined) return "none";
  if (budget.status === "notEvaluated") return "not known";
  const { budget: estimate, highestBytes, missing } = budget;
  const least = describeBytes(estimate.totalBytes);
  if (missing.length === 0) return least;
  return Number.isFinite(highestBytes) ? `${least} to ${describeBytes(highestBytes)}` : `${least} or more`;
}
