package io.beamflink.local.operator;

import java.io.IOException;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.status.JobStatus;
import org.apache.flink.kubernetes.operator.api.status.Savepoint;
import org.apache.flink.kubernetes.operator.api.status.SavepointFormatType;
import org.apache.flink.kubernetes.operator.api.status.SavepointInfo;
import org.apache.flink.kubernetes.operator.api.status.SnapshotTriggerType;

/** Stops a job with a savepoint: begun in one step of the control loop, asked after in later ones, known to the status in between. */
final class JobStop {
  private final OperatorConfiguration operator;

  JobStop(OperatorConfiguration operator) {
    this.operator = operator;
  }

  record Result(boolean running, Optional<String> location, Optional<String> failure) {}

  /** By the keys of the deployment's spec: savepoint directory, format, drain. */
  void begin(FlinkDeployment deployment, FlinkRestClient rest, String jobId) throws IOException {
    Configuration configuration = SpecToConfiguration.inherited(deployment.getSpec(), operator.defaults());
    SavepointFormatType format = configuration.get(OperatorOptions.SAVEPOINT_FORMAT);
    boolean drain = configuration.get(OperatorOptions.DRAIN_ON_SAVEPOINT);
    Optional<String> directory = Optional.ofNullable(configuration.get(CheckpointingOptions.SAVEPOINT_DIRECTORY));
    String trigger = rest.stopWithSavepoint(jobId, drain, directory, format);
    info(deployment.getStatus().getJobStatus()).setTrigger(trigger, SnapshotTriggerType.UPGRADE, format);
  }

  /** Whether {@link #begin} was called and its end has not been seen. */
  boolean isUnderWay(FlinkDeployment deployment) {
    SavepointInfo info = deployment.getStatus().getJobStatus().getSavepointInfo();
    return info != null && info.getTriggerId() != null && !info.getTriggerId().isEmpty();
  }

  /** Writes a finished savepoint into the status, and forgets the trigger of an ended one. */
  Result poll(FlinkDeployment deployment, FlinkRestClient rest) {
    JobStatus job = deployment.getStatus().getJobStatus();
    SavepointInfo info = info(job);
    FlinkRestClient.SavepointResult result;
    try {
      result = rest.savepoint(job.getJobId(), info.getTriggerId());
    } catch (IOException e) {
      // A JobManager that was replaced knows nothing of the savepoint, and has taken the job up again.
      info.resetTrigger();
      return new Result(false, Optional.empty(), Optional.of("the savepoint's state could not be read: " + e.getMessage()));
    }
    if (result.running()) {
      return new Result(true, Optional.empty(), Optional.empty());
    }
    SavepointFormatType format = info.getFormatType();
    info.resetTrigger();
    result.location().ifPresent(path -> {
      info.updateLastSavepoint(Savepoint.of(path, SnapshotTriggerType.UPGRADE, format));
      job.setUpgradeSavepointPath(path);
    });
    return new Result(false, result.location(), result.failure());
  }

  private static SavepointInfo info(JobStatus job) {
    if (job.getSavepointInfo() == null) {
      job.setSavepointInfo(new SavepointInfo());
    }
    return job.getSavepointInfo();
  }
}
