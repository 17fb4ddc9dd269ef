package io.beamflink.local.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.JobStatus;
import org.junit.jupiter.api.Test;

class JobObserverTest {
  private static FlinkRestClient.Job job(String id, JobStatus state, long startTime) {
    return new FlinkRestClient.Job(id, "orders", state, startTime, startTime, true);
  }

  private static Optional<String> picked(String id, FlinkRestClient.Job... jobs) {
    return JobObserver.pick(List.of(jobs), id).map(FlinkRestClient.Job::id);
  }

  @Test
  void followsTheJobThatLivesEvenIfItFollowedOneThatHasEnded() {
    var ended = job("old", JobStatus.CANCELED, 1);
    assertEquals(Optional.of("new"), picked("old", ended, job("new", JobStatus.RUNNING, 2)));
    assertEquals(Optional.of("new"), picked("new", ended, job("new", JobStatus.RESTARTING, 2)));
  }

  @Test
  void takesTheLaunchedJobAmongThoseThatHaveEnded() {
    assertEquals(Optional.of("mine"), picked("mine", job("mine", JobStatus.FAILED, 1), job("other", JobStatus.FINISHED, 2)));
  }

  @Test
  void takesTheNewestWhereTheProgramChoseItsId() {
    assertEquals(Optional.of("b"), picked("mine", job("a", JobStatus.FAILED, 1), job("b", JobStatus.FAILED, 2)));
    assertEquals(Optional.empty(), picked("mine"));
  }
}
