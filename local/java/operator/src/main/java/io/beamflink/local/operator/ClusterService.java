package io.beamflink.local.operator;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.flink.client.deployment.ClusterDeploymentException;
import org.apache.flink.client.deployment.application.ApplicationConfiguration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.kubernetes.KubernetesClusterClientFactory;
import org.apache.flink.kubernetes.kubeclient.decorators.ExternalServiceDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.FlinkConfMountDecorator;
import org.apache.flink.kubernetes.kubeclient.decorators.InternalServiceDecorator;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.spec.JobSpec;
import org.apache.flink.kubernetes.operator.kubeclient.Fabric8FlinkStandaloneKubeClient;
import org.apache.flink.kubernetes.operator.standalone.KubernetesStandaloneClusterDescriptor;
import org.apache.flink.kubernetes.operator.utils.StandaloneKubernetesUtils;
import org.apache.flink.kubernetes.utils.Constants;

/** Everything that the operator does to one Flink cluster's Kubernetes objects: deploy with the official descriptor, look, delete. */
final class ClusterService {
  /** Where high availability notes each complete checkpoint, in the job's ConfigMap. */
  private static final String CHECKPOINT_KEY_PREFIX = "checkpointID-";

  /** Where high availability keeps the graph of a running job. */
  private static final String JOB_GRAPH_KEY_PREFIX = "jobGraph-";

  private final KubernetesClient kubernetes;
  private final OperatorConfiguration operator;
  private final HttpClient http;

