package io.beamflink.local.kafka;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a producer writes.
 *
 * @param servers {@code HOST:PORT} of the broker
 * @param topic made with {@code partitions} when it is not there
 * @param partitions partitions of the topic, filled alike
 * @param rate records per second; 0 means as fast as the broker takes them
 * @param records records in all; 0 means without end
 * @param bytes size of a record's value
 * @param keys keys that the records are spread over
 */
record ProducerOptions(String servers, String topic, int partitions, double rate, long records, int bytes, int keys) {
  private static final Set<String> NAMES = Set.of("servers", "topic", "partitions", "rate", "records", "bytes", "keys");

  static final String USAGE =
      "usage: Producer --servers=HOST:PORT --topic=NAME [--partitions=1] [--rate=0] [--records=0] [--bytes=200] [--keys=100]";

  static ProducerOptions parse(String[] args) {
    Map<String, String> given = new HashMap<>();
    for (String arg : args) {
      String[] parts = arg.startsWith("--") ? arg.substring(2).split("=", 2) : new String[0];
      if (parts.length != 2 || !NAMES.contains(parts[0])) {
        throw new IllegalArgumentException(arg + " is not an option, all of " + Arrays.toString(args) + " must be; " + USAGE);
      }
      given.put(parts[0], parts[1]);
    }
    if (!given.containsKey("servers") || !given.containsKey("topic")) {
      throw new IllegalArgumentException("--servers and --topic must be given; " + USAGE);
    }
    return new ProducerOptions(
        given.get("servers"),
        given.get("topic"),
        Integer.parseInt(given.getOrDefault("partitions", "1")),
        Double.parseDouble(given.getOrDefault("rate", "0")),
        Long.parseLong(given.getOrDefault("records", "0")),
        Integer.parseInt(given.getOrDefault("bytes", "200")),
        Integer.parseInt(given.getOrDefault("keys", "100")));
  }
}
