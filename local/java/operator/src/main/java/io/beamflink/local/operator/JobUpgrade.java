package io.beamflink.local.operator;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.deployment.ClusterDeploymentException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.diff.DiffType;
import org.apache.flink.kubernetes.operator.api.spec.FlinkDeploymentSpec;
import org.apache.flink.kubernetes.operator.api.spec.JobState;
import org.apache.flink.kubernetes.operator.api.spec.UpgradeMode;
import org.apache.flink.kubernetes.operator.api.status.FlinkDeploymentReconciliationStatus;
import org.apache.flink.kubernetes.operator.api.status.FlinkDeploymentStatus;
import org.apache.flink.kubernetes.operator.api.status.JobManagerDeploymentStatus;
import org.apache.flink.kubernetes.operator.api.status.ReconciliationState;
import org.apache.flink.kubernetes.operator.api.utils.SpecUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a deployment from one spec to the next, in phases that the status tells apart. UPGRADING with the last spec still running: a savepoint
 * is being taken. UPGRADING with the last spec suspended: the old cluster goes, then the new one comes. DEPLOYED: done. The first launch of a
 * deployment is the second phase alone.
 */
final class JobUpgrade {
  private static final Logger LOG = LoggerFactory.getLogger(JobUpgrade.class);

  private static final Duration SOON = Duration.ofSeconds(1);

  private final OperatorConfiguration operator;
  private final ClusterService cluster;
  private final EventRecorder events;
  private final JobStop stop;

  JobUpgrade(OperatorConfiguration operator, ClusterService cluster, EventRecorder events) {
    this.operator = operator;
    this.cluster = cluster;
    this.events = events;
    this.stop = new JobStop(operator);
  }

  void beginFirstLaunch(FlinkDeployment deployment) {
    Optional<String> savepoint = initialSavepoint(deployment);
    FlinkDeploymentSpec target = SpecUtils.clone(deployment.getSpec());
    prepareLaunch(deployment, target, savepoint.isPresent() ? UpgradeMode.SAVEPOINT : UpgradeMode.STATELESS, savepoint);
    events.normal(deployment, "Submit", "Starting deployment" + savepoint.map(path -> " from " + path).orElse(""));
  }

  /** Starts the way to the deployment's new spec; {@code reconciled} is what is deployed, {@code seen} how that is. */
  Duration begin(FlinkDeployment deployment, FlinkDeploymentSpec reconciled, DiffType difference, JobObserver.Observation seen) throws IOException {
    FlinkDeploymentStatus status = deployment.getStatus();
    if (!Objects.equals(status.getObservedGeneration(), deployment.getMetadata().getGeneration())) {
      // What went wrong with an earlier spec says nothing about this one; what went wrong in an earlier attempt stays until one succeeds.
      status.setError(null);
    }
    if (difference == DiffType.SAVEPOINT_REDEPLOY) {
      prepareLaunch(deployment, reconciled, UpgradeMode.SAVEPOINT, initialSavepoint(deployment));
      events.normal(deployment, "SpecChanged", "Redeploying from " + initialSavepoint(deployment).orElse("an empty state"));
      return SOON;
    }
    FlinkRestClient rest = cluster.rest(deployment);
    UpgradeStrategy.Plan plan = UpgradeStrategy.plan(situation(deployment, reconciled, seen, rest));
    switch (plan.action()) {
      case STOP_WITH_SAVEPOINT -> {
        stop.begin(deployment, rest, seen.job().orElseThrow().id());
        status.getReconciliationStatus().setState(ReconciliationState.UPGRADING);
        status.setObservedGeneration(deployment.getMetadata().getGeneration());
        events.normal(deployment, "SpecChanged", "Stopping the job with a savepoint to upgrade it");
      }
      case REDEPLOY -> {
        if (seen.job().isPresent() && !seen.job().get().state().isGloballyTerminalState()) {
          cancel(deployment, rest, seen.job().get().id());
        }
        prepareLaunch(deployment, reconciled, UpgradeMode.SAVEPOINT, plan.restoreFrom());
        events.normal(deployment, "SpecChanged", "Redeploying (" + plan.reason() + ") from " + plan.restoreFrom().orElse("an empty state"));
      }
      case REDEPLOY_FROM_LAST_STATE -> {
        prepareLaunch(deployment, reconciled, UpgradeMode.LAST_STATE, Optional.empty());
        events.normal(deployment, "SpecChanged", "Redeploying (" + plan.reason() + ") from the last checkpoint");
      }
      case REFUSE -> {
        status.setObservedGeneration(deployment.getMetadata().getGeneration());
        status.setError(StatusError.upgrade("The upgrade is not possible: " + plan.reason()).toJson());
        return operator.reconcileInterval();
      }
    }
    return SOON;
  }

  /** The next step of what was begun. */
  Duration goOn(FlinkDeployment deployment, FlinkDeploymentSpec reconciled) throws IOException, ClusterDeploymentException {
    return reconciled.getJob().getState() == JobState.RUNNING ? awaitSavepoint(deployment, reconciled) : replaceCluster(deployment, reconciled);
  }

  private Duration awaitSavepoint(FlinkDeployment deployment, FlinkDeploymentSpec reconciled) {
    FlinkDeploymentStatus status = deployment.getStatus();
    JobStop.Result result = stop.poll(deployment, cluster.rest(deployment));
    if (result.running()) {
      return SOON;
    }
    if (result.failure().isPresent()) {
      // The job runs on, as it is; the next reconciliation tries again.
      status.getReconciliationStatus().setState(ReconciliationState.DEPLOYED);
      status.setError(StatusError.upgrade("The upgrade failed, the job runs on unchanged: " + result.failure().get()).toJson());
      return operator.reconcileInterval();
    }
    prepareLaunch(deployment, reconciled, UpgradeMode.SAVEPOINT, result.location());
    events.normal(deployment, "SavepointCompleted", "Stopped with the savepoint " + result.location().orElse("(unknown)"));
    return SOON;
  }

