package io.beamflink.local.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.flink.autoscaler.metrics.CollectedMetrics;
import org.apache.flink.autoscaler.state.InMemoryAutoScalerStateStore;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;

/**
 * What the autoscaler remembers of each job. The parallelism that it chose outlives the operator, in {@link AutoscalingMap}: with it an
 * upgraded job starts. Metrics and history are in memory, so after a restart of the operator a window is filled anew; the official operator
 * stores them as well.
 */
final class AutoscalingState extends InMemoryAutoScalerStateStore<ResourceID, AutoscalingContext> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Function<FlinkDeployment, Map<String, String>> readOverrides;
  private final BiConsumer<FlinkDeployment, Map<String, String>> write;

  /** What each job's ConfigMap is known to hold; a job without an entry has not been read since the operator started. */
  private final Map<ResourceID, Map<String, String>> stored = new ConcurrentHashMap<>();

  AutoscalingState(AutoscalingMap map) {
    this(map::overrides, map::write);
  }

  AutoscalingState(Function<FlinkDeployment, Map<String, String>> readOverrides, BiConsumer<FlinkDeployment, Map<String, String>> write) {
    this.readOverrides = readOverrides;
    this.write = write;
  }

  @Override
  public Map<String, String> getParallelismOverrides(AutoscalingContext context) {
    load(context);
    return super.getParallelismOverrides(context);
  }

  @Override
  public void storeParallelismOverrides(AutoscalingContext context, Map<String, String> overrides) {
    load(context);
    super.storeParallelismOverrides(context, overrides);
  }

  @Override
  public void clearAll(AutoscalingContext context) {
    load(context);
    super.clearAll(context);
  }

  /** The autoscaler calls it when it is done with a step. */
  @Override
  public void flush(AutoscalingContext context) {
    load(context);
    Map<String, String> data = new HashMap<>();
    Map<String, String> overrides = super.getParallelismOverrides(context);
    if (!overrides.isEmpty()) {
      data.put(AutoscalingMap.OVERRIDES_KEY, AutoscalingMap.format(new TreeMap<>(overrides)));
    }
    SortedMap<Instant, CollectedMetrics> metrics = getCollectedMetrics(context);
    if (!metrics.isEmpty()) {
      data.put(AutoscalingMap.METRICS_KEY, describe(metrics.lastKey(), metrics.get(metrics.lastKey())));
    }
    if (!data.equals(stored.get(context.getJobKey()))) {
      write.accept(context.deployment(), data);
      stored.put(context.getJobKey(), data);
    }
  }

  @Override
  public void removeInfoFromCache(ResourceID job) {
    super.removeInfoFromCache(job);
    stored.remove(job);
  }

  private void load(AutoscalingContext context) {
    if (stored.containsKey(context.getJobKey())) {
      return;
    }
    Map<String, String> overrides = readOverrides.apply(context.deployment());
    stored.put(context.getJobKey(), overrides.isEmpty() ? Map.of() : Map.of(AutoscalingMap.OVERRIDES_KEY, AutoscalingMap.format(overrides)));
    if (!overrides.isEmpty()) {
      super.storeParallelismOverrides(context, overrides);
    }
  }

  /** Numbers as text: JSON has no infinity, which is how the autoscaler says that nothing limits a rate. */
  private static String describe(Instant time, CollectedMetrics metrics) {
    Map<String, Object> vertices = new TreeMap<>();
    metrics
        .getVertexMetrics()
        .forEach(
            (vertex, values) -> {
              Map<String, String> texts = new TreeMap<>();
              values.forEach((metric, value) -> texts.put(metric.name(), String.valueOf(value)));
              vertices.put(vertex.toHexString(), texts);
            });
    try {
      return MAPPER.writeValueAsString(new TreeMap<>(Map.of("time", time.toString(), "vertices", vertices)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("metrics could not be written as JSON", e);
    }
  }
}
