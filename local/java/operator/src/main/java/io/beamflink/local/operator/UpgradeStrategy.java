package io.beamflink.local.operator;

import java.util.Optional;
import org.apache.flink.kubernetes.operator.api.spec.UpgradeMode;

/** Decides how a deployed job is taken down and what the next launch starts from; a pure function of what is known about the job. */
final class UpgradeStrategy {
  private UpgradeStrategy() {}

  /** What is known about the job that is, or was, deployed; {@code wasStable}: since its last launch. */
  record Situation(
      UpgradeMode wanted,
      boolean running,
      boolean suspended,
      boolean wasStable,
      boolean hasRestorableState,
      boolean lastStateFallback,
      Optional<String> snapshotOfEndedJob,
      Optional<String> previousRestorePoint) {}

  enum Action {
    /** Ask the running job for a savepoint, and stop it with that. */
    STOP_WITH_SAVEPOINT,
    /** Take the cluster down and deploy the next one with {@link Plan#restoreFrom}, without high availability data. */
    REDEPLOY,
    /** Take the cluster down, and let the next one go on from the high availability data. */
    REDEPLOY_FROM_LAST_STATE,
    /** Leave all as it is and tell why. */
    REFUSE
  }

  record Plan(Action action, Optional<String> restoreFrom, String reason) {}

  static Plan plan(Situation now) {
    if (now.wanted() == UpgradeMode.STATELESS) {
      return redeploy(Optional.empty(), "stateless");
    }
    if (now.suspended()) {
      return now.hasRestorableState() ? lastState("resumed") : redeploy(now.previousRestorePoint(), "resumed");
    }
    if (now.wanted() == UpgradeMode.SAVEPOINT && now.running()) {
      return new Plan(Action.STOP_WITH_SAVEPOINT, Optional.empty(), "savepoint");
    }
    if (now.hasRestorableState() && (now.wanted() == UpgradeMode.LAST_STATE || now.lastStateFallback())) {
      return lastState(now.wanted() == UpgradeMode.LAST_STATE ? "last-state" : "last-state, since the job does not run");
    }
    if (now.snapshotOfEndedJob().isPresent()) {
      return redeploy(now.snapshotOfEndedJob(), "the ended job's last snapshot");
    }
    if (!now.wasStable()) {
      return redeploy(now.previousRestorePoint(), "the job never ran, so it starts from where it was to start");
    }
    return new Plan(
        Action.REFUSE,
        Optional.empty(),
        "the job does not run, and neither a savepoint, a retained checkpoint nor high availability data of it is left to go on from: set"
            + " spec.job.initialSavepointPath with a new spec.job.savepointRedeployNonce, or upgradeMode to stateless.");
  }

  private static Plan redeploy(Optional<String> restoreFrom, String reason) {
    return new Plan(Action.REDEPLOY, restoreFrom, reason);
  }

  private static Plan lastState(String reason) {
    return new Plan(Action.REDEPLOY_FROM_LAST_STATE, Optional.empty(), reason);
  }
}
