package io.beamflink.local.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.diff.DiffType;
import org.apache.flink.kubernetes.operator.api.spec.FlinkDeploymentSpec;
import org.apache.flink.kubernetes.operator.api.spec.JobState;
import org.apache.flink.kubernetes.operator.api.status.FlinkDeploymentReconciliationStatus;
import org.apache.flink.kubernetes.operator.api.status.FlinkDeploymentStatus;
import org.apache.flink.kubernetes.operator.api.status.JobManagerDeploymentStatus;
import org.apache.flink.kubernetes.operator.api.status.ReconciliationState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One step of the control loop per call: validate, observe, then at most one change of the cluster. What a step did is in the status before the
 * next one begins, so an operator that ends at any point goes on from there. A job that runs as its spec says is then the autoscaler's.
 */
@ControllerConfiguration(name = "flinkdeployment-stand-in")
final class FlinkDeploymentReconciler implements Reconciler<FlinkDeployment>, Cleaner<FlinkDeployment> {
  private static final Logger LOG = LoggerFactory.getLogger(FlinkDeploymentReconciler.class);

  /** As soon as the status is written; zero would mean never. */
  private static final Duration IMMEDIATELY = Duration.ofMillis(1);

  /** While something is under way. */
  private static final Duration SOON = Duration.ofSeconds(2);

  /** While something is broken, and a person or a backoff has to do with it. */
  private static final Duration LATER = Duration.ofSeconds(10);

  private final OperatorConfiguration operator;
  private final JobObserver observer;
  private final EventRecorder events;
  private final JobUpgrade upgrade;
  private final ReactiveScaling reactive;
  private final JobDeletion deletion;
  private final Autoscaler autoscaler;

  FlinkDeploymentReconciler(OperatorConfiguration operator, ClusterService cluster, KubernetesClient kubernetes) {
    this.operator = operator;
    this.observer = new JobObserver(cluster);
    this.events = new EventRecorder(kubernetes);
    this.upgrade = new JobUpgrade(operator, cluster, events);
    this.reactive = new ReactiveScaling(kubernetes, operator, cluster, events);
    this.deletion = new JobDeletion(operator, cluster, events, kubernetes);
    this.autoscaler = new Autoscaler(operator, cluster, events, kubernetes);
  }

  @Override
  public UpdateControl<FlinkDeployment> reconcile(FlinkDeployment deployment, Context<FlinkDeployment> context) {
    if (deployment.getStatus() == null) {
      deployment.setStatus(deployment.initStatus());
    }
    String before = deployment.getStatus().getError();
    Duration next;
    try {
      next = step(deployment);
    } catch (Exception e) {
      LOG.warn("{}/{}: this step failed and is tried again", deployment.getMetadata().getNamespace(), deployment.getMetadata().getName(), e);
      deployment.getStatus().setError(StatusError.of(e).toJson());
      next = LATER;
    }
    String after = deployment.getStatus().getError();
    if (after != null && !after.equals(before)) {
      events.warning(deployment, "Error", StatusError.messageOf(after));
    }
    return UpdateControl.updateStatus(deployment).rescheduleAfter(next);
  }

  @Override
  public DeleteControl cleanup(FlinkDeployment deployment, Context<FlinkDeployment> context) {
    if (deployment.getStatus() == null) {
      deployment.setStatus(deployment.initStatus());
    }
    if (!deletion.step(deployment)) {
      return DeleteControl.noFinalizerRemoval().rescheduleAfter(SOON.toMillis());
    }
    autoscaler.forget(deployment);
    return DeleteControl.defaultDelete();
  }

  private Duration step(FlinkDeployment deployment) throws Exception {
    FlinkDeploymentStatus status = deployment.getStatus();
    FlinkDeploymentReconciliationStatus reconciliation = status.getReconciliationStatus();
    boolean deployedBefore = !reconciliation.isBeforeFirstDeployment();
    FlinkDeploymentSpec reconciled = reconciliation.getLastReconciledSpec() == null ? null : reconciliation.deserializeLastReconciledSpec();

    Optional<StatusError> invalid = validate(deployment, deployedBefore ? reconciled : null).map(StatusError::validation);
    if (invalid.isPresent()) {
      status.setObservedGeneration(deployment.getMetadata().getGeneration());
      if (deployedBefore && reconciliation.getState() == ReconciliationState.DEPLOYED) {
        observer.observe(deployedAs(deployment, reconciled));
      }
      status.setError(invalid.get().toJson());
      return operator.reconcileInterval();
    }
    if (reconciled == null) {
      upgrade.beginFirstLaunch(deployment);
      return IMMEDIATELY;
    }
    if (reconciliation.getState() == ReconciliationState.UPGRADING) {
      return upgrade.goOn(deployment, reconciled);
    }
    return deployed(deployment, reconciled);
  }

