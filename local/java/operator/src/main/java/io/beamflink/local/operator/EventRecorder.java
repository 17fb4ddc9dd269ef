package io.beamflink.local.operator;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happens to a FlinkDeployment as Kubernetes events, and to the log. */
final class EventRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

  private static final String COMPONENT = "flink-operator-stand-in";

  /** Kubernetes' own limit for an event's message. */
  private static final int MAX_MESSAGE = 1024;

  private final KubernetesClient kubernetes;

  EventRecorder(KubernetesClient kubernetes) {
    this.kubernetes = kubernetes;
  }

  void normal(FlinkDeployment deployment, String reason, String message) {
    LOG.info("{}/{}: {}: {}", deployment.getMetadata().getNamespace(), deployment.getMetadata().getName(), reason, message);
    record(deployment, "Normal", reason, message);
  }

  void warning(FlinkDeployment deployment, String reason, String message) {
    LOG.warn("{}/{}: {}: {}", deployment.getMetadata().getNamespace(), deployment.getMetadata().getName(), reason, message);
    record(deployment, "Warning", reason, message);
  }

  private void record(FlinkDeployment deployment, String type, String reason, String message) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withGenerateName(deployment.getMetadata().getName() + ".")
            .withNamespace(deployment.getMetadata().getNamespace())
            .endMetadata()
            .withType(type)
            .withReason(reason)
            .withMessage(message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 3) + "...")
            .withCount(1)
            .withFirstTimestamp(now)
            .withLastTimestamp(now)
            .withNewSource()
            .withComponent(COMPONENT)
            .endSource()
            .withNewInvolvedObject()
            .withApiVersion(deployment.getApiVersion())
            .withKind(deployment.getKind())
            .withName(deployment.getMetadata().getName())
            .withNamespace(deployment.getMetadata().getNamespace())
            .withUid(deployment.getMetadata().getUid())
            .endInvolvedObject()
            .build();
    try {
      kubernetes.v1().events().inNamespace(deployment.getMetadata().getNamespace()).resource(event).create();
    } catch (KubernetesClientException e) {
      // An event is a courtesy: without it the status still tells.
      LOG.warn("could not write the event {}", reason, e);
    }
  }
}
