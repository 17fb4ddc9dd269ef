package io.beamflink.local.operator;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.autoscaler.ScalingSummary;
import org.apache.flink.autoscaler.event.AutoScalerEventHandler;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.runtime.jobgraph.JobVertexID;

/**
 * Writes what the autoscaler reports as Kubernetes events of the FlinkDeployment, with the official operator's reasons: {@code ScalingReport}
 * (what is or would be scaled), {@code AutoscalerError}, {@code IneffectiveScaling}, {@code ScalingLimited}, {@code MemoryPressure}. A report
 * that says the same again is left out for the interval that the autoscaler names.
 */
final class AutoscalingEvents implements AutoScalerEventHandler<ResourceID, AutoscalingContext> {
  /** For an error that comes with every step; the official operator counts up one event. */
  private static final Duration ERROR_INTERVAL = Duration.ofMinutes(5);

  /** For one scaling, which the autoscaler reports with every step until Flink runs with it. */
  private static final Duration SCALING_INTERVAL = Duration.ofMinutes(1);

  /** Where events go. */
  interface Target {
    void write(FlinkDeployment deployment, Type type, String reason, String message);
  }

  private record Subject(ResourceID job, String reason, String key) {}

  private record Said(String what, Instant until) {}

  private final Target target;
  private final Clock clock;
  private final Map<Subject, Said> said = new ConcurrentHashMap<>();

  AutoscalingEvents(Target target, Clock clock) {
    this.target = target;
    this.clock = clock;
  }

  @Override
  public void handleEvent(AutoscalingContext context, Type type, String reason, String message, String messageKey, Duration interval) {
    Subject subject = new Subject(context.getJobKey(), reason, messageKey == null ? message : messageKey);
    if (isNew(subject, subject.key(), interval == null ? ERROR_INTERVAL : interval)) {
      tell(context, type, reason, message);
    }
  }

  @Override
  public void handleScalingEvent(AutoscalingContext context, Map<JobVertexID, ScalingSummary> summaries, String message, Duration interval) {
    boolean executed = message.contains(SCALING_SUMMARY_HEADER_SCALING_EXECUTION_ENABLED);
    Subject subject = new Subject(context.getJobKey(), SCALING_REPORT_REASON, executed ? "executed" : "advised");
    if (isNew(subject, AutoScalerEventHandler.getParallelismHashCode(summaries), executed ? SCALING_INTERVAL : interval)) {
      tell(context, Type.Normal, SCALING_REPORT_REASON, AutoScalerEventHandler.scalingReport(summaries, message));
    }
  }

  /** What is news each time. */
  void tell(AutoscalingContext context, Type type, String reason, String message) {
    target.write(context.deployment(), type, reason, message);
  }

  void forget(ResourceID job) {
    said.keySet().removeIf(subject -> subject.job().equals(job));
  }

  private boolean isNew(Subject subject, String what, Duration interval) {
    Instant now = clock.instant();
    said.values().removeIf(old -> !now.isBefore(old.until()));
    Said before = said.get(subject);
    if (before != null && before.what().equals(what)) {
      return false;
    }
    said.put(subject, new Said(what, now.plus(interval)));
    return true;
  }
}
