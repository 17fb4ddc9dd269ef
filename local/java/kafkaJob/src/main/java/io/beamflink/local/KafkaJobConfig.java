package io.beamflink.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the job shall read, from the JSON file that {@value #VARIABLE} names.
 *
 * @param bootstrapServers {@code HOST:PORT} of a broker
 * @param reads one KafkaIO read for each list of topics
 * @param delayMicros time that the last step takes for each element, in microseconds; makes back pressure
 */
record KafkaJobConfig(String bootstrapServers, List<List<String>> reads, long delayMicros) {
  static final String VARIABLE = "BEAM_APPLICATION_CONFIG";

  KafkaJobConfig {
    if (bootstrapServers == null || bootstrapServers.isEmpty()) {
      throw new IllegalArgumentException("bootstrapServers must be set, to HOST:PORT of a broker");
    }
    if (reads == null || reads.isEmpty() || reads.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("reads must hold at least one list of topics, and no empty one, not " + reads);
    }
    if (delayMicros < 0) {
      throw new IllegalArgumentException("delayMicros must be at least 0, not " + delayMicros);
    }
  }

  static KafkaJobConfig fromFile(String file) throws IOException {
    if (file == null || file.isEmpty()) {
      throw new IllegalArgumentException(VARIABLE + " must name the file of the application configuration");
    }
    return parse(Files.readString(Path.of(file)));
  }

  static KafkaJobConfig parse(String json) {
    try {
      return new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).readValue(json, KafkaJobConfig.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the application configuration is not valid: " + e.getOriginalMessage(), e);
    }
  }

  /** The topics in the order of the reads; their places tell their elements' keys apart. */
  List<String> topics() {
    return reads.stream().flatMap(List::stream).distinct().toList();
  }
}
