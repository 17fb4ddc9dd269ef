/** A last-state upgrade starts from metadata that both the old and the new job must have. */
import type { JobView } from "../../views/jobView.ts";
import { type Known, UNKNOWN } from "../../views/known.ts";
import type { ChangeJudgement } from "../judgement.ts";
import { upgradeModeOf } from "../startingPoint.ts";

const SETTING = "high-availability.type";

export const highAvailability: ChangeJudgement = {
  id: "high-availability",
  title: "A job that goes on from its last checkpoint gets or loses high availability.",
  classes: ["state-at-risk"],
  why: "a last-state upgrade finds the last checkpoint in the high-availability metadata of the old job: without it the operator waits, refuses or cancels, by the job's state and its own version",
  next: "set upgradeMode to savepoint for this change",
  source: "AbstractJobReconciler.allowLastStateCancel, ApplicationReconciler.getJobUpgrade and DefaultValidator of the operator",
  judge({ before, after }) {
    if (upgradeModeOf(after) !== "last-state") return [];
    const old = hasHighAvailability(before);
    const now = hasHighAvailability(after);
    if (old === UNKNOWN || now === UNKNOWN || old === now) return [];
    return [{ class: "state-at-risk", field: SETTING, before: told(before), after: told(after), at: { setting: SETTING } }];
  },
};

/** Whether it is on; off is Flink's default. */
export function hasHighAvailability(view: JobView): Known<boolean> {
  const type = view.setting(SETTING);
  return type === UNKNOWN ? UNKNOWN : !["", "none"].includes((type ?? "").trim().toLowerCase());
}

function told(view: JobView): string {
  const type = view.setting(SETTING);
  return typeof type === "string" ? type : "not set";
}
