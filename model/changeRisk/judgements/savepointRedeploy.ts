/** A new nonce sets the job back to a savepoint. */
import { shownValue } from "../fieldValue.ts";
import type { ChangeJudgement } from "../judgement.ts";

export const savepointRedeploy: ChangeJudgement = {
  id: "savepoint-redeploy",
  title: "The job is set back to a savepoint.",
  classes: ["state-lost", "not-evaluated"],
  why: "a new savepointRedeployNonce starts the job from initialSavepointPath: the state it has now is given up, and the operator cannot roll back",
  next: "see that the savepoint is the one that is meant, and that the sources still have what came after it",
  source: '@SpecDiff(SAVEPOINT_REDEPLOY) of operator 1.10; "Redeploy using the savepointRedeployNonce" of the operator\'s documentation',
  judge: ({ after, differences }) =>
    differences
      .filter(({ action }) => action === "redeployedFromSavepoint")
      .map((one) => {
        if (one.unknown) return { ...one, class: "not-evaluated", why: "whether the nonce is a new one is not known" };
        const savepoint = shownValue(after.value("spec", "job", "initialSavepointPath"), "initialSavepointPath");
        return { ...one, class: "state-lost", after: `${one.after}, with initialSavepointPath ${savepoint}` };
      }),
};
