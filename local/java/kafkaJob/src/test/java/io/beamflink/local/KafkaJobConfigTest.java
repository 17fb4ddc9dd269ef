package io.beamflink.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class KafkaJobConfigTest {
  @Test
  void namesTheTopicsOfAllReads() {
    KafkaJobConfig config = KafkaJobConfig.parse("{\"bootstrapServers\": \"kafka:9092\", \"reads\": [[\"busy\", \"idle\"], [\"other\", \"busy\"]]}");
    assertEquals(new KafkaJobConfig("kafka:9092", List.of(List.of("busy", "idle"), List.of("other", "busy")), 0), config);
    assertEquals(List.of("busy", "idle", "other"), config.topics());
  }

  @Test
  void anUnknownFieldIsNamed() {
    assertMistake("topics", "{\"bootstrapServers\": \"kafka:9092\", \"topics\": [\"busy\"]}");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertMistake("bootstrapServers must be set", "{\"reads\": [[\"busy\"]]}");
    assertMistake("reads must hold", "{\"bootstrapServers\": \"kafka:9092\"}");
    assertMistake("no empty one", "{\"bootstrapServers\": \"kafka:9092\", \"reads\": [[\"busy\"], []]}");
    assertMistake("delayMicros must be at least 0", "{\"bootstrapServers\": \"kafka:9092\", \"reads\": [[\"busy\"]], \"delayMicros\": -1}");
  }

  private static void assertMistake(String said, String json) {
    Exception error = assertThrows(IllegalArgumentException.class, () -> KafkaJobConfig.parse(json));
    assertTrue(error.getMessage().contains(said), error.getMessage());
  }
}
