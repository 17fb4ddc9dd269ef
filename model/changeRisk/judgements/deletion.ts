/** What is left of the state of a job that is deleted. */
import { checkpointRetention } from "../../views/checkpointWriters.ts";
import { checkpointInterval } from "../../views/jobSettings.ts";
import { flagSetting } from "../../views/jobParallelism.ts";
import type { JobView } from "../../views/jobView.ts";
import { UNKNOWN } from "../../views/known.ts";
import type { JobJudgement, Verdict } from "../judgement.ts";
import { DRAIN_ON_SAVEPOINT, DRAIN_TIMEOUT_ANNOTATION, SAVEPOINT_ON_DELETION } from "../../deletionKeys.ts";

export const deletion: JobJudgement = {
  id: "deletion",
  title: "The job is not there any more.",
  classes: ["deleted", "state-lost", "not-evaluated"],
  why: "the operator deletes the job with its status and high-availability metadata: a job of that name starts empty later, unless initialSavepointPath says from where",
  next: "nothing, where the job is to end; else keep it, or note where its last snapshot is",
  source: '"Cancelling/Deleting applications" of the operator\'s documentation; docs/lifecycle.md',
  judge(view) {
    const saved = flagSetting(view, SAVEPOINT_ON_DELETION);
    if (saved === true) {
      if (flagSetting(view, DRAIN_ON_SAVEPOINT) === true) return [verdict(DRAINED_BY_OPERATOR)];
      return [verdict(view.fact(DRAIN_TIMEOUT_ANNOTATION) === undefined ? SAVED : DRAINED)];
    }
    if (saved === UNKNOWN)
      return [verdict({ class: "not-evaluated", after: "deleted", why: "whether it is stopped with a savepoint is not known" })];
    return [cancelled(view)];
  },
};

/** What is said of one way to end. */
type Ending = Pick<Verdict, "class" | "after" | "why"> & { readonly next?: string };

const SAVED: Ending = {
  class: "deleted",
  after: "stopped with a savepoint",
  why: "the operator stops the job with a savepoint, for which it has to run: a job that does not holds its deletion up",
  next: "note the savepoint's address from the event SavepointCompleted, if another job is to go on from it (initialSavepointPath)",
};

const DRAINED: Ending = {
  class: "deleted",
  after: "drained",
  why: "all windows and timers fire, and Beam clears their state: a job that starts from the savepoint goes on in the sources alone. The job has to run",
  next: "run pulumi destroy with --run-program; note the savepoint's address that the run prints",
};

const DRAINED_BY_OPERATOR: Ending = {
  ...DRAINED,
  next: "nothing, where the job is to end; a savepoint of a drained job is no place to go on from, but in its sources",
};

function cancelled(view: JobView): Verdict {
  const retention = checkpointRetention(view);
  const interval = checkpointInterval(view);
  if (retention === UNKNOWN || interval === UNKNOWN) {
    return verdict({ class: "not-evaluated", after: "cancelled", why: "whether a checkpoint is retained is not known" });
  }
  if (interval === undefined) {
    return verdict({ class: "state-lost", after: "cancelled", why: "the job makes no checkpoints, and is deleted without a savepoint" });
  }
  // The operator retains where nobody says otherwise.
  if (retention.value === undefined || retention.value === "RETAIN_ON_CANCELLATION") {
    return verdict({
      class: "deleted",
      after: "cancelled",
      why: "the job is cancelled; its last checkpoint stays in the bucket, but nothing refers to it any more",
      next: "note the newest chk-<number> in its checkpoint folder, if another job is to go on from it (initialSavepointPath)",
    });
  }
  const why = `the job is cancelled without a savepoint, and with retention ${retention.value} Flink deletes its checkpoints`;
  return verdict({
    class: "state-lost",
    after: "cancelled",
    why,
    next: `retain checkpoints, or set ${SAVEPOINT_ON_DELETION}: true, in a change before this one`,
  });
}

function verdict({ why, ...ending }: Ending): Verdict {
  return { ...ending, ...(why === undefined ? {} : { why }), field: "the job", before: "there", at: { path: [] } };
}
