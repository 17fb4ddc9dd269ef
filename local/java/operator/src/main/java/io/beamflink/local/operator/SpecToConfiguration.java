package io.beamflink.local.operator;

import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.DeploymentOptionsInternal;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.PipelineOptionsInternal;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.spec.FlinkDeploymentSpec;
import org.apache.flink.kubernetes.operator.api.spec.JobSpec;
import org.apache.flink.kubernetes.operator.api.spec.Resource;
import org.apache.flink.kubernetes.operator.api.spec.UpgradeMode;
import org.apache.flink.kubernetes.operator.standalone.StandaloneKubernetesConfigOptionsInternal.ClusterMode;
import org.apache.flink.kubernetes.operator.standalone.StandaloneKubernetesConfigOptionsInternal;
import org.apache.flink.runtime.highavailability.JobResultStoreOptions;
import org.apache.flink.runtime.jobgraph.SavepointConfigOptions;
import org.apache.flink.runtime.jobmanager.HighAvailabilityMode;
import org.apache.flink.streaming.api.environment.CheckpointConfig.ExternalizedCheckpointCleanup;
import org.apache.flink.streaming.api.environment.ExecutionCheckpointingOptions;

/** Turns a FlinkDeployment into the Flink configuration that the standalone cluster descriptor deploys. */
final class SpecToConfiguration {
  private static final String JOB_MANAGER_ANNOTATIONS = KubernetesConfigOptions.JOB_MANAGER_ANNOTATIONS.key();

  private static final String USER_LIBRARY = "file:///opt/flink/usrlib/";

  /** The official operator's default for last-state upgrades without an interval. */
  private static final Duration LAST_STATE_CHECKPOINT_INTERVAL = Duration.ofMinutes(5);

  private SpecToConfiguration() {}

  /** The operator's defaults with the deployment's own keys over them, as it is without the rest of the spec. */
  static Configuration inherited(FlinkDeploymentSpec spec, Configuration defaults) {
    Configuration configuration = new Configuration(defaults);
    if (spec.getFlinkConfiguration() != null) {
      spec.getFlinkConfiguration().forEach(configuration::setString);
    }
    return configuration;
  }

  /** The same, and with the resources that the spec names: what the autoscaler reckons with. */
  static Configuration withResources(FlinkDeploymentSpec spec, Configuration defaults) {
    Configuration configuration = inherited(spec, defaults);
    addResources(configuration, spec);
    return configuration;
  }

  /**
   * Everything that is deployed except pod templates and logging, which are files ({@link #addFiles}).
   *
   * @param launch what this one deployment of the cluster starts with
   */
  static Configuration of(FlinkDeployment deployment, Configuration defaults, Launch launch) {
    // Flink writes the cluster's file in the form of the one that the operator read; flat keys in flink-conf.yaml serve every image of Flink 1.x.
    GlobalConfiguration.setStandardYaml(false);
    FlinkDeploymentSpec spec = deployment.getSpec();
    String clusterId = deployment.getMetadata().getName();
    Configuration configuration = inherited(spec, defaults);
    addOperatorDefaults(configuration, spec.getJob(), clusterId);
    OperatorOptions.PREFIXES.forEach(prefix -> removeKeys(configuration, prefix));
    addCluster(configuration, deployment, clusterId);
    addResources(configuration, spec);
    addJob(configuration, spec.getJob());
    addLaunch(configuration, clusterId, launch);
    return configuration;
  }

  /** Writes pod templates and log configuration below {@code directory}, which must live until the cluster is deployed. */
  static void addFiles(Configuration configuration, FlinkDeploymentSpec spec, OperatorConfiguration operator, Path directory) throws IOException {
    boolean byName = inherited(spec, operator.defaults()).get(OperatorOptions.MERGE_ARRAYS_BY_NAME);
    PodTemplates.write(spec.getPodTemplate(), spec.getJobManager().getPodTemplate(), byName, directory.resolve("jobmanager.yaml"))
        .ifPresent(file -> configuration.set(KubernetesConfigOptions.JOB_MANAGER_POD_TEMPLATE, file.toString()));
    PodTemplates.write(spec.getPodTemplate(), spec.getTaskManager().getPodTemplate(), byName, directory.resolve("taskmanager.yaml"))
        .ifPresent(file -> configuration.set(KubernetesConfigOptions.TASK_MANAGER_POD_TEMPLATE, file.toString()));
    Map<String, String> logging = spec.getLogConfiguration();
    if (logging == null || logging.isEmpty()) {
      // Where Flink looks for log4j-console.properties; there the chart puts the one for all deployments.
      configuration.set(DeploymentOptionsInternal.CONF_DIR, operator.configurationDirectory().toString());
      return;
    }
    Path own = Files.createDirectory(directory.resolve("logging"));
    for (Map.Entry<String, String> file : logging.entrySet()) {
      Files.writeString(own.resolve(Path.of(file.getKey()).getFileName()), file.getValue());
    }
    configuration.set(DeploymentOptionsInternal.CONF_DIR, own.toString());
  }