  ClusterService(KubernetesClient kubernetes, OperatorConfiguration operator) {
    this.kubernetes = kubernetes;
    this.operator = operator;
    Duration connect = operator.defaults().get(OperatorOptions.FLINK_CLIENT_TIMEOUT);
    // Flink's server does not know the upgrade to HTTP/2 that Java's client offers by default.
    this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connect).build();
  }

  void deploy(FlinkDeployment deployment, Launch launch) throws IOException, ClusterDeploymentException {
    Path files = Files.createTempDirectory("flink-deployment-");
    try {
      Configuration configuration = SpecToConfiguration.of(deployment, operator.defaults(), launch);
      if (Autoscaler.isEnabled(SpecToConfiguration.inherited(deployment.getSpec(), operator.defaults()))) {
        SpecToConfiguration.addOverrides(configuration, deployment.getSpec(), new AutoscalingMap(kubernetes).overrides(deployment));
      }
      SpecToConfiguration.addFiles(configuration, deployment.getSpec(), operator, files);
      JobSpec job = deployment.getSpec().getJob();
      var application = new ApplicationConfiguration(job.getArgs() == null ? new String[0] : job.getArgs(), job.getEntryClass());
      // The client closes its executor with itself.
      var client = Fabric8FlinkStandaloneKubeClient.create(configuration, Executors.newSingleThreadExecutor());
      try (var descriptor = new KubernetesStandaloneClusterDescriptor(configuration, client)) {
        descriptor.deployApplicationCluster(new KubernetesClusterClientFactory().getClusterSpecification(configuration), application);
      }
    } finally {
      deleteFolder(files);
    }
  }

  FlinkRestClient rest(FlinkDeployment deployment) {
    Configuration configuration = SpecToConfiguration.inherited(deployment.getSpec(), operator.defaults());
    String service = ExternalServiceDecorator.getExternalServiceName(name(deployment));
    URI base = URI.create("http://" + service + "." + namespace(deployment) + ":" + configuration.get(RestOptions.PORT));
    return new FlinkRestClient(http, base, configuration.get(OperatorOptions.FLINK_CLIENT_TIMEOUT));
  }

  Optional<Deployment> jobManager(FlinkDeployment deployment) {
    return workload(deployment, StandaloneKubernetesUtils.getJobManagerDeploymentName(name(deployment)));
  }

  Optional<Deployment> taskManager(FlinkDeployment deployment) {
    return workload(deployment, StandaloneKubernetesUtils.getTaskManagerDeploymentName(name(deployment)));
  }

  List<Pod> jobManagerPods(FlinkDeployment deployment) {
    return pods(deployment, StandaloneKubernetesUtils.getJobManagerSelectors(name(deployment)));
  }

  List<Pod> taskManagerPods(FlinkDeployment deployment) {
    return pods(deployment, StandaloneKubernetesUtils.getTaskManagerSelectors(name(deployment)));
  }

  static boolean isAvailable(Deployment workload) {
    Integer available = workload.getStatus() == null ? null : workload.getStatus().getAvailableReplicas();
    return available != null && available > 0;
  }

  /** Whether this launch is what runs; a JobManager without its TaskManagers was left by an operator that ended in between. */
  boolean isLaunched(FlinkDeployment deployment, Launch launch) {
    Optional<Deployment> jobManager = jobManager(deployment).filter(found -> found.getMetadata().getDeletionTimestamp() == null);
    String token = jobManager.map(found -> found.getMetadata().getAnnotations().get(Launch.ANNOTATION)).orElse(null);
    return launch.token().equals(token) && taskManager(deployment).isPresent();
  }

  /** Asks for the deletion of all but the high availability data; true when nothing is left, pods included. */
  boolean delete(FlinkDeployment deployment) {
    String name = name(deployment);
    var workloads = kubernetes.apps().deployments().inNamespace(namespace(deployment));
    List<Deployment> found = Stream.concat(jobManager(deployment).stream(), taskManager(deployment).stream()).toList();
    for (Deployment workload : found) {
      if (workload.getMetadata().getDeletionTimestamp() == null) {
        // Foreground: the Deployment stays visible until its pods are gone.
        workloads.withName(workload.getMetadata().getName()).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
      }
    }
    var services = kubernetes.services().inNamespace(namespace(deployment));
    services.withName(ExternalServiceDecorator.getExternalServiceName(name)).delete();
    services.withName(InternalServiceDecorator.getInternalServiceName(name)).delete();
    kubernetes.configMaps().inNamespace(namespace(deployment)).withName(FlinkConfMountDecorator.getFlinkConfConfigMapName(name)).delete();
    return found.isEmpty() && jobManagerPods(deployment).isEmpty() && taskManagerPods(deployment).isEmpty();
  }

  /** Only when no JobManager is left: it would write the data again. */
  void deleteHighAvailabilityData(FlinkDeployment deployment) {
    highAvailabilityData(deployment).forEach(map -> kubernetes.resource(map).delete());
  }

  /** Flink would run the stored graph, not what the new program says. */
  void forgetJobGraphs(FlinkDeployment deployment) {
    for (ConfigMap map : highAvailabilityData(deployment)) {
      if (map.getData() != null && map.getData().keySet().removeIf(key -> key.startsWith(JOB_GRAPH_KEY_PREFIX))) {
        kubernetes.resource(map).update();
      }
    }
  }

  /** Whether a new cluster of the same name would find a checkpoint to go on from. */
  boolean hasRestorableState(FlinkDeployment deployment) {
    return highAvailabilityData(deployment).stream()
        .filter(map -> map.getData() != null)
        .anyMatch(map -> map.getData().keySet().stream().anyMatch(key -> key.startsWith(CHECKPOINT_KEY_PREFIX)));
  }

  private List<ConfigMap> highAvailabilityData(FlinkDeployment deployment) {
    return kubernetes
        .configMaps()
        .inNamespace(namespace(deployment))
        .withLabel(Constants.LABEL_APP_KEY, name(deployment))
        .withLabel(Constants.LABEL_CONFIGMAP_TYPE_KEY, Constants.LABEL_CONFIGMAP_TYPE_HIGH_AVAILABILITY)
        .list()
        .getItems();
  }

  private Optional<Deployment> workload(FlinkDeployment deployment, String workload) {
    return Optional.ofNullable(kubernetes.apps().deployments().inNamespace(namespace(deployment)).withName(workload).get());
  }

  private List<Pod> pods(FlinkDeployment deployment, Map<String, String> labels) {
    return kubernetes.pods().inNamespace(namespace(deployment)).withLabels(labels).list().getItems();
  }

  private static String name(FlinkDeployment deployment) {
    return deployment.getMetadata().getName();
  }

  private static String namespace(FlinkDeployment deployment) {
    return deployment.getMetadata().getNamespace();
  }

  private static void deleteFolder(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
