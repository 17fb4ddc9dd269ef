package io.beamflink.local.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.beamflink.local.operator.UpgradeStrategy.Action;
import io.beamflink.local.operator.UpgradeStrategy.Plan;
import io.beamflink.local.operator.UpgradeStrategy.Situation;
import java.util.Optional;
import org.apache.flink.kubernetes.operator.api.spec.UpgradeMode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class UpgradeStrategyTest {
  private static final Optional<String> NONE = Optional.empty();
  private static final Optional<String> OLD = Optional.of("s3://flink/savepoint-old");

  /** A job that has run, and is down now, without anything left of it. */
  private static Situation down(UpgradeMode mode) {
    return new Situation(mode, false, false, true, false, true, NONE, OLD);
  }

  @Test
  @DisplayName("stateless starts from nothing, whatever there is")
  void stateless() {
    Plan plan = UpgradeStrategy.plan(new Situation(UpgradeMode.STATELESS, true, false, true, true, true, OLD, OLD));
    assertEquals(Action.REDEPLOY, plan.action());
    assertEquals(NONE, plan.restoreFrom());
  }

  @Test
  @DisplayName("savepoint stops a running job with a savepoint")
  void savepoint() {
    Plan plan = UpgradeStrategy.plan(new Situation(UpgradeMode.SAVEPOINT, true, false, true, true, true, NONE, OLD));
    assertEquals(Action.STOP_WITH_SAVEPOINT, plan.action());
  }

  @Test
  @DisplayName("savepoint falls back to the last state when the job does not run, unless that is turned off")
  void fallback() {
    Situation on = new Situation(UpgradeMode.SAVEPOINT, false, false, true, true, true, NONE, OLD);
    assertEquals(Action.REDEPLOY_FROM_LAST_STATE, UpgradeStrategy.plan(on).action());
    Situation off = new Situation(UpgradeMode.SAVEPOINT, false, false, true, true, false, NONE, OLD);
    assertEquals(Action.REFUSE, UpgradeStrategy.plan(off).action());
  }

  @Test
  @DisplayName("last-state goes on from high availability data, without a savepoint, even while the job runs")
  void lastState() {
    Plan plan = UpgradeStrategy.plan(new Situation(UpgradeMode.LAST_STATE, true, false, true, true, true, NONE, OLD));
    assertEquals(Action.REDEPLOY_FROM_LAST_STATE, plan.action());
  }

  @Test
  @DisplayName("an ended job is followed by one from its last snapshot")
  void ended() {
    Optional<String> last = Optional.of("s3://flink/chk-7");
    Plan plan = UpgradeStrategy.plan(new Situation(UpgradeMode.SAVEPOINT, false, false, true, false, true, last, OLD));
    assertEquals(Action.REDEPLOY, plan.action());
    assertEquals(last, plan.restoreFrom());
  }

  @Test
  @DisplayName("a job that never ran starts from where it was to start")
  void neverRan() {
    Plan plan = UpgradeStrategy.plan(new Situation(UpgradeMode.SAVEPOINT, false, false, false, false, true, NONE, OLD));
    assertEquals(Action.REDEPLOY, plan.action());
    assertEquals(OLD, plan.restoreFrom());
  }

  @Test
  @DisplayName("a suspended job goes on from its savepoint, or from the last state where that was kept")
  void suspended() {
    Situation savepoint = new Situation(UpgradeMode.SAVEPOINT, false, true, true, false, true, NONE, OLD);
    assertEquals(OLD, UpgradeStrategy.plan(savepoint).restoreFrom());
    Situation lastState = new Situation(UpgradeMode.LAST_STATE, false, true, true, true, true, NONE, OLD);
    assertEquals(Action.REDEPLOY_FROM_LAST_STATE, UpgradeStrategy.plan(lastState).action());
  }

  @Test
  @DisplayName("refuses to lose state, and says what a person can do")
  void refuse() {
    for (UpgradeMode mode : new UpgradeMode[] {UpgradeMode.SAVEPOINT, UpgradeMode.LAST_STATE}) {
      Plan plan = UpgradeStrategy.plan(down(mode));
      assertEquals(Action.REFUSE, plan.action());
      assertTrue(plan.reason().contains("spec.job.initialSavepointPath"), plan.reason());
    }
  }
}