  /** Starts the job with the parallelism that the autoscaler has found, under the official operator's key, and with the slots for it. */
  static void addOverrides(Configuration configuration, FlinkDeploymentSpec spec, Map<String, String> overrides) {
    if (overrides.isEmpty()) {
      return;
    }
    Map<String, String> merged = new HashMap<>(configuration.get(PipelineOptions.PARALLELISM_OVERRIDES));
    merged.putAll(overrides);
    configuration.set(PipelineOptions.PARALLELISM_OVERRIDES, merged);
    if (spec.getTaskManager().getReplicas() == null) {
      int slots = merged.values().stream().mapToInt(Integer::parseInt).max().orElseThrow();
      int taskManagers = InPlaceRescaling.taskManagersFor(slots, configuration.get(TaskManagerOptions.NUM_TASK_SLOTS));
      configuration.set(StandaloneKubernetesConfigOptionsInternal.KUBERNETES_TASKMANAGER_REPLICAS, taskManagers);
    }
  }

  /** Flink's notation (1024m, 1 gb) or Kubernetes' (1Gi). */
  static MemorySize memory(String text) {
    try {
      return MemorySize.parse(text.trim());
    } catch (IllegalArgumentException e) {
      return new MemorySize(Quantity.getAmountInBytes(Quantity.parse(text.trim())).longValueExact());
    }
  }

  /** As many as hold all slots that the job needs, unless the spec says how many. */
  static int taskManagers(FlinkDeploymentSpec spec, Configuration configuration) {
    Integer replicas = spec.getTaskManager().getReplicas();
    if (replicas != null && replicas > 0) {
      return replicas;
    }
    int slots = configuration.get(TaskManagerOptions.NUM_TASK_SLOTS);
    return (spec.getJob().getParallelism() + slots - 1) / slots;
  }

  private static void addOperatorDefaults(Configuration configuration, JobSpec job, String clusterId) {
    setDefault(configuration, KubernetesConfigOptions.REST_SERVICE_EXPOSED_TYPE, KubernetesConfigOptions.ServiceExposedType.ClusterIP);
    setDefault(configuration, WebOptions.CANCEL_ENABLE, false);
    setDefault(configuration, PipelineOptions.NAME, clusterId);
    setDefault(configuration, ExecutionCheckpointingOptions.EXTERNALIZED_CHECKPOINT, ExternalizedCheckpointCleanup.RETAIN_ON_CANCELLATION);
    if (job.getUpgradeMode() == UpgradeMode.LAST_STATE) {
      setDefault(configuration, ExecutionCheckpointingOptions.CHECKPOINTING_INTERVAL, LAST_STATE_CHECKPOINT_INTERVAL);
    }
    // Else the JobManager would end with the job, and its Deployment would start the job again.
    configuration.set(DeploymentOptions.SHUTDOWN_ON_APPLICATION_FINISH, false);
    if (HighAvailabilityMode.isHighAvailabilityModeActivated(configuration)) {
      // Without high availability Flink refuses this setting.
      setDefault(configuration, DeploymentOptions.SUBMIT_FAILED_JOB_ON_APPLICATION_ERROR, true);
      // A finished job must be remembered, or a new JobManager pod runs it again.
      setDefault(configuration, JobResultStoreOptions.DELETE_ON_COMMIT, false);
    }
  }

