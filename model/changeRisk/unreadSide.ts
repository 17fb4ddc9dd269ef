/** A job that is on one side only, while the other could not be read in full: nothing is known of its change. */
import { type ChangeReason, type JobJudgement, reasonsOf } from "./judgement.ts";

/** Which sides could not be read in full. */
export interface UnreadSides {
  readonly before: boolean;
  readonly after: boolean;
}

/** For the documentation; a job is judged by `unreadReasons`. */
export const UNREAD: Omit<JobJudgement, "judge"> = {
  id: "unread-side",
  title: "The job is on one side only, and the other could not be read in full.",
  classes: ["not-evaluated"],
  why: "something on the other side could not be read, and the job may be in it: whether it changes, is new or is gone is not known",
  next: "correct what cannot be read, and look again",
  source: "the errors of the input",
};

/** The reason for a job that was found on that side alone. */
export function unreadReasons(found: keyof UnreadSides): readonly ChangeReason[] {
  const [before, after] = found === "before" ? ["there", "not known"] : ["not known", "there"];
  return reasonsOf(UNREAD, [{ class: "not-evaluated", field: "the job", before, after, at: { path: [] } }]);
}
