/** Whether a job that is made anew starts from a snapshot, and whether that can be one of the old job's last. */
import type { JobView } from "../views/jobView.ts";
import { type Known, UNKNOWN } from "../views/known.ts";
import type { Verdict } from "./judgement.ts";

function savepointOf(view: JobView): Known<string | undefined> {
  const path = view.text("spec", "job", "initialSavepointPath");
  return path === "" ? undefined : path;
}

/** What becomes of the state where the old job is deleted and the new one made: none, an old snapshot, or one that was named for this. */
export function stateOfNewJob(before: JobView, after: JobView): Pick<Verdict, "class" | "why" | "next"> {
  const old = savepointOf(before);
  const now = savepointOf(after);
  if (now === undefined) return { class: "state-lost" };
  if (now !== UNKNOWN && now === old) return { class: "state-lost", ...SAME };
  return { class: "state-at-risk", ...NAMED };
}

const SAME = {
  why: "the new job starts from the initialSavepointPath that the old one has had as well: all that came after that snapshot is lost, or read again",
  next: "take a savepoint of the old job first, and give the new one its address",
};

const NAMED = {
  why: "the new job starts from its initialSavepointPath: what came after that snapshot is lost, or read again",
  next: "see that the old job is stopped with that very savepoint",
};
