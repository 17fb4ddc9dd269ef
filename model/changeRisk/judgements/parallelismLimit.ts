/** A job cannot become wider than its state has key groups. */
import { jobMaxParallelism, jobParallelism } from "../../views/jobParallelism.ts";
import type { JobView } from "../../views/jobView.ts";
import { type Known, UNKNOWN } from "../../views/known.ts";
import type { Place } from "../../views/place.ts";
import { derivedMaximum } from "../derivedMaximum.ts";
import type { ChangeJudgement } from "../judgement.ts";

const OVERRIDES = "pipeline.jobvertex-parallelism-overrides";

export const parallelismLimit: ChangeJudgement = {
  id: "parallelism-limit",
  title: "The job is to become wider than its state can be divided.",
  classes: ["state-lost", "state-at-risk", "not-evaluated"],
  why: "a job cannot be wider than the maximum parallelism of its state: Flink refuses to start it from a snapshot with fewer key groups. It refuses to scale it in place as well, upon which the operator deploys it anew",
  next: "stay at the maximum parallelism of the running job; it cannot be raised without losing the state",
  source:
    "StateAssignmentOperation.checkParallelismPreconditions and Dispatcher.validateMaxParallelism of Flink; NativeFlinkService.scale of the operator",
  judge({ before, after, mode, restarts }) {
    const old = widthOf(before);
    const now = widthOf(after);
    // In reactive mode the job is as wide as its TaskManagers and its maximum allow.
    if (old === now || now === UNKNOWN || (restarts === false && mode !== "native")) return [];
    const maximum = maximumOf(before, jobParallelism(before));
    const texts = { field: "parallelism", before: old === UNKNOWN ? "not known" : String(old), at: placeOf(after, now) };
    if (maximum === UNKNOWN) {
      return old !== UNKNOWN && now < old
        ? []
        : [{ ...texts, class: "not-evaluated", after: String(now), why: "the maximum of its state is not known" }];
    }
    if (maximum === undefined || now <= maximum.number) return [];
    const end = { ...texts, after: `${now}, above the maximum ${maximum.number}` };
    return maximum.derived ? [{ ...end, class: "state-at-risk", ...DERIVED }] : [{ ...end, class: "state-lost" }];
  },
};

const DERIVED = {
  why: "where it is not set, Flink derived the maximum parallelism from the first parallelism: if that was the present one, the job will not start so wide",
  next: "ask the JobManager for the maximum of the running job (/jobs/<id>, maxParallelism of its vertices), and stay at it",
};

/** The job's parallelism, or that of a vertex which is to have more. */
function widthOf(view: JobView): Known<number> {
  const parallelism = jobParallelism(view);
  const overrides = view.setting(OVERRIDES);
  if (parallelism === UNKNOWN || overrides === UNKNOWN) return UNKNOWN;
  const widths = [...(overrides ?? "").matchAll(/:\s*(\d{1,9})/g)].map(([, width]) => Number(width));
  return Math.max(parallelism, ...widths);
}

/** The number of key groups of the running job, as far as its manifest tells; undefined where the text is no number. */
function maximumOf(view: JobView, parallelism: Known<number>): Known<{ readonly number: number; readonly derived: boolean } | undefined> {
  const set = jobMaxParallelism(view);
  if (set === UNKNOWN) return UNKNOWN;
  if (set !== undefined) return "value" in set ? { number: set.value, derived: false } : undefined;
  return parallelism === UNKNOWN ? UNKNOWN : { number: derivedMaximum(parallelism), derived: true };
}

function placeOf(view: JobView, width: number): Place {
  if (jobParallelism(view) !== width) return { setting: OVERRIDES };
  return view.option("parallelism") === undefined ? { path: ["spec", "job", "parallelism"] } : { option: "parallelism" };
}
