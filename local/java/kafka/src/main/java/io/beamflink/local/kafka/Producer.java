package io.beamflink.local.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes {@link Element}s to a topic at a constant rate, none of them twice, and says at the end how many it was. */
public final class Producer {
  private Producer() {}

  public static void main(String[] args) throws Exception {
    ProducerOptions options = ProducerOptions.parse(args);
    createTopic(options);
    long start = System.nanoTime();
    long written = write(options, start);
    System.out.printf("{\"topic\":\"%s\",\"records\":%d,\"seconds\":%.1f}%n", options.topic(), written, (System.nanoTime() - start) / 1e9);
  }

  private static void createTopic(ProducerOptions options) throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", options.servers()))) {
      admin.createTopics(List.of(new NewTopic(options.topic(), Optional.of(options.partitions()), Optional.empty()))).all().get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private static long write(ProducerOptions options, long start) throws Exception {
    AtomicReference<Exception> failure = new AtomicReference<>();
    long position = 0;
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(configuration(options))) {
      for (; (options.records() == 0 || position < options.records()) && failure.get() == null; position++) {
        awaitTurn(options, start, position);
        Element element = Element.at(position, options.keys());
        int partition = element.key() % options.partitions();
        producer.send(
            new ProducerRecord<>(options.topic(), partition, element.recordKey(), element.recordValue(options.bytes())),
            (metadata, exception) -> failure.compareAndSet(null, exception));
      }
    }
    if (failure.get() != null) {
      throw failure.get();
    }
    return position;
  }

  /** Until the record at {@code position} is due; one that is late is due at once. */
  private static void awaitTurn(ProducerOptions options, long start, long position) throws InterruptedException {
    if (options.rate() == 0) {
      return;
    }
    long wait = start + (long) (position / options.rate() * 1e9) - System.nanoTime();
    if (wait > 0) {
      Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
    }
  }

  /** Retries neither lose nor double a record: idempotence is the client's default, said here because the counts rest on it. */
  private static Map<String, Object> configuration(ProducerOptions options) {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, options.servers(),
        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
        ProducerConfig.ACKS_CONFIG, "all");
  }
}
