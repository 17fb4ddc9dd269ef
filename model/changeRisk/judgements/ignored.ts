/** Fields that the operator reads when it needs them: the job runs on. */
import type { ChangeJudgement } from "../judgement.ts";

export const ignored: ChangeJudgement = {
  id: "ignored",
  title: "A field that the operator takes over without touching the job.",
  classes: ["no-restart"],
  why: "the operator takes this over without touching the job: labels and annotations, its own keys, those of the autoscaler, and fields that it reads at the next upgrade or first start",
  next: "nothing",
  source: '@SpecDiff(IGNORE) of operator 1.10; "Spec Diff and Upgrade Decisions" of the operator\'s documentation',
  judge: ({ differences }) =>
    differences.filter(({ action, unknown }) => action === "ignored" && !unknown).map((one) => ({ ...one, class: "no-restart" })),
};
