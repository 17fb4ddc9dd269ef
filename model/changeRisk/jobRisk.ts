/** The class of a job's change, with all reasons: the worst of them decides. */
import type { JobView } from "../views/jobView.ts";
import { readImageReference } from "../views/imageReference.ts";
import { type ChangeClass, compareClasses, worstClass } from "./changeClass.ts";
import { compareJobs, type JobChange } from "./jobChange.ts";
import { type ChangeReason, placeKey, reasonsOf } from "./judgement.ts";
import { DELETED_JOB_JUDGEMENTS, FIELD_JUDGEMENTS, NEW_JOB_JUDGEMENTS, STATE_JUDGEMENTS } from "./judgements/index.ts";

/** What a change puts at stake. */
export interface JobRisk {
  readonly class: ChangeClass;
  /** The worst first; none of a job that is unchanged. */
  readonly reasons: readonly ChangeReason[];
  /** What the class takes for granted, in sentences. */
  readonly assumptions: readonly string[];
}

/** Judges the change of a job that is there before and after. */
export function changeRisk(before: JobView, after: JobView): JobRisk {
  const change = compareJobs(before, after);
  const special = STATE_JUDGEMENTS.flatMap((judgement) => reasonsOf(judgement, judgement.judge(change)));
  const claimed = new Set(special.map(({ at }) => placeKey(at)));
  const general = FIELD_JUDGEMENTS.flatMap((judgement) => reasonsOf(judgement, judgement.judge(change)));
  return risk([...special, ...general.filter(({ at }) => !claimed.has(placeKey(at)))], assumptionsOf(change));
}

/** Judges a job that was not there before. */
export function newJobRisk(after: JobView): JobRisk {
  return risk(NEW_JOB_JUDGEMENTS.flatMap((judgement) => reasonsOf(judgement, judgement.judge(after))));
}

/** Judges a job that is not there any more. */
export function deletedJobRisk(before: JobView): JobRisk {
  return risk(DELETED_JOB_JUDGEMENTS.flatMap((judgement) => reasonsOf(judgement, judgement.judge(before))));
}

/** The risk for these reasons. */
export function risk(reasons: readonly ChangeReason[], assumptions: readonly string[] = []): JobRisk {
  const sorted = reasons.toSorted((one, other) => compareClasses(other.class, one.class));
  return { class: worstClass(sorted.map((reason) => reason.class)), reasons: sorted, assumptions };
}

function assumptionsOf({ before, after, unknownOnBothSides, restarts }: JobChange): readonly string[] {
  const same = unknownOnBothSides.map((field) => `${field} is known on neither side, and taken to be the same.`);
  const { image } = after;
  const mayMove = typeof image === "string" && image === before.image && readImageReference(image)?.digest === undefined;
  if (restarts === false || !mayMove) return same;
  return [...same, "The image is not pinned by its digest: what is behind its tag may have changed, and runs after the restart."];
}
