package io.beamflink.local.operator;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.kubernetes.operator.api.status.SavepointFormatType;

/** The official operator's configuration keys that the stand-in obeys, with the official defaults. */
final class OperatorOptions {
  /** Keys below these are for the operator, not for the cluster. */
  static final List<String> PREFIXES = List.of("kubernetes.operator.", "job.autoscaler.");

  static final ConfigOption<String> WATCHED_NAMESPACES =
      ConfigOptions.key("kubernetes.operator.watched.namespaces").stringType().defaultValue("");
  static final ConfigOption<Duration> RECONCILE_INTERVAL =
      ConfigOptions.key("kubernetes.operator.reconcile.interval").durationType().defaultValue(Duration.ofMinutes(1));
  static final ConfigOption<Boolean> HEALTH_PROBE_ENABLED =
      ConfigOptions.key("kubernetes.operator.health.probe.enabled").booleanType().defaultValue(true);
  static final ConfigOption<Integer> HEALTH_PROBE_PORT =
      ConfigOptions.key("kubernetes.operator.health.probe.port").intType().defaultValue(8085);
  static final ConfigOption<Duration> FLINK_CLIENT_TIMEOUT =
      ConfigOptions.key("kubernetes.operator.flink.client.timeout").durationType().defaultValue(Duration.ofSeconds(10));
  static final ConfigOption<Boolean> SAVEPOINT_ON_DELETION =
      ConfigOptions.key("kubernetes.operator.job.savepoint-on-deletion").booleanType().defaultValue(false);
  /** Despite its name it rules every stop with a savepoint, upgrades too, as it does in the official operator. */
  static final ConfigOption<Boolean> DRAIN_ON_SAVEPOINT =
      ConfigOptions.key("kubernetes.operator.job.drain-on-savepoint-deletion").booleanType().defaultValue(false);
  static final ConfigOption<SavepointFormatType> SAVEPOINT_FORMAT =
      ConfigOptions.key("kubernetes.operator.savepoint.format.type").enumType(SavepointFormatType.class).defaultValue(SavepointFormatType.CANONICAL);
  static final ConfigOption<Boolean> LAST_STATE_FALLBACK =
      ConfigOptions.key("kubernetes.operator.job.upgrade.last-state-fallback.enabled").booleanType().defaultValue(true);
  static final ConfigOption<Boolean> DEPLOYMENT_RECOVERY =
      ConfigOptions.key("kubernetes.operator.jm-deployment-recovery.enabled").booleanType().defaultValue(true);
  static final ConfigOption<Boolean> MERGE_ARRAYS_BY_NAME =
      ConfigOptions.key("kubernetes.operator.pod-template.merge-arrays-by-name").booleanType().defaultValue(false);

  private OperatorOptions() {}
}
