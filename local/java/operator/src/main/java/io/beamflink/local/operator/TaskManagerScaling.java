package io.beamflink.local.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;

/**
 * Grows and shrinks a cluster's Deployment of TaskManagers with the slots that its job needs, in the place of Flink's resource manager, which
 * does so in native mode. Only TaskManagers without a used slot are taken away.
 */
final class TaskManagerScaling {
  /** Kubernetes removes the pods with the lowest cost first. */
  private static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

  private static final int COST_IN_USE = 100;
  private static final int COST_IDLE = 0;

  private final KubernetesClient kubernetes;
  private final ClusterService cluster;
  private final EventRecorder events;

  TaskManagerScaling(KubernetesClient kubernetes, ClusterService cluster, EventRecorder events) {
    this.kubernetes = kubernetes;
    this.cluster = cluster;
    this.events = events;
  }

  void growTo(FlinkDeployment deployment, int needed) {
    Optional<Deployment> found = cluster.taskManager(deployment);
    int present = found.map(workload -> workload.getSpec().getReplicas()).orElse(0);
    if (found.isPresent() && needed > present) {
      scale(deployment, found.get(), needed);
      events.normal(deployment, "TaskManagers", "From " + present + " to " + needed + " TaskManagers, for the slots that the job asks for");
    }
  }

  /** {@code registered} are the TaskManagers that the JobManager knows. */
  void shrinkTo(FlinkDeployment deployment, int needed, List<FlinkRestClient.TaskManager> registered) {
    Optional<Deployment> found = cluster.taskManager(deployment);
    int present = found.map(workload -> workload.getSpec().getReplicas()).orElse(0);
    int target = replicasAfterShrink(present, needed, deployment.getSpec().getTaskManager().getReplicas(), registered);
    if (found.isEmpty() || target >= present) {
      return;
    }
    Set<String> inUse = registered.stream().filter(FlinkRestClient.TaskManager::isInUse).map(FlinkRestClient.TaskManager::host).collect(Collectors.toSet());
    for (Pod pod : cluster.taskManagerPods(deployment)) {
      setCost(pod, inUse.contains(pod.getStatus().getPodIP()) || inUse.contains(pod.getMetadata().getName()) ? COST_IN_USE : COST_IDLE);
    }
    scale(deployment, found.get(), target);
    events.normal(deployment, "TaskManagers", "From " + present + " to " + target + " TaskManagers: the others have no used slot");
  }

  /** Never fewer than are in use, nor than the spec asks for. */
  static int replicasAfterShrink(int present, int needed, Integer ofSpec, List<FlinkRestClient.TaskManager> registered) {
    int inUse = (int) registered.stream().filter(FlinkRestClient.TaskManager::isInUse).count();
    return Math.min(present, Math.max(Math.max(needed, inUse), ofSpec == null ? 0 : ofSpec));
  }

  private void setCost(Pod pod, int cost) {
    String text = String.valueOf(cost);
    if (Objects.equals(pod.getMetadata().getAnnotations().get(DELETION_COST), text)) {
      return;
    }
    kubernetes
        .resource(pod)
        .edit(
            current -> {
              current.getMetadata().getAnnotations().put(DELETION_COST, text);
              return current;
            });
  }

  private void scale(FlinkDeployment deployment, Deployment workload, int replicas) {
    var workloads = kubernetes.apps().deployments().inNamespace(deployment.getMetadata().getNamespace());
    workloads.withName(workload.getMetadata().getName()).scale(replicas);
  }
}
