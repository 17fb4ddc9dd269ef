package io.beamflink.local.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProducerOptionsTest {
  @Test
  void whatIsNotGivenHasItsDefault() {
    ProducerOptions options = ProducerOptions.parse(new String[] {"--servers=kafka:9092", "--topic=busy", "--rate=0.5"});
    assertEquals(new ProducerOptions("kafka:9092", "busy", 1, 0.5, 0, 200, 100), options);
  }

  @Test
  void anUnknownOptionIsNamed() {
    String[] args = {"--servers=kafka:9092", "--topics=busy"};
    Exception error = assertThrows(IllegalArgumentException.class, () -> ProducerOptions.parse(args));
    assertTrue(error.getMessage().startsWith("--topics=busy is not an option"), error.getMessage());
  }

  @Test
  void serversAndTopicMustBeGiven() {
    Exception error = assertThrows(IllegalArgumentException.class, () -> ProducerOptions.parse(new String[] {"--topic=busy"}));
    assertTrue(error.getMessage().startsWith("--servers and --topic must be given"), error.getMessage());
  }
}
