/** What a judgement is: a pure function over the change of a job, which says how much of the job's state the change puts at stake, and why. */
import type { JobView } from "../views/jobView.ts";
import type { Place } from "../views/place.ts";
import type { ChangeClass } from "./changeClass.ts";
import type { JobChange } from "./jobChange.ts";

/** What a judgement says of one field. */
export interface Verdict {
  readonly class: ChangeClass;
  /** `spec.job.parallelism`, `--maxParallelism`, `state.backend.type`, or words. */
  readonly field: string;
  /** For a person, never a secret. */
  readonly before: string;
  readonly after: string;
  /** Where it is set afterwards, or was before. */
  readonly at: Place;
  /** Why, where the judgement's own words do not fit this case. */
  readonly why?: string;
  /** What to do next, where the judgement's own words do not fit this case. */
  readonly next?: string;
}

/** What all judgements have. */
interface JudgementText {
  /** File name in kebab case. */
  readonly id: string;
  /** What it looks at, as a sentence. */
  readonly title: string;
  /** Classes that it gives. */
  readonly classes: readonly ChangeClass[];
  /** Why a change is of that class. */
  readonly why: string;
  /** What to do next. */
  readonly next: string;
  /** Where that is known from. */
  readonly source: string;
}

/** A judgement on a job that is there before and after. */
export interface ChangeJudgement extends JudgementText {
  judge(change: JobChange): readonly Verdict[];
}

/** A judgement on a job that is there on one side only. */
export interface JobJudgement extends JudgementText {
  judge(view: JobView): readonly Verdict[];
}

/** A verdict with the words of its judgement. */
export interface ChangeReason extends Verdict {
  /** Id of the judgement. */
  readonly judgement: string;
  readonly why: string;
  readonly next: string;
  readonly source: string;
}

/** The reasons that a judgement gives. */
export function reasonsOf(judgement: JudgementText, verdicts: readonly Verdict[]): readonly ChangeReason[] {
  return verdicts.map(({ field, before, after, at, why = judgement.why, next = judgement.next, ...verdict }) => ({
    judgement: judgement.id,
    class: verdict.class,
    field,
    before,
    after,
    why,
    next,
    source: judgement.source,
    at,
  }));
}

/** One place as a text, to compare places by. */
export function placeKey(at: Place): string {
  return JSON.stringify(at);
}
