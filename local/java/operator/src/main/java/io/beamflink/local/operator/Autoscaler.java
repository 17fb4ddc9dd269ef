package io.beamflink.local.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.autoscaler.JobAutoScaler;
import org.apache.flink.autoscaler.JobAutoScalerImpl;
import org.apache.flink.autoscaler.RestApiMetricsCollector;
import org.apache.flink.autoscaler.ScalingExecutor;
import org.apache.flink.autoscaler.ScalingMetricEvaluator;
import org.apache.flink.autoscaler.config.AutoScalerOptions;
import org.apache.flink.autoscaler.event.AutoScalerEventHandler;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.kubernetes.kubeclient.decorators.ExternalServiceDecorator;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;

/**
 * The operator project's own autoscaler, asked once per reconciliation of a running job. What is decided is all its: here is only what it is
 * given (configuration, metrics, memory) and how its decision comes about ({@link InPlaceRescaling}).
 */
final class Autoscaler {
  private final OperatorConfiguration operator;
  private final AutoscalingEvents events;
  private final JobAutoScaler<ResourceID, AutoscalingContext> autoscaler;

  /** Jobs that are known not to be scaled, so that nothing is to be cleared of them. */
  private final Set<ResourceID> off = ConcurrentHashMap.newKeySet();

  Autoscaler(OperatorConfiguration operator, ClusterService cluster, EventRecorder recorder, KubernetesClient kubernetes) {
    this.operator = operator;
    this.events =
        new AutoscalingEvents(
            (deployment, type, reason, message) -> {
              if (type == AutoScalerEventHandler.Type.Warning) {
                recorder.warning(deployment, reason, message);
              } else {
                recorder.normal(deployment, reason, message);
              }
            },
            Clock.systemUTC());
    AutoscalingState state = new AutoscalingState(new AutoscalingMap(kubernetes));
    this.autoscaler =
        new JobAutoScalerImpl<>(
            new RestApiMetricsCollector<>(),
            new ScalingMetricEvaluator(),
            new ScalingExecutor<>(events, state),
            events,
            new InPlaceRescaling(cluster, new TaskManagerScaling(kubernetes, cluster, recorder), events),
            state);
  }

  /** One step for a job all of whose tasks run. What goes wrong in it is an event, not an exception. */
  void step(FlinkDeployment deployment, FlinkRestClient.Job job) throws Exception {
    ResourceID key = ResourceID.fromResource(deployment);
    Configuration configuration = SpecToConfiguration.withResources(deployment.getSpec(), operator.defaults());
    boolean enabled = isEnabled(configuration);
    if (enabled) {
      off.remove(key);
    } else if (!off.add(key)) {
      return;
    }
    StepClient client = new StepClient(address(deployment, configuration), deployment.getMetadata().getName());
    try {
      autoscaler.scale(new AutoscalingContext(deployment, job.id(), job.state(), configuration, () -> client));
    } finally {
      client.closeIndeed();
    }
  }

  /** When the deployment is gone. */
  void forget(FlinkDeployment deployment) {
    ResourceID key = ResourceID.fromResource(deployment);
    autoscaler.cleanup(key);
    events.forget(key);
    off.remove(key);
  }

  static boolean isEnabled(Configuration configuration) {
    return configuration.get(AutoScalerOptions.AUTOSCALER_ENABLED);
  }

  /** Without the cluster's high availability, in whose ConfigMaps the client would look for the address. */
  private static Configuration address(FlinkDeployment deployment, Configuration configuration) {
    Configuration address = new Configuration();
    String service = ExternalServiceDecorator.getExternalServiceName(deployment.getMetadata().getName());
    address.set(RestOptions.ADDRESS, service + "." + deployment.getMetadata().getNamespace());
    address.set(RestOptions.PORT, configuration.get(RestOptions.PORT));
    return address;
  }

  /** One client for a whole step: the library closes what it is given after each of its requests. */
  private static final class StepClient extends RestClusterClient<String> {
    StepClient(Configuration address, String clusterId) throws Exception {
      super(address, clusterId);
    }

    @Override
    public void close() {}

    void closeIndeed() {
      super.close();
    }
  }
}
