package io.beamflink.local.operator;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes down what belongs to a FlinkDeployment that is being deleted; the finalizer stays until it says that nothing is left. */
final class JobDeletion {
  private static final Logger LOG = LoggerFactory.getLogger(JobDeletion.class);

  private final OperatorConfiguration operator;
  private final ClusterService cluster;
  private final EventRecorder events;
  private final KubernetesClient kubernetes;
  private final JobStop stop;

  JobDeletion(OperatorConfiguration operator, ClusterService cluster, EventRecorder events, KubernetesClient kubernetes) {
    this.operator = operator;
    this.cluster = cluster;
    this.events = events;
    this.kubernetes = kubernetes;
    this.stop = new JobStop(operator);
  }

  /** One step; true when all is gone. */
  boolean step(FlinkDeployment deployment) {
    if (!endJob(deployment) || !cluster.delete(deployment)) {
      return false;
    }
    cluster.deleteHighAvailabilityData(deployment);
    LOG.info("{}/{}: deleted", deployment.getMetadata().getNamespace(), deployment.getMetadata().getName());
    return true;
  }

  /** Stops with a savepoint where the configuration asks for it, else cancels; true when the cluster may go. */
  private boolean endJob(FlinkDeployment deployment) {
    Optional<Deployment> jobManager = cluster.jobManager(deployment).filter(found -> found.getMetadata().getDeletionTimestamp() == null);
    if (jobManager.isEmpty()) {
      return true;
    }
    Configuration configuration = SpecToConfiguration.inherited(deployment.getSpec(), operator.defaults());
    boolean wantsSavepoint = configuration.get(OperatorOptions.SAVEPOINT_ON_DELETION);
    FlinkRestClient rest = cluster.rest(deployment);
    if (wantsSavepoint && stop.isUnderWay(deployment)) {
      return awaitSavepoint(deployment, rest);
    }
    try {
      for (FlinkRestClient.Job job : rest.jobs()) {
        if (job.state().isGloballyTerminalState()) {
          continue;
        }
        if (wantsSavepoint && job.allTasksRun()) {
          stop.begin(deployment, rest, job.id());
          events.normal(deployment, "Cleanup", "Stopping the job with a savepoint before it is deleted");
          writeStatus(deployment);
          return false;
        }
        rest.cancel(job.id());
      }
      return true;
    } catch (IOException e) {
      return endUnreachableJob(deployment, jobManager.get(), wantsSavepoint, e);
    }
  }

  private boolean awaitSavepoint(FlinkDeployment deployment, FlinkRestClient rest) {
    JobStop.Result result = stop.poll(deployment, rest);
    if (result.running()) {
      return false;
    }
    result.failure().ifPresent(failure -> {
      deployment.getStatus().setError(StatusError.upgrade("The deletion waits for a savepoint, which failed and is tried again: " + failure).toJson());
      events.warning(deployment, "SavepointError", failure);
    });
    result.location().ifPresent(path -> events.normal(deployment, "SavepointCompleted", "Stopped with the savepoint " + path));
    writeStatus(deployment);
    return result.location().isPresent();
  }

  /** A JobManager that is up will answer in a moment; one that is not has no job to save. */
  private boolean endUnreachableJob(FlinkDeployment deployment, Deployment jobManager, boolean wantsSavepoint, IOException reason) {
    if (wantsSavepoint && ClusterService.isAvailable(jobManager)) {
      LOG.warn("{}: waiting for the JobManager to take the savepoint", deployment.getMetadata().getName(), reason);
      return false;
    }
    return true;
  }

  /** A step of a deletion has no other way to remember something. */
  private void writeStatus(FlinkDeployment deployment) {
    kubernetes
        .resources(FlinkDeployment.class)
        .inNamespace(deployment.getMetadata().getNamespace())
        .withName(deployment.getMetadata().getName())
        .editStatus(
            current -> {
              current.setStatus(deployment.getStatus());
              return current;
            });
  }
}
