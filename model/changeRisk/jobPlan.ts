/** The plan: what becomes of every job between two inputs. Pure: files are read and reports are made elsewhere. */
import { type BudgetAssumptions, budgetOf, type JobBudget } from "../budget/jobCheckpointBudget.ts";
import type { JobView } from "../views/jobView.ts";
import { changeRisk, deletedJobRisk, type JobRisk, newJobRisk, risk } from "./jobRisk.ts";
import { type JobPair, matchJobs, type NamedJob } from "./matchJobs.ts";
import { movedReasons, type PulumiResourceFacts, replacedReasons } from "./pulumiChange.ts";
import { renamedReasons } from "./renamedJob.ts";
import { unreadReasons, type UnreadSides } from "./unreadSide.ts";

/** A job of an input, with what is known of it. */
export interface PlannedJob extends NamedJob {
  readonly view: JobView;
  /** What Pulumi says of it, where the input comes from Pulumi. */
  readonly pulumi?: PulumiResourceFacts;
}

/** What becomes of one job. */
export interface JobPlan<T extends PlannedJob = PlannedJob> extends JobRisk {
  /** `namespace/name`. */
  readonly job: string;
  readonly before?: T;
  readonly after?: T;
  /** Estimates of its checkpoints on both sides. */
  readonly budget: { readonly before?: JobBudget; readonly after?: JobBudget };
}

/** What a plan is made with. */
export interface PlanSettings {
  /**
   * Sides that could not be read in full: a job that the other side alone has is not evaluated.
   * @default neither
   */
  readonly unread?: UnreadSides;
  /**
   * What the budgets assume where a job does not say.
   * @default BUDGET_ASSUMPTIONS
   */
  readonly assumptions?: BudgetAssumptions;
}

const ALL_READ: UnreadSides = { before: false, after: false };

/** Plans all jobs, those that are there afterwards first. */
export function planJobs<T extends PlannedJob>(
  before: readonly T[],
  after: readonly T[],
  { unread = ALL_READ, assumptions }: PlanSettings = {},
): readonly JobPlan<T>[] {
  const pairs = matchJobs(before, after);
  const renamed = renamedReasons(pairs.flatMap((pair) => (pair.kind === "deleted" ? [pair.before] : [])));
  const budget = ({ view }: T): JobBudget => budgetOf(view, assumptions);
  return pairs.map((pair) => {
    const planned = { ...riskOf(pair, renamed, unread), job: (pair.kind === "deleted" ? pair.before : pair.after).job };
    if (pair.kind === "new") return { ...planned, after: pair.after, budget: { after: budget(pair.after) } };
    if (pair.kind === "deleted") return { ...planned, before: pair.before, budget: { before: budget(pair.before) } };
    const { before: old, after: now } = pair;
    return { ...planned, before: old, after: now, budget: { before: budget(old), after: budget(now) } };
  });
}

function riskOf<T extends PlannedJob>(pair: JobPair<T>, renamed: ReturnType<typeof renamedReasons>, unread: UnreadSides): JobRisk {
  if (pair.kind === "deleted" && unread.after) return risk(unreadReasons("before"));
  if (pair.kind === "new" && unread.before) return risk(unreadReasons("after"));
  if (pair.kind === "deleted") return deletedJobRisk(pair.before.view);
  if (pair.kind === "kept") return keptRisk(pair.before, pair.after);
  const { reasons, assumptions } = newJobRisk(pair.after.view);
  return risk([...renamed(pair.after), ...reasons], assumptions);
}

/** What Pulumi does with the resource comes before what has changed in it. */
function keptRisk(before: PlannedJob, after: PlannedJob): JobRisk {
  const { reasons, assumptions } = changeRisk(before.view, after.view);
  return risk([...replacedReasons(before, after), ...movedReasons(before.pulumi, after.pulumi), ...reasons], assumptions);
}
