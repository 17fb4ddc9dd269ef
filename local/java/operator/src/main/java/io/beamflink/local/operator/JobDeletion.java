package io.beamflink.local.operator;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.status.JobManagerDeploymentStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes down what belongs to a FlinkDeployment that is being deleted; the finalizer stays until it says that nothing is left.
 *
 * <p>As the official operator does, it reads its keys from the present spec, waits as long as a job that is to be saved does not run (a
 * suspended or finished one too) or its savepoint fails, and goes on when {@code savepoint-on-deletion} is turned off. Unlike the official one
 * it does not stop trying after 15 attempts, and a savepoint has no time limit of its own but Flink's.
 */
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
    if (deployment.getStatus().getReconciliationStatus().isBeforeFirstDeployment() || isGoing(deployment)) {
      return true;
    }
    FlinkRestClient rest = cluster.rest(deployment);
    if (!SpecToConfiguration.inherited(deployment.getSpec(), operator.defaults()).get(OperatorOptions.SAVEPOINT_ON_DELETION)) {
      cancel(deployment, rest);
      return true;
    }
    return stop.isUnderWay(deployment) ? awaitSavepoint(deployment, rest) : beginSavepoint(deployment, rest);
  }

  /** Whether an earlier step has taken the JobManager down. That of a suspended job was missing before. */
  private boolean isGoing(FlinkDeployment deployment) {
    Optional<Deployment> jobManager = cluster.jobManager(deployment).filter(found -> found.getMetadata().getDeletionTimestamp() == null);
    return jobManager.isEmpty() && deployment.getStatus().getJobManagerDeploymentStatus() != JobManagerDeploymentStatus.MISSING;
  }

  /** So that checkpoints are kept or deleted as the job says; a job that cannot be asked goes with its cluster. */
  private static void cancel(FlinkDeployment deployment, FlinkRestClient rest) {
    try {
      for (FlinkRestClient.Job job : rest.jobs()) {
        if (!job.state().isGloballyTerminalState()) {
          rest.cancel(job.id());
        }
      }
    } catch (IOException e) {
      LOG.info("{}: no job to cancel: {}", deployment.getMetadata().getName(), e.getMessage());
    }
  }

  private boolean beginSavepoint(FlinkDeployment deployment, FlinkRestClient rest) {
    try {
      Optional<FlinkRestClient.Job> running = rest.jobs().stream().filter(FlinkRestClient.Job::allTasksRun).findFirst();
      if (running.isPresent()) {
        stop.begin(deployment, rest, running.get().id());
        deployment.getStatus().setError(null);
        events.normal(deployment, "Cleanup", "Stopping the job with a savepoint before it is deleted");
        writeStatus(deployment);
      } else {
        hold(deployment, "the job does not run");
      }
    } catch (IOException e) {
      hold(deployment, "the JobManager does not answer: " + e.getMessage());
    }
    return false;
  }

  private void hold(FlinkDeployment deployment, String reason) {
    String error = StatusError.upgrade("The deletion waits for a job that can be stopped with a savepoint: " + reason).toJson();
    if (!error.equals(deployment.getStatus().getError())) {
      deployment.getStatus().setError(error);
      events.warning(deployment, "CleanupFailed", reason);
      writeStatus(deployment);
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