  /** Notes in the status all that the launch needs, before anything is done. */
  private void prepareLaunch(FlinkDeployment deployment, FlinkDeploymentSpec reconciled, UpgradeMode mode, Optional<String> savepoint) {
    FlinkDeploymentStatus status = deployment.getStatus();
    FlinkDeploymentReconciliationStatus reconciliation = status.getReconciliationStatus();
    reconciliation.setState(ReconciliationState.UPGRADING);
    reconciled.getJob().setState(JobState.SUSPENDED);
    reconciled.getJob().setUpgradeMode(mode);
    reconciliation.serializeAndSetLastReconciledSpec(reconciled, deployment);
    reconciliation.setReconciliationTimestamp(System.currentTimeMillis());
    status.setObservedGeneration(deployment.getMetadata().getGeneration());
    if (mode != UpgradeMode.LAST_STATE) {
      status.getJobStatus().setUpgradeSavepointPath(savepoint.orElse(null));
      // High availability data and the job result store go by the id; last-state alone goes on from them.
      status.getJobStatus().setJobId(new JobID().toHexString());
    }
  }

  private Duration replaceCluster(FlinkDeployment deployment, FlinkDeploymentSpec reconciled) throws IOException, ClusterDeploymentException {
    FlinkDeploymentStatus status = deployment.getStatus();
    boolean lastState = reconciled.getJob().getUpgradeMode() == UpgradeMode.LAST_STATE;
    boolean run = deployment.getSpec().getJob().getState() == JobState.RUNNING;
    Launch launch = launch(deployment, lastState);
    if (!run || !cluster.isLaunched(deployment, launch)) {
      if (!cluster.delete(deployment)) {
        return SOON;
      }
      if (!lastState) {
        cluster.deleteHighAvailabilityData(deployment);
      } else if (run) {
        cluster.forgetJobGraphs(deployment);
      }
      if (run) {
        cluster.deploy(deployment, launch);
      }
    }
    status.getReconciliationStatus().setState(ReconciliationState.DEPLOYED);
    FlinkDeploymentSpec done = SpecUtils.clone(deployment.getSpec());
    if (!run) {
      // As the official operator does: how the job was suspended, not how it was to be.
      done.getJob().setUpgradeMode(reconciled.getJob().getUpgradeMode());
    }
    status.getReconciliationStatus().serializeAndSetLastReconciledSpec(done, deployment);
    // Whether this launch gets stable is to be seen, also where its spec is one that has been stable before.
    status.getReconciliationStatus().setLastStableSpec(null);
    status.setObservedGeneration(deployment.getMetadata().getGeneration());
    status.setJobManagerDeploymentStatus(run ? JobManagerDeploymentStatus.DEPLOYING : JobManagerDeploymentStatus.MISSING);
    status.getJobStatus().setState(run ? JobStatus.RECONCILING : JobStatus.FINISHED);
    status.setClusterInfo(null);
    status.setError(null);
    return SOON;
  }

  /** So that the program can close what it has open; the cluster is taken down in any case. */
  private static void cancel(FlinkDeployment deployment, FlinkRestClient rest, String jobId) {
    try {
      rest.cancel(jobId);
    } catch (IOException e) {
      LOG.warn("{}: the job could not be canceled before its cluster is taken down", deployment.getMetadata().getName(), e);
    }
  }

  private static Launch launch(FlinkDeployment deployment, boolean lastState) {
    FlinkDeploymentStatus status = deployment.getStatus();
    String token = status.getReconciliationStatus().getReconciliationTimestamp() + "-" + deployment.getMetadata().getGeneration();
    Optional<String> savepoint = lastState ? Optional.empty() : Optional.ofNullable(status.getJobStatus().getUpgradeSavepointPath());
    return new Launch(token, status.getJobStatus().getJobId(), savepoint);
  }

  private UpgradeStrategy.Situation situation(
      FlinkDeployment deployment, FlinkDeploymentSpec reconciled, JobObserver.Observation seen, FlinkRestClient rest) throws IOException {
    Configuration configuration = SpecToConfiguration.inherited(deployment.getSpec(), operator.defaults());
    boolean ended = seen.job().map(job -> job.state().isGloballyTerminalState()).orElse(false);
    return new UpgradeStrategy.Situation(
        deployment.getSpec().getJob().getUpgradeMode(),
        seen.job().map(job -> job.state() == JobStatus.RUNNING).orElse(false),
        reconciled.getJob().getState() == JobState.SUSPENDED,
        deployment.getStatus().getReconciliationStatus().getLastStableSpec() != null,
        cluster.hasRestorableState(deployment),
        configuration.get(OperatorOptions.LAST_STATE_FALLBACK),
        ended ? rest.lastSnapshot(seen.job().orElseThrow()) : Optional.empty(),
        Optional.ofNullable(deployment.getStatus().getJobStatus().getUpgradeSavepointPath()));
  }

  private static Optional<String> initialSavepoint(FlinkDeployment deployment) {
    return Optional.ofNullable(deployment.getSpec().getJob().getInitialSavepointPath()).filter(path -> !path.isBlank());
  }
}
