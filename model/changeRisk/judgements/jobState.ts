/** A job that is suspended stops; one that is resumed goes on from where it was. */
import type { ChangeJudgement } from "../judgement.ts";
import { startingPoint } from "../startingPoint.ts";

const FIELD = "spec.job.state";

export const jobState: ChangeJudgement = {
  id: "job-state",
  title: "The job is suspended or resumed.",
  classes: ["restart"],
  why: "a suspended job is stopped as for an upgrade, and stays stopped until it is resumed",
  next: "resume it within the time for which its sources keep what comes: nothing is read until then",
  source: '"Running, suspending and deleting applications" of the operator\'s documentation',
  judge: ({ before, after, differences }) =>
    differences
      .filter(({ field, unknown }) => field === FIELD && !unknown)
      .map((one) => {
        if (one.after === "suspended") return { ...one, class: "restart" };
        return {
          ...one,
          class: "restart",
          why: `the job is started again: it ${startingPoint(before, after)}`,
          next: "expect it to catch up",
        };
      }),
};
