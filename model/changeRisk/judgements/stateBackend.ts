/** A checkpoint is read only by the state backend that has written it. */
import { isWord } from "../../views/jobParallelism.ts";
import type { JobView } from "../../views/jobView.ts";
import { type Known, UNKNOWN } from "../../views/known.ts";
import type { Place } from "../../views/place.ts";
import type { ChangeJudgement, Verdict } from "../judgement.ts";
import { upgradeModeOf } from "../startingPoint.ts";

const SETTING = "state.backend.type";
const FORMAT = "kubernetes.operator.savepoint.format.type";

/** Flink's own default. */
const DEFAULT = "hashmap";

export const stateBackend: ChangeJudgement = {
  id: "state-backend",
  title: "The job keeps its state in another state backend.",
  classes: ["state-lost", "state-at-risk", "not-evaluated"],
  why: "only a savepoint in the canonical format can be read by another backend; a job that does not run at the update goes on from its last checkpoint, which cannot",
  next: "see that the job runs when it is updated; kubernetes.operator.job.upgrade.last-state-fallback.enabled: false makes the operator wait for that",
  source: '"Checkpoints vs. Savepoints" of Flink\'s documentation; FLIP-203; AbstractJobReconciler.getJobUpgrade of the operator',
  judge({ before, after }) {
    const old = backendOf(before);
    const now = backendOf(after);
    if (old === now) return [];
    const texts: Omit<Verdict, "class"> = { field: "state backend", before: told(old), after: told(now), at: placeOf(after, before) };
    if (old === UNKNOWN || now === UNKNOWN) return [{ ...texts, class: "not-evaluated", why: "one of the two backends is not known" }];
    const byCheckpoint = upgradeModeOf(after) === "last-state" || isWord(before.setting(FORMAT), "native");
    return [byCheckpoint ? { ...texts, ...NOT_CANONICAL } : { ...texts, class: "state-at-risk" }];
  },
};

const NOT_CANONICAL = {
  class: "state-lost",
  why: "another backend reads neither a checkpoint nor a savepoint in the native format, and the job would start from one of them: it will not start",
  next: "set upgradeMode to savepoint and kubernetes.operator.savepoint.format.type to CANONICAL for this change",
} as const;

/** Beam's option comes before Flink's setting. */
function backendOf(view: JobView): Known<string> {
  const option = view.option("stateBackend");
  const found = option === undefined ? view.setting(SETTING) : option;
  if (found === UNKNOWN) return UNKNOWN;
  const name = (found ?? DEFAULT).trim().toLowerCase();
  // Older names of the two that keep state in memory.
  return ["filesystem", "jobmanager"].includes(name) ? DEFAULT : name;
}

function placeOf(...views: readonly JobView[]): Place {
  return views.some((view) => view.option("stateBackend") !== undefined) ? { option: "stateBackend" } : { setting: SETTING };
}

function told(backend: Known<string>): string {
  return backend === UNKNOWN ? "not known" : backend;
}
