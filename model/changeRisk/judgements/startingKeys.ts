/** Flink's own keys on what a job starts from, which are the operator's to write. */
import type { ChangeJudgement } from "../judgement.ts";

const SETTINGS =
  /^execution\.(?:savepoint|state-recovery)\.(?:path|claim-mode|ignore-unclaimed-state)$|^execution\.savepoint-restore-mode$/;

export const startingKeys: ChangeJudgement = {
  id: "starting-keys",
  title: "Flink's configuration says what the job starts from.",
  classes: ["state-at-risk"],
  why: "the operator writes these keys itself at every deployment, by the upgrade mode: one in the manifest may send the job to another snapshot, or drop state",
  next: "leave them out; initialSavepointPath with a new savepointRedeployNonce starts a job from a snapshot of choice",
  source: "execution.state-recovery.* of Flink; AbstractFlinkService and FlinkConfigBuilder of the operator",
  judge: ({ differences }) =>
    differences.filter(({ field, unknown }) => SETTINGS.test(field) && !unknown).map((one) => ({ ...one, class: "state-at-risk" })),
};
