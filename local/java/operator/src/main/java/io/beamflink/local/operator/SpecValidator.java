package io.beamflink.local.operator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.spec.FlinkDeploymentSpec;
import org.apache.flink.kubernetes.operator.api.spec.FlinkVersion;
import org.apache.flink.kubernetes.operator.api.spec.JobSpec;
import org.apache.flink.kubernetes.operator.api.spec.JobState;
import org.apache.flink.kubernetes.operator.api.spec.KubernetesDeploymentMode;
import org.apache.flink.kubernetes.operator.api.spec.Resource;
import org.apache.flink.kubernetes.operator.api.spec.UpgradeMode;
import org.apache.flink.runtime.jobmanager.HighAvailabilityMode;

/** The rules of the official operator's validator that concern application deployments; each answer names field, value, rule and remedy. */
final class SpecValidator {
  /** Flink derives names of Services and ConfigMaps from it, which may hold 63 characters. */
  private static final Pattern NAME = Pattern.compile("[a-z]([-a-z\\d]{0,43}[a-z\\d])?");

  private static final List<String> FORBIDDEN_KEYS =
      List.of(
          KubernetesConfigOptions.NAMESPACE.key(), KubernetesConfigOptions.CLUSTER_ID.key(), HighAvailabilityOptions.HA_CLUSTER_ID.key());

  private SpecValidator() {}

  /** The first rule that the deployment breaks; {@code defaults} is what its Flink configuration inherits. */
  static Optional<String> validate(FlinkDeployment deployment, Configuration defaults) {
    FlinkDeploymentSpec spec = deployment.getSpec();
    if (spec == null) {
      return Optional.of("spec is missing: describe the deployment there.");
    }
    Configuration configuration = SpecToConfiguration.inherited(spec, defaults);
    return first(
        name(deployment.getMetadata().getName()),
        mode(spec),
        flinkVersion(spec.getFlinkVersion()),
        forbiddenKeys(spec.getFlinkConfiguration()),
        job(spec.getJob()),
        memory("spec.jobManager", spec.getJobManager() == null ? null : spec.getJobManager().getResource()),
        memory("spec.taskManager", spec.getTaskManager() == null ? null : spec.getTaskManager().getResource()),
        jobManagerReplicas(spec, configuration),
        spec.getJob() == null ? Optional.empty() : upgradeMode(spec.getJob(), configuration));
  }

  /** What may not change from the spec that is deployed to the next one. */
  static Optional<String> validateChange(FlinkDeploymentSpec deployed, FlinkDeploymentSpec next) {
    if (KubernetesDeploymentMode.getDeploymentMode(deployed) != KubernetesDeploymentMode.getDeploymentMode(next)) {
      return Optional.of("spec.mode cannot be changed while the deployment exists: delete it and create it anew.");
    }
    return Optional.empty();
  }

  @SafeVarargs
  private static Optional<String> first(Optional<String>... answers) {
    for (Optional<String> answer : answers) {
      if (answer.isPresent()) {
        return answer;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> name(String name) {
    return NAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            "metadata.name \"" + name + "\" must start with a letter, hold only a-z, 0-9 and -, end with a letter or digit, and have at most 45"
                + " characters: choose a shorter or simpler name.");
  }

  private static Optional<String> mode(FlinkDeploymentSpec spec) {
    return KubernetesDeploymentMode.getDeploymentMode(spec) == KubernetesDeploymentMode.STANDALONE
        ? Optional.empty()
        : Optional.of(
            "spec.mode is native, but the stand-in for the Flink Kubernetes Operator that runs here deploys standalone clusters only: set"
                + " spec.mode to standalone, or install the official operator.");
  }

  private static Optional<String> flinkVersion(FlinkVersion version) {
    if (version == null) {
      return Optional.of("spec.flinkVersion is missing: set it to the image's version, for example v1_19.");
    }
    return FlinkVersion.isSupported(version)
        ? Optional.empty()
        : Optional.of("spec.flinkVersion " + version + " is no longer supported: use v1_15 or later.");
  }

  private static Optional<String> forbiddenKeys(Map<String, String> configuration) {
    return FORBIDDEN_KEYS.stream()
        .filter(key -> configuration != null && configuration.containsKey(key))
        .findFirst()
        .map(key -> "spec.flinkConfiguration may not hold " + key + ", which the operator sets from the deployment's name: remove it.");
  }

  private static Optional<String> job(JobSpec job) {
    if (job == null) {
      return Optional.of("spec.job is missing: the stand-in runs application clusters only, so describe the job there.");
    }
    if (job.getParallelism() < 1) {
      return Optional.of("spec.job.parallelism is " + job.getParallelism() + ", but a job needs at least 1.");
    }
    if (isBlank(job.getJarURI()) && isBlank(job.getEntryClass())) {
      return Optional.of("spec.job.jarURI and spec.job.entryClass are both missing: name the job's jar, its main class, or both.");
    }
    return Optional.empty();
  }

  private static Optional<String> memory(String field, Resource resource) {
    if (resource == null || isBlank(resource.getMemory())) {
      return Optional.of(field + ".resource.memory is missing: set it, for example to 1024m.");
    }
    try {
      SpecToConfiguration.memory(resource.getMemory());
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(field + ".resource.memory \"" + resource.getMemory() + "\" is not a size: write it like 1024m or 1Gi.");
    }
  }

  private static Optional<String> jobManagerReplicas(FlinkDeploymentSpec spec, Configuration configuration) {
    int replicas = spec.getJobManager().getReplicas();
    if (replicas < 1) {
      return Optional.of("spec.jobManager.replicas is " + replicas + ", but a cluster needs at least 1.");
    }
    return replicas == 1 || isHighlyAvailable(configuration)
        ? Optional.empty()
        : Optional.of(
            "spec.jobManager.replicas is " + replicas + ", but more than one JobManager needs high availability: set high-availability.type to"
                + " kubernetes, or replicas to 1.");
  }

  private static Optional<String> upgradeMode(JobSpec job, Configuration configuration) {
    UpgradeMode mode = job.getUpgradeMode();
    if (mode == UpgradeMode.LAST_STATE && !isHighlyAvailable(configuration)) {
      return Optional.of("spec.job.upgradeMode last-state needs high availability: set high-availability.type to kubernetes.");
    }
    if (mode != UpgradeMode.STATELESS && configuration.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY) == null) {
      return Optional.of(
          "spec.job.upgradeMode " + text(mode) + " needs a directory for checkpoints: set " + CheckpointingOptions.CHECKPOINTS_DIRECTORY.key() + ".");
    }
    boolean savepoints = mode == UpgradeMode.SAVEPOINT || configuration.get(OperatorOptions.SAVEPOINT_ON_DELETION);
    if (savepoints && job.getState() != JobState.SUSPENDED && configuration.get(CheckpointingOptions.SAVEPOINT_DIRECTORY) == null) {
      String reason = mode == UpgradeMode.SAVEPOINT ? "spec.job.upgradeMode savepoint" : OperatorOptions.SAVEPOINT_ON_DELETION.key();
      return Optional.of(reason + " needs a directory for savepoints: set " + CheckpointingOptions.SAVEPOINT_DIRECTORY.key() + ".");
    }
    return Optional.empty();
  }

  private static boolean isHighlyAvailable(Configuration configuration) {
    return HighAvailabilityMode.isHighAvailabilityModeActivated(configuration);
  }

  private static String text(UpgradeMode mode) {
    return mode.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}
