package io.beamflink.local.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the local controller: a stand-in for the official Flink Kubernetes Operator, for machines where that cannot be had. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private static final long FIRST_RETRY_MILLIS = 1_000;
  private static final long LONGEST_RETRY_MILLIS = 30_000;
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);

  private Main() {}

  public static void main(String[] args) throws IOException {
    OperatorConfiguration configuration = OperatorConfiguration.load(System.getenv());
    KubernetesClient kubernetes = new KubernetesClientBuilder().build();
    Operator operator = new Operator(overrider -> overrider.withKubernetesClient(kubernetes));
    ClusterService cluster = new ClusterService(kubernetes, configuration);
    FlinkDeploymentReconciler reconciler = new FlinkDeploymentReconciler(configuration, cluster, kubernetes);
    operator.register(
        reconciler,
        controller -> {
          if (configuration.watchedNamespaces().isEmpty()) {
            controller.watchingAllNamespaces();
          } else {
            controller.settingNamespaces(configuration.watchedNamespaces());
          }
          var retry = new GenericRetry().setInitialInterval(FIRST_RETRY_MILLIS).setMaxInterval(LONGEST_RETRY_MILLIS).withoutMaxAttempts();
          controller.withRetry(retry);
        });
    operator.installShutdownHook(SHUTDOWN_TIMEOUT);
    operator.start();
    if (configuration.healthProbeEnabled()) {
      HealthProbe.start(
          configuration.healthProbePort(),
          () -> operator.getRuntimeInfo().isStarted() && operator.getRuntimeInfo().allEventSourcesAreHealthy());
    }
    LOG.info(
        "The stand-in for the Flink Kubernetes Operator watches {}, reconciles every {}",
        configuration.watchedNamespaces().isEmpty() ? "all namespaces" : configuration.watchedNamespaces(),
        configuration.reconcileInterval());
  }
}