  private Duration deployed(FlinkDeployment deployment, FlinkDeploymentSpec reconciled) throws Exception {
    FlinkDeploymentStatus status = deployment.getStatus();
    DiffType difference = SpecDifference.between(reconciled, deployment.getSpec());
    boolean suspended = reconciled.getJob().getState() == JobState.SUSPENDED;
    JobObserver.Observation seen =
        suspended ? new JobObserver.Observation(Optional.empty(), Optional.empty()) : observer.observe(deployedAs(deployment, reconciled));
    if (reactive.scale(deployment, difference)) {
      accept(deployment, reconciled);
      return SOON;
    }
    if (difference != DiffType.IGNORE) {
      seen.error().ifPresent(error -> status.setError(error.toJson()));
      return upgrade.begin(deployment, reconciled, difference, seen);
    }
    status.setError(seen.error().map(StatusError::toJson).orElse(null));
    accept(deployment, reconciled);
    if (suspended) {
      return operator.reconcileInterval();
    }
    if (status.getJobManagerDeploymentStatus() == JobManagerDeploymentStatus.MISSING) {
      return recover(deployment, reconciled, seen);
    }
    if (seen.job().isPresent() && seen.job().get().state() == JobStatus.RUNNING && seen.job().get().allTasksRun()) {
      autoscaler.step(deployment, seen.job().get());
    }
    if (seen.isSettled() || hasEnded(status)) {
      return operator.reconcileInterval();
    }
    return seen.error().isPresent() ? LATER : SOON;
  }

  private Duration recover(FlinkDeployment deployment, FlinkDeploymentSpec reconciled, JobObserver.Observation seen) throws Exception {
    Configuration configuration = SpecToConfiguration.inherited(reconciled, operator.defaults());
    if (hasEnded(deployment.getStatus()) || !configuration.get(OperatorOptions.DEPLOYMENT_RECOVERY)) {
      return operator.reconcileInterval();
    }
    events.warning(deployment, "Missing", "The JobManager's Deployment is gone without the operator's doing");
    return upgrade.begin(deployment, reconciled, DiffType.UPGRADE, seen);
  }

  /** A failed job is looked at more often, since a person may be waiting for it. */
  private static boolean hasEnded(FlinkDeploymentStatus status) {
    JobStatus state = status.getJobStatus().getState();
    return state == JobStatus.FINISHED || state == JobStatus.CANCELED;
  }

  private Optional<String> validate(FlinkDeployment deployment, FlinkDeploymentSpec reconciled) {
    Optional<String> invalid = SpecValidator.validate(deployment, operator.defaults());
    return invalid.isPresent() || reconciled == null ? invalid : SpecValidator.validateChange(reconciled, deployment.getSpec());
  }

  /** Takes over a change that asks nothing of the cluster, so that the status shows the spec as it is. */
  private static void accept(FlinkDeployment deployment, FlinkDeploymentSpec reconciled) {
    FlinkDeploymentStatus status = deployment.getStatus();
    if (Objects.equals(status.getObservedGeneration(), deployment.getMetadata().getGeneration())) {
      return;
    }
    boolean stable = status.getReconciliationStatus().isLastReconciledSpecStable();
    status.getReconciliationStatus().serializeAndSetLastReconciledSpec(deployment.getSpec(), deployment);
    if (stable) {
      status.getReconciliationStatus().markReconciledSpecAsStable();
    }
    status.setObservedGeneration(deployment.getMetadata().getGeneration());
  }

  /** The same object, status shared, with the spec that is running: ports and directories may differ from the new one's. */
  private static FlinkDeployment deployedAs(FlinkDeployment deployment, FlinkDeploymentSpec reconciled) {
    FlinkDeployment copy = new FlinkDeployment();
    copy.setMetadata(deployment.getMetadata());
    copy.setSpec(reconciled);
    copy.setStatus(deployment.getStatus());
    return copy;
  }
}
