/** Every field that nothing else is known of: the operator stops the job and starts it again. */
import type { ChangeJudgement } from "../judgement.ts";
import type { JobView } from "../../views/jobView.ts";
import { isSuspended, startingPoint } from "../startingPoint.ts";

export const redeployed: ChangeJudgement = {
  id: "redeployed",
  title: "A field for which the operator stops the job and starts it again.",
  classes: ["restart", "not-evaluated"],
  why: "the operator deploys the job anew for any field that it has no other rule for, a parallelism in native mode and a restartNonce among them",
  next: "expect a pause of the job: elements that come meanwhile wait in the source",
  source: '"Spec Diff and Upgrade Decisions" of the operator\'s documentation; ReflectiveDiffBuilder of operator 1.10',
  judge: ({ before, after, differences }) =>
    differences
      .filter(({ action, unknown }) => action === "redeployed" || (action === "ignored" && unknown))
      .map((one) =>
        one.unknown
          ? {
              ...one,
              class: "not-evaluated",
              why: "the value is not known before the update, or is a secret",
              next: "look again at the update",
            }
          : { ...one, class: "restart", why: whyOf(before, after) },
      ),
};

function whyOf(before: JobView, after: JobView): string {
  const start = startingPoint(before, after);
  return isSuspended(before) && isSuspended(after)
    ? `nothing is deployed for this while the job is suspended: it ${start}`
    : `the operator deploys the job anew for this: it ${start}`;
}
