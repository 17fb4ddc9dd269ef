package io.beamflink.local.operator;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.status.FlinkDeploymentStatus;
import org.apache.flink.kubernetes.operator.api.status.JobManagerDeploymentStatus;
import org.apache.flink.kubernetes.operator.api.status.TaskManagerInfo;
import org.apache.flink.kubernetes.operator.utils.StandaloneKubernetesUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at a deployed cluster, through Kubernetes and Flink's REST API, and writes what it sees into the status. */
final class JobObserver {
  private static final Logger LOG = LoggerFactory.getLogger(JobObserver.class);

  private final ClusterService cluster;

  JobObserver(ClusterService cluster) {
    this.cluster = cluster;
  }

  /**
   * What was seen.
   *
   * @param job as the REST API answers; empty while it does not, or knows no job
   * @param error what a person should know; empty while all is well
   */
  record Observation(Optional<FlinkRestClient.Job> job, Optional<StatusError> error) {
    /** All tasks run, or the job has ended for good: nothing changes soon. */
    boolean isSettled() {
      return job.isPresent() && (job.get().allTasksRun() || job.get().state().isGloballyTerminalState()) && error.isEmpty();
    }
  }

  Observation observe(FlinkDeployment deployment) {
    FlinkDeploymentStatus status = deployment.getStatus();
    Optional<Deployment> jobManager = cluster.jobManager(deployment);
    status.setTaskManager(taskManagers(deployment));
    if (jobManager.isEmpty()) {
      status.setJobManagerDeploymentStatus(JobManagerDeploymentStatus.MISSING);
      return new Observation(Optional.empty(), Optional.empty());
    }
    try {
      return observeReady(deployment, cluster.rest(deployment));
    } catch (IOException e) {
      LOG.debug("{}: no answer from the JobManager yet", deployment.getMetadata().getName(), e);
      return observeNotReady(deployment, jobManager.get());
    }
  }

  private Observation observeReady(FlinkDeployment deployment, FlinkRestClient rest) throws IOException {
    FlinkDeploymentStatus status = deployment.getStatus();
    Optional<FlinkRestClient.Job> job = pick(rest.jobs(), status.getJobStatus().getJobId());
    status.setJobManagerDeploymentStatus(JobManagerDeploymentStatus.READY);
    if (status.getClusterInfo() == null || status.getClusterInfo().isEmpty()) {
      status.setClusterInfo(rest.clusterInfo());
    }
    if (job.isEmpty()) {
      // A JobManager that started again does not list a job that had ended; what it ended with is known here.
      if (!hasEnded(status)) {
        status.getJobStatus().setState(JobStatus.RECONCILING);
      }
      return new Observation(job, Optional.empty());
    }
    write(job.get(), status);
    if (job.get().state() == JobStatus.FAILED) {
      String why = rest.failure(job.get().id()).map(StackTraces::shorten).orElse("Flink gave no cause");
      return new Observation(job, Optional.of(StatusError.job(why)));
    }
    if (job.get().state() == JobStatus.RUNNING && job.get().allTasksRun() && !status.getReconciliationStatus().isLastReconciledSpecStable()) {
      status.getReconciliationStatus().markReconciledSpecAsStable();
    }
    boolean waits = !job.get().allTasksRun() && !job.get().state().isGloballyTerminalState();
    Optional<PodErrors.Finding> finding =
        waits
            ? PodErrors.find("TaskManager", cluster.taskManager(deployment).orElse(null), cluster.taskManagerPods(deployment))
            : Optional.empty();
    return new Observation(job, finding.map(found -> StatusError.deployment(found.message())));
  }

  private Observation observeNotReady(FlinkDeployment deployment, Deployment jobManager) {
    FlinkDeploymentStatus status = deployment.getStatus();
    Optional<PodErrors.Finding> finding = PodErrors.find("JobManager", jobManager, cluster.jobManagerPods(deployment));
    boolean failed = finding.map(PodErrors.Finding::fatal).orElse(false);
    if (failed) {
      status.setJobManagerDeploymentStatus(JobManagerDeploymentStatus.ERROR);
    } else {
      status.setJobManagerDeploymentStatus(
          ClusterService.isAvailable(jobManager) ? JobManagerDeploymentStatus.DEPLOYED_NOT_READY : JobManagerDeploymentStatus.DEPLOYING);
    }
    if (!hasEnded(status) || status.getJobStatus().getState() == JobStatus.FAILED) {
      status.getJobStatus().setState(failed ? JobStatus.FAILED : JobStatus.RECONCILING);
    }
    return new Observation(Optional.empty(), finding.map(found -> StatusError.deployment(found.message())));
  }

  private TaskManagerInfo taskManagers(FlinkDeployment deployment) {
    Map<String, String> labels = StandaloneKubernetesUtils.getTaskManagerSelectors(deployment.getMetadata().getName());
    String selector = labels.entrySet().stream().map(label -> label.getKey() + "=" + label.getValue()).sorted().reduce((a, b) -> a + "," + b).orElse("");
    int replicas = cluster.taskManager(deployment).map(found -> found.getSpec().getReplicas()).orElse(0);
    return new TaskManagerInfo(selector, replicas);
  }

  /**
   * The job that lives; else the one that the operator launched; else, where a program chose another id, the newest. A JobManager may list a job
   * that an earlier deployment of the same name ended with before it lists its own.
   */
  static Optional<FlinkRestClient.Job> pick(List<FlinkRestClient.Job> jobs, String id) {
    Comparator<FlinkRestClient.Job> byStart = Comparator.comparingLong(FlinkRestClient.Job::startTime);
    return jobs.stream()
        .filter(job -> !job.state().isGloballyTerminalState())
        .max(byStart)
        .or(() -> jobs.stream().filter(job -> job.id().equals(id)).findFirst())
        .or(() -> jobs.stream().max(byStart));
  }

  private static boolean hasEnded(FlinkDeploymentStatus status) {
    return status.getJobStatus().getState() != null && status.getJobStatus().getState().isGloballyTerminalState();
  }

  private static void write(FlinkRestClient.Job job, FlinkDeploymentStatus status) {
    status.getJobStatus().setJobId(job.id());
    status.getJobStatus().setJobName(job.name());
    status.getJobStatus().setState(job.state());
    status.getJobStatus().setStartTime(String.valueOf(job.startTime()));
    status.getJobStatus().setUpdateTime(String.valueOf(job.updateTime()));
  }
}