  private static void addCluster(Configuration configuration, FlinkDeployment deployment, String clusterId) {
    FlinkDeploymentSpec spec = deployment.getSpec();
    configuration.set(KubernetesConfigOptions.NAMESPACE, deployment.getMetadata().getNamespace());
    configuration.set(KubernetesConfigOptions.CLUSTER_ID, clusterId);
    configuration.set(DeploymentOptions.TARGET, "remote");
    configuration.set(StandaloneKubernetesConfigOptionsInternal.CLUSTER_MODE, ClusterMode.APPLICATION);
    if (spec.getImage() != null) {
      configuration.set(KubernetesConfigOptions.CONTAINER_IMAGE, spec.getImage());
    }
    if (spec.getImagePullPolicy() != null) {
      configuration.setString(KubernetesConfigOptions.CONTAINER_IMAGE_PULL_POLICY.key(), spec.getImagePullPolicy());
    }
    if (spec.getServiceAccount() != null) {
      configuration.set(KubernetesConfigOptions.KUBERNETES_SERVICE_ACCOUNT, spec.getServiceAccount());
    }
    // With it Deployments, Services and ConfigMaps go when the FlinkDeployment goes, whatever becomes of the operator.
    configuration.set(
        KubernetesConfigOptions.JOB_MANAGER_OWNER_REFERENCE,
        List.of(
            Map.of(
                "apiVersion", deployment.getApiVersion(),
                "kind", deployment.getKind(),
                "name", clusterId,
                "uid", deployment.getMetadata().getUid(),
                "controller", "false",
                "blockOwnerDeletion", "false")));
  }

  private static void addResources(Configuration configuration, FlinkDeploymentSpec spec) {
    Resource jobManager = spec.getJobManager().getResource();
    configuration.set(JobManagerOptions.TOTAL_PROCESS_MEMORY, memory(jobManager.getMemory()));
    configuration.set(KubernetesConfigOptions.JOB_MANAGER_CPU, Optional.ofNullable(jobManager.getCpu()).orElse(1.0));
    configuration.set(KubernetesConfigOptions.KUBERNETES_JOBMANAGER_REPLICAS, spec.getJobManager().getReplicas());
    Resource taskManager = spec.getTaskManager().getResource();
    configuration.set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, memory(taskManager.getMemory()));
    // Flink's rule where nothing is said is one CPU per slot; the standalone descriptor does not apply it by itself.
    double slots = configuration.get(TaskManagerOptions.NUM_TASK_SLOTS);
    configuration.set(KubernetesConfigOptions.TASK_MANAGER_CPU, Optional.ofNullable(taskManager.getCpu()).orElse(slots));
    configuration.set(StandaloneKubernetesConfigOptionsInternal.KUBERNETES_TASKMANAGER_REPLICAS, taskManagers(spec, configuration));
  }

  private static void addJob(Configuration configuration, JobSpec job) {
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, job.getParallelism());
    if (job.getJarURI() != null && !job.getJarURI().isBlank()) {
      // The standalone entry point takes plain file URIs; "local" says the same to the native one.
      String jar = job.getJarURI().trim().replaceFirst("^local:/*", "file:///");
      // Flink loads usrlib by itself. Were a jar of it named here, the descriptor would mount an empty volume over usrlib, as the official
      // operator does: there such an image runs in native mode only.
      if (!jar.startsWith(USER_LIBRARY)) {
        configuration.set(PipelineOptions.CLASSPATHS, List.of(jar));
      }
    }
    if (job.getAllowNonRestoredState() != null) {
      configuration.set(SavepointConfigOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, job.getAllowNonRestoredState());
    }
  }

  private static void addLaunch(Configuration configuration, String clusterId, Launch launch) {
    configuration.set(PipelineOptionsInternal.PIPELINE_FIXED_JOB_ID, launch.jobId());
    configuration.removeConfig(SavepointConfigOptions.SAVEPOINT_PATH);
    launch.savepoint().ifPresent(path -> configuration.set(SavepointConfigOptions.SAVEPOINT_PATH, path));
    String storage = configuration.get(HighAvailabilityOptions.HA_STORAGE_PATH);
    if (HighAvailabilityMode.isHighAvailabilityModeActivated(configuration) && storage != null) {
      // One per launch: what an earlier launch of the job ended with must not keep this one from running.
      String path = storage.replaceAll("/+$", "") + "/job-result-store/" + clusterId + "/" + launch.token();
      setDefault(configuration, JobResultStoreOptions.STORAGE_PATH, path);
    }
    Map<String, String> annotations = new HashMap<>(configuration.getOptional(KubernetesConfigOptions.JOB_MANAGER_ANNOTATIONS).orElse(Map.of()));
    annotations.put(Launch.ANNOTATION, launch.token());
    configuration.removeKey(JOB_MANAGER_ANNOTATIONS);
    configuration.set(KubernetesConfigOptions.JOB_MANAGER_ANNOTATIONS, annotations);
  }

  private static <T> void setDefault(Configuration configuration, ConfigOption<T> option, T value) {
    if (!configuration.contains(option)) {
      configuration.set(option, value);
    }
  }

  private static void removeKeys(Configuration configuration, String prefix) {
    List<String> keys = configuration.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    keys.forEach(configuration::removeKey);
  }
}
