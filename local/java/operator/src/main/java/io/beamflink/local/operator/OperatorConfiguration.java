package io.beamflink.local.operator;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;

/** What the operator was started with: its own settings, and the Flink configuration that every deployment inherits. */
record OperatorConfiguration(
    Configuration defaults,
    Path configurationDirectory,
    Set<String> watchedNamespaces,
    Duration reconcileInterval,
    boolean healthProbeEnabled,
    int healthProbePort) {

  private static final String DIRECTORY_VARIABLE = "FLINK_CONF_DIR";
  private static final String DEFAULT_DIRECTORY = "/opt/flink/conf";

  static OperatorConfiguration load(Map<String, String> environment) {
    return load(Path.of(environment.getOrDefault(DIRECTORY_VARIABLE, DEFAULT_DIRECTORY)));
  }

  /** Reads flink-conf.yaml or config.yaml of the directory; a directory without either is an empty configuration. */
  static OperatorConfiguration load(Path directory) {
    boolean exists =
        Files.isReadable(directory.resolve(GlobalConfiguration.LEGACY_FLINK_CONF_FILENAME))
            || Files.isReadable(directory.resolve(GlobalConfiguration.FLINK_CONF_FILENAME));
    File file = directory.toFile();
    Configuration defaults = exists ? GlobalConfiguration.loadConfiguration(file.getPath()) : new Configuration();
    // Reading config.yaml makes this process write lists as YAML, which the flink-conf.yaml of a deployment cannot hold.
    GlobalConfiguration.setStandardYaml(false);
    return of(defaults, directory);
  }

  static OperatorConfiguration of(Configuration defaults, Path directory) {
    Set<String> namespaces =
        Arrays.stream(defaults.get(OperatorOptions.WATCHED_NAMESPACES).split(","))
            .map(String::trim)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    return new OperatorConfiguration(
        defaults,
        directory,
        namespaces,
        defaults.get(OperatorOptions.RECONCILE_INTERVAL),
        defaults.get(OperatorOptions.HEALTH_PROBE_ENABLED),
        defaults.get(OperatorOptions.HEALTH_PROBE_PORT));
  }
}
