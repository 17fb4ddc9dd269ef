package io.beamflink.local.operator;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.SchedulerExecutionMode;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.diff.DiffType;

/**
 * Reactive Mode: another number of TaskManagers, as a HorizontalPodAutoscaler writes it into the spec, changes the Deployment of TaskManagers
 * and nothing else. Flink then rescales the job by itself. The official operator does the same ({@code StandaloneFlinkService.scale}).
 */
final class ReactiveScaling {
  private final KubernetesClient kubernetes;
  private final OperatorConfiguration operator;
  private final ClusterService cluster;
  private final EventRecorder events;

  ReactiveScaling(KubernetesClient kubernetes, OperatorConfiguration operator, ClusterService cluster, EventRecorder events) {
    this.kubernetes = kubernetes;
    this.operator = operator;
    this.cluster = cluster;
    this.events = events;
  }

  /** Brings the cluster to the new spec where scaling is enough for that; false where it is not. */
  boolean scale(FlinkDeployment deployment, DiffType difference) {
    Configuration configuration = SpecToConfiguration.inherited(deployment.getSpec(), operator.defaults());
    Optional<Deployment> found = isEnough(difference, configuration) ? cluster.taskManager(deployment) : Optional.empty();
    if (found.isEmpty()) {
      return false;
    }
    int present = found.get().getSpec().getReplicas();
    int wanted = SpecToConfiguration.taskManagers(deployment.getSpec(), configuration);
    if (present != wanted) {
      var workloads = kubernetes.apps().deployments().inNamespace(deployment.getMetadata().getNamespace());
      workloads.withName(found.get().getMetadata().getName()).scale(wanted);
      events.normal(deployment, "Scaling", "From " + present + " to " + wanted + " TaskManagers, as the spec asks for in reactive mode");
    }
    return true;
  }

  static boolean isEnough(DiffType difference, Configuration configuration) {
    return difference == DiffType.SCALE && configuration.get(JobManagerOptions.SCHEDULER_MODE) == SchedulerExecutionMode.REACTIVE;
  }
}
