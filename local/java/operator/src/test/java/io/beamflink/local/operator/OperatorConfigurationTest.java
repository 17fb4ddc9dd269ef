package io.beamflink.local.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OperatorConfigurationTest {
  private static final String KEYS =
      """
      kubernetes.operator.watched.namespaces: beam, other
      kubernetes.operator.reconcile.interval: 15 s
      kubernetes.operator.health.probe.enabled: false
      taskmanager.numberOfTaskSlots: 4
      """;

  @Test
  @DisplayName("reads flat keys from either of Flink's files")
  void files(@TempDir Path directory) throws IOException {
    for (String name : new String[] {"config.yaml", "flink-conf.yaml"}) {
      Path folder = Files.createDirectory(directory.resolve("with-" + name));
      Files.writeString(folder.resolve(name), KEYS);
      OperatorConfiguration configuration = OperatorConfiguration.load(folder);
      assertEquals(Set.of("beam", "other"), configuration.watchedNamespaces());
      assertEquals(Duration.ofSeconds(15), configuration.reconcileInterval());
      assertFalse(configuration.healthProbeEnabled());
      assertEquals("4", configuration.defaults().toMap().get("taskmanager.numberOfTaskSlots"));
    }
  }

  @Test
  @DisplayName("without a file watches all namespaces, with the official operator's defaults")
  void none(@TempDir Path directory) {
    OperatorConfiguration configuration = OperatorConfiguration.load(directory);
    assertEquals(Set.of(), configuration.watchedNamespaces());
    assertEquals(Duration.ofMinutes(1), configuration.reconcileInterval());
    assertTrue(configuration.healthProbeEnabled());
    assertEquals(8085, configuration.healthProbePort());
  }
}
