/** The number of key groups of the job's state is for good. */
import { jobMaxParallelism, jobParallelism } from "../../views/jobParallelism.ts";
import { describeNumber, type Setting } from "../../views/jobSettings.ts";
import type { JobView } from "../../views/jobView.ts";
import { type Known, UNKNOWN } from "../../views/known.ts";
import type { Place } from "../../views/place.ts";
import { derivedMaximum } from "../derivedMaximum.ts";
import type { ChangeJudgement, Verdict } from "../judgement.ts";

export const maxParallelism: ChangeJudgement = {
  id: "max-parallelism",
  title: "The maximum parallelism is another one.",
  classes: ["state-lost", "state-at-risk", "not-evaluated"],
  why: "state is kept by key groups, of which there are as many as the maximum parallelism: Flink refuses to start a job from a snapshot with another number",
  next: "put it back; a job that needs another number starts empty, reading its sources again from where that is still possible",
  source:
    "StateAssignmentOperation.checkParallelismPreconditions, VertexParallelismInformation.canRescaleMaxParallelism and " +
    "KeyGroupRangeAssignment.computeDefaultMaxParallelism of Flink",
  judge({ before, after }) {
    const old = jobMaxParallelism(before);
    const now = jobMaxParallelism(after);
    if (old === UNKNOWN && now === UNKNOWN) return [];
    const verdict: Omit<Verdict, "class"> = {
      field: "maximum parallelism",
      before: told(old),
      after: told(now),
      at: placeOf(after, before),
    };
    if (old === UNKNOWN || now === UNKNOWN) return [{ ...verdict, class: "not-evaluated", why: "one of the two numbers is not known" }];
    if (verdict.before === verdict.after) return [];
    if (now === undefined) return [{ ...verdict, ...UNSET }];
    return old === undefined ? [{ ...verdict, ...newlySet(before, now) }] : [{ ...verdict, class: "state-lost" }];
  },
};

const UNSET = {
  class: "state-at-risk",
  why:
    "where it is not set, Flink keeps the number of the snapshot for keyed state, but Beam makes only as many source splits as the " +
    "parallelism, and a source that had more may not find its offsets again",
  next: "keep it set to the number that the job has",
} as const;

/** The snapshot has the number that Flink derived from the first parallelism, which may have been another than the present one. */
function newlySet(before: JobView, now: Setting): Pick<Verdict, "class" | "why" | "next"> {
  const parallelism = jobParallelism(before);
  const derived = parallelism === UNKNOWN ? undefined : derivedMaximum(parallelism);
  const next = "ask the JobManager for the number that the running job has (/jobs/<id>, maxParallelism of its vertices), and set that";
  if (derived !== undefined && "value" in now && now.value === derived) {
    return {
      class: "state-at-risk",
      why: `Flink derived the number from the first parallelism: ${derived}, if that was the present one`,
      next,
    };
  }
  const number = derived === undefined ? "another number" : `${derived}, if that was the present one`;
  return {
    class: "state-lost",
    why: `Flink derived the number from the first parallelism: ${number}. It refuses a snapshot with another`,
    next,
  };
}

function told(setting: Known<Setting | undefined>): string {
  return setting === UNKNOWN ? "not known" : describeNumber(setting);
}

/** Where it stands: Beam's option comes before Flink's setting. */
function placeOf(...views: readonly JobView[]): Place {
  const withOption = views.some((view) => view.option("maxParallelism") !== undefined);
  return withOption ? { option: "maxParallelism" } : { setting: "pipeline.max-parallelism" };
}
