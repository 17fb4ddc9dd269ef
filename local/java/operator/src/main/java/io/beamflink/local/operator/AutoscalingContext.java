package io.beamflink.local.operator;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.autoscaler.JobAutoScalerContext;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.function.SupplierWithException;

/** One job as the autoscaler library sees it, and the deployment that it belongs to. */
final class AutoscalingContext extends JobAutoScalerContext<ResourceID> {
  private final FlinkDeployment deployment;

  AutoscalingContext(
      FlinkDeployment deployment,
      String jobId,
      JobStatus state,
      Configuration configuration,
      SupplierWithException<RestClusterClient<String>, Exception> rest) {
    super(ResourceID.fromResource(deployment), JobID.fromHexString(jobId), state, configuration, new UnregisteredMetricsGroup(), rest);
    this.deployment = deployment;
  }

  FlinkDeployment deployment() {
    return deployment;
  }

  /** For the autoscaler's quota. */
  @Override
  public Optional<Double> getTaskManagerCpu() {
    return getConfiguration().getOptional(KubernetesConfigOptions.TASK_MANAGER_CPU);
  }
}
