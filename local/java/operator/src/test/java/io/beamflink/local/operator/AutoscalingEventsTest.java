package io.beamflink.local.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.autoscaler.ScalingSummary;
import org.apache.flink.autoscaler.event.AutoScalerEventHandler;
import org.apache.flink.autoscaler.event.AutoScalerEventHandler.Type;
import org.apache.flink.autoscaler.metrics.EvaluatedScalingMetric;
import org.apache.flink.autoscaler.metrics.ScalingMetric;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AutoscalingEventsTest {
  private static final Duration INTERVAL = Duration.ofMinutes(30);
  private static final JobVertexID VERTEX = JobVertexID.fromHexString("0123456789abcdef0123456789abcdef");

  private final List<String> written = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private final AutoscalingEvents events =
      new AutoscalingEvents((deployment, type, reason, message) -> written.add(type + " " + reason + ": " + message), new ManualClock());
  private final AutoscalingContext context = AutoscalingStateTest.context();

  private final class ManualClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private static Map<JobVertexID, ScalingSummary> summaries(int from, int to) {
    Map<ScalingMetric, EvaluatedScalingMetric> metrics =
        Map.of(
            ScalingMetric.TRUE_PROCESSING_RATE, EvaluatedScalingMetric.avg(100),
            ScalingMetric.EXPECTED_PROCESSING_RATE, EvaluatedScalingMetric.of(300),
            ScalingMetric.TARGET_DATA_RATE, EvaluatedScalingMetric.avg(210));
    return Map.of(VERTEX, new ScalingSummary(from, to, metrics));
  }

  @Test
  @DisplayName("says the same again only after the interval")
  void interval() {
    events.handleEvent(context, Type.Normal, "MemoryPressure", "heap 0.91", "heapUsage", INTERVAL);
    events.handleEvent(context, Type.Normal, "MemoryPressure", "heap 0.92", "heapUsage", INTERVAL);
    assertEquals(List.of("Normal MemoryPressure: heap 0.91"), written);
    now = now.plus(INTERVAL);
    events.handleEvent(context, Type.Normal, "MemoryPressure", "heap 0.93", "heapUsage", INTERVAL);
    assertEquals(2, written.size());
  }

  @Test
  @DisplayName("tells each scaling once while Flink is about it, and advice when it is another one")
  void scaling() {
    String executed = AutoScalerEventHandler.SCALING_SUMMARY_HEADER_SCALING_EXECUTION_ENABLED;
    events.handleScalingEvent(context, summaries(1, 3), executed, INTERVAL);
    events.handleScalingEvent(context, summaries(1, 3), executed, INTERVAL);
    assertEquals(1, written.size());
    now = now.plus(Duration.ofMinutes(1));
    events.handleScalingEvent(context, summaries(1, 3), executed, INTERVAL);
    assertEquals(2, written.size());
    written.remove(1);
    assertEquals(
        "Normal ScalingReport: Scaling execution enabled, begin scaling vertices:{ Vertex ID "
            + VERTEX
            + " | Parallelism 1 -> 3 | Processing capacity 100.00 -> 300.00 | Target data rate 210.00}",
        written.get(0));
    String advice = AutoScalerEventHandler.SCALING_SUMMARY_HEADER_SCALING_EXECUTION_DISABLED;
    events.handleScalingEvent(context, summaries(1, 3), advice, INTERVAL);
    events.handleScalingEvent(context, summaries(1, 3), advice, INTERVAL);
    assertEquals(2, written.size());
    events.handleScalingEvent(context, summaries(1, 4), advice, INTERVAL);
    assertEquals(3, written.size());
  }

  @Test
  @DisplayName("tells an error that stays once in five minutes, and of a new job of the name at once")
  void errors() {
    events.handleException(context, "AutoscalerError", new IllegalStateException("no metrics"));
    events.handleException(context, "AutoscalerError", new IllegalStateException("no metrics"));
    assertEquals(List.of("Warning AutoscalerError: no metrics"), written);
    events.forget(context.getJobKey());
    events.handleException(context, "AutoscalerError", new IllegalStateException("no metrics"));
    assertEquals(2, written.size());
  }
}
