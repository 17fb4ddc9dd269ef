package io.beamflink.local.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.autoscaler.metrics.CollectedMetrics;
import org.apache.flink.autoscaler.metrics.ScalingMetric;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobVertexID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class AutoscalingStateTest {
  private static final JobVertexID VERTEX = JobVertexID.fromHexString("0123456789abcdef0123456789abcdef");

  private final Map<String, String> map = new HashMap<>();
  private int writes;

  private AutoscalingState state() {
    return new AutoscalingState(
        deployment -> AutoscalingMap.parse(map.get(AutoscalingMap.OVERRIDES_KEY)),
        (deployment, data) -> {
          map.clear();
          map.putAll(data);
          writes++;
        });
  }

  static AutoscalingContext context() {
    return new AutoscalingContext(Deployments.valid(), "0123456789abcdef0123456789abcdef", JobStatus.RUNNING, new Configuration(), () -> null);
  }

  @Test
  @DisplayName("keeps the chosen parallelism across a restart of the operator")
  void restart() {
    AutoscalingState before = state();
    before.storeParallelismOverrides(context(), Map.of("v1", "3", "v2", "1"));
    before.flush(context());
    assertEquals("v1:3,v2:1", map.get(AutoscalingMap.OVERRIDES_KEY));
    assertEquals(Map.of("v1", "3", "v2", "1"), state().getParallelismOverrides(context()));
  }

  @Test
  @DisplayName("does not lose it when the first step after a restart decides nothing")
  void restartWithoutDecision() {
    map.put(AutoscalingMap.OVERRIDES_KEY, "v1:3");
    state().flush(context());
    assertEquals(Map.of(AutoscalingMap.OVERRIDES_KEY, "v1:3"), map);
    assertEquals(0, writes);
  }

  @Test
  @DisplayName("forgets it when the autoscaler is turned off")
  void off() {
    map.put(AutoscalingMap.OVERRIDES_KEY, "v1:3");
    AutoscalingState state = state();
    state.clearAll(context());
    state.flush(context());
    assertEquals(Map.of(), map);
    assertEquals(Map.of(), state.getParallelismOverrides(context()));
  }

  @Test
  @DisplayName("shows the last metrics as JSON, infinity too, and writes only what has changed")
  void metrics() {
    AutoscalingState state = state();
    CollectedMetrics collected =
        new CollectedMetrics(Map.of(VERTEX, Map.of(ScalingMetric.LAG, 0.0, ScalingMetric.OBSERVED_TPR, Double.POSITIVE_INFINITY)), Map.of());
    state.storeCollectedMetrics(context(), new TreeMap<>(Map.of(Instant.EPOCH, collected)));
    state.flush(context());
    state.flush(context());
    assertEquals(1, writes);
    assertEquals(
        "{\"time\":\"1970-01-01T00:00:00Z\",\"vertices\":{\"" + VERTEX + "\":{\"LAG\":\"0.0\",\"OBSERVED_TPR\":\"Infinity\"}}}",
        map.get(AutoscalingMap.METRICS_KEY));
  }

  @Test
  @DisplayName("reads the ConfigMap again after its job was forgotten")
  void forgotten() {
    AutoscalingState state = state();
    assertTrue(state.getParallelismOverrides(context()).isEmpty());
    map.put(AutoscalingMap.OVERRIDES_KEY, "v1:2");
    state.removeInfoFromCache(context().getJobKey());
    assertEquals(Map.of("v1", "2"), state.getParallelismOverrides(context()));
  }
}
