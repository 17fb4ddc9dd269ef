/** With what the job reads its state: its identity, and how it reaches the bucket. */
import type { ChangeJudgement } from "../judgement.ts";

const ACCOUNT = "spec.serviceAccount";

/** Settings of Flink's file systems that say where and as whom. */
const SETTINGS = /^(?:s3\.(?!entropy)|fs\.|gs\.auth|google\.cloud\.auth)/;

export const stateAccess: ChangeJudgement = {
  id: "state-access",
  title: "The job reads its state as somebody else, or by another way.",
  classes: ["state-at-risk"],
  why: "the job goes on from a snapshot that it has to read with this: where the new identity or address does not reach it, the job does not start",
  next: "see that the new identity or address reads the old checkpoints and savepoints, before the update",
  source: "documentation of Flink's file systems; spec.serviceAccount of the FlinkDeployment",
  judge: ({ differences }) =>
    differences
      .filter(({ field, unknown }) => !unknown && (field === ACCOUNT || SETTINGS.test(field)))
      .map((one) => ({ ...one, class: "state-at-risk" })),
};
