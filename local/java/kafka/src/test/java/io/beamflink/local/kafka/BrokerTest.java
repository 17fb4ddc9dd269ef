package io.beamflink.local.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings, as Kafka itself reads them. */
class BrokerTest {
  @Test
  void oneProcessIsBrokerAndController(@TempDir Path folder) {
    KafkaConfig config = KafkaConfig.fromProps(Broker.properties("kafka.example.svc", 9092, folder));
    assertEquals(2, config.processRoles().size());
    assertEquals(1, config.effectiveAdvertisedBrokerListeners().size());
    assertEquals("kafka.example.svc", config.effectiveAdvertisedBrokerListeners().apply(0).host());
  }

  @Test
  void aFolderThatIsFormattedAlreadyIsTaken(@TempDir Path folder) throws Exception {
    Properties properties = Broker.properties("localhost", 9092, folder);
    Path file = folder.resolve("server.properties");
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    String[] format = {"format", "--ignore-formatted", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()};
    assertEquals(0, StorageTool.execute(format, System.out));
    assertEquals(0, StorageTool.execute(format, System.out));
  }
}
