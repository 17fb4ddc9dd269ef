/** The operator does not move a job between native and standalone mode. */
import type { ChangeJudgement } from "../judgement.ts";
import { deploymentMode as modeOf } from "../operatorAction.ts";
import { UNKNOWN } from "../../views/known.ts";

const PATH = ["spec", "mode"];

export const deploymentMode: ChangeJudgement = {
  id: "deployment-mode",
  title: "The job moves between native and standalone mode.",
  classes: ["state-at-risk"],
  why: "the operator refuses the change (Cannot switch from native kubernetes to standalone kubernetes cluster, or back): nothing of this update takes effect, and the way round it deletes the job",
  next: "take a savepoint, delete the FlinkDeployment, and make the new one with initialSavepointPath",
  source: "DefaultValidator of operator 1.10 to 1.15",
  judge({ before, after }) {
    const old = modeOf(before.text(...PATH));
    const now = modeOf(after.text(...PATH));
    if (old === UNKNOWN || now === UNKNOWN || old === now) return [];
    return [{ class: "state-at-risk", field: PATH.join("."), before: old, after: now, at: { path: PATH } }];
  },
};
