/** The plan as one JSON object, for programs. */
import { CANNOT_KNOW } from "../../../model/changeRisk/index.ts";
import type { JobBudget } from "../../../model/index.ts";
import type { PlanJob, PlanReport } from "../planReport.ts";

/** Version of the form: it changes only where a field changes its meaning or goes. */
const VERSION = 1;

/** Renders it. Names of fields are part of the contract: they only ever grow. */
export function planJson({ class: of, jobs, passedOver, errors }: PlanReport): string {
  return `${JSON.stringify({ version: VERSION, class: of, jobs: jobs.map(jobObject), passedOver, cannotKnow: CANNOT_KNOW, errors }, undefined, 2)}\n`;
}

function jobObject({ job, class: of, before, after, reasons, assumptions, budget }: PlanJob): object {
  return {
    job,
    class: of,
    before: before ?? null,
    after: after ?? null,
    reasons,
    assumptions,
    budget: { before: budgetObject(budget.before), after: budgetObject(budget.after) },
  };
}

/** A highest size that has no bound is null. */
function budgetObject(budget: JobBudget | undefined): object | null {
  if (budget === undefined) return null;
  if (budget.status === "notEvaluated") return { notEvaluated: budget.fields };
  const { highestBytes, missing } = budget;
  return { totalBytes: budget.budget.totalBytes, highestBytes: Number.isFinite(highestBytes) ? highestBytes : null, missing };
}
