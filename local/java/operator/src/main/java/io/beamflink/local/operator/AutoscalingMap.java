package io.beamflink.local.operator;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.utils.Constants;

/**
 * The ConfigMap {@code autoscaler-<name>}, where the official operator, too, keeps what the autoscaler decided. It goes with its
 * FlinkDeployment.
 */
final class AutoscalingMap {
  /** The official operator's key and format: {@code vertex:parallelism,...}. */
  static final String OVERRIDES_KEY = "parallelismOverrides";

  /** The stand-in's own key: what the autoscaler saw last, as JSON for people. The official operator has its whole history, compressed. */
  static final String METRICS_KEY = "lastMetrics";

  private final KubernetesClient kubernetes;

  AutoscalingMap(KubernetesClient kubernetes) {
    this.kubernetes = kubernetes;
  }

  /** Parallelism by vertex; empty while the autoscaler has not scaled the job. */
  Map<String, String> overrides(FlinkDeployment deployment) {
    ConfigMap found = kubernetes.configMaps().inNamespace(deployment.getMetadata().getNamespace()).withName(name(deployment)).get();
    return Optional.ofNullable(found).map(ConfigMap::getData).map(data -> parse(data.get(OVERRIDES_KEY))).orElse(Map.of());
  }

  void write(FlinkDeployment deployment, Map<String, String> data) {
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name(deployment))
            .withNamespace(deployment.getMetadata().getNamespace())
            .addToLabels(Constants.LABEL_COMPONENT_KEY, "autoscaler")
            .addToLabels(Constants.LABEL_APP_KEY, deployment.getMetadata().getName())
            .addNewOwnerReference()
            .withApiVersion(deployment.getApiVersion())
            .withKind(deployment.getKind())
            .withName(deployment.getMetadata().getName())
            .withUid(deployment.getMetadata().getUid())
            .endOwnerReference()
            .endMetadata()
            .withData(data)
            .build();
    kubernetes.resource(map).createOr(NonDeletingOperation::update);
  }

  static String format(Map<String, String> overrides) {
    return ConfigurationUtils.convertValue(overrides, String.class);
  }

  static Map<String, String> parse(String overrides) {
    return overrides == null || overrides.isEmpty() ? Map.of() : ConfigurationUtils.convertValue(overrides, Map.class);
  }

  private static String name(FlinkDeployment deployment) {
    return "autoscaler-" + deployment.getMetadata().getName();
  }
}
