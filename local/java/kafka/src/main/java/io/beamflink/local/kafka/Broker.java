package io.beamflink.local.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * Kafka's own server as one process that is broker and controller (KRaft), over a folder that it formats when it is empty.
 *
 * <p>Usage: {@code Broker HOST PORT FOLDER}; HOST is the name by which clients reach it.
 */
public final class Broker {
  private static final int CONTROLLER_PORT = 9093;

  private Broker() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      System.err.println("usage: Broker HOST PORT FOLDER");
      System.exit(2);
    }
    Path folder = Path.of(args[2]);
    Path file = folder.resolve("server.properties");
    Files.createDirectories(folder);
    try (var out = Files.newBufferedWriter(file)) {
      properties(args[0], Integer.parseInt(args[1]), folder).store(out, null);
    }
    int code =
        StorageTool.execute(
            new String[] {"format", "--ignore-formatted", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()},
            System.out);
    if (code != 0) {
      System.exit(code);
    }
    Kafka.main(new String[] {file.toString()});
  }

  static Properties properties(String host, int port, Path folder) {
    Properties properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", "1");
    properties.put("controller.quorum.voters", "1@localhost:" + CONTROLLER_PORT);
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("listeners", "PLAINTEXT://:" + port + ",CONTROLLER://localhost:" + CONTROLLER_PORT);
    properties.put("advertised.listeners", "PLAINTEXT://" + host + ":" + port);
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("log.dirs", folder.resolve("log").toString());
    // Topics are made by whoever writes them: one that is misspelt shall not come to be.
    properties.put("auto.create.topics.enable", "false");
    // One broker keeps the only copy.
    for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
      properties.put(topic + ".replication.factor", "1");
    }
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("group.initial.rebalance.delay.ms", "0");
    return properties;
  }
}
