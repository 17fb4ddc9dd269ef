/** What a plan found out, from which every format is made. */
import type { ChangeClass } from "../../model/changeRisk/index.ts";
import type { JobBudget } from "../../model/index.ts";
import type { CheckError } from "../check/report/checkReport.ts";

/** Where something stands. */
export interface PlanPlace {
  /** As the person named it, with slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/** One reason for a job's class. */
export interface PlanReason extends PlanPlace {
  /** Id of the judgement. */
  readonly judgement: string;
  readonly class: ChangeClass;
  readonly field: string;
  /** For a person, never a secret. */
  readonly before: string;
  readonly after: string;
  readonly why: string;
  readonly next: string;
  readonly source: string;
}

/** What becomes of one job. */
export interface PlanJob {
  /** `namespace/name`. */
  readonly job: string;
  readonly class: ChangeClass;
  /** Where it stands on the two sides; undefined where it does not. */
  readonly before?: PlanPlace;
  readonly after?: PlanPlace;
  /** The worst first. */
  readonly reasons: readonly PlanReason[];
  /** What the class takes for granted, in sentences. */
  readonly assumptions: readonly string[];
  /** Estimates of its checkpoints. */
  readonly budget: { readonly before?: JobBudget; readonly after?: JobBudget };
}

/** The whole of it. */
export interface PlanReport {
  /** The worst class of all jobs. */
  readonly class: ChangeClass;
  readonly jobs: readonly PlanJob[];
  /** Kinds of Flink's resources that are there and that no judgement is for. */
  readonly passedOver: readonly string[];
  readonly errors: readonly CheckError[];
}
