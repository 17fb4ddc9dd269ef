package io.beamflink.local;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Takes an element out of its record, and counts for each topic: {@code <topic>Records}, and as a distribution {@code
 * <topic>LatencyMillis}, from the record's timestamp to now.
 */
final class KafkaRecordFn extends DoFn<KafkaRecord<byte[], byte[]>, KV<Integer, KV<Long, byte[]>>> {
  private static final long serialVersionUID = 1L;

  /** Namespace of the metrics. */
  static final String NAMESPACE = "kafka";

  /** More than any topic has keys: the topic's place in the list times this tells its keys from another topic's. */
  static final int KEYS_OF_TOPIC = 1_000_000;

  private final List<String> topics;

  KafkaRecordFn(List<String> topics) {
    this.topics = topics;
  }

  @ProcessElement
  public void processElement(@Element KafkaRecord<byte[], byte[]> record, OutputReceiver<KV<Integer, KV<Long, byte[]>>> output) {
    String topic = record.getTopic();
    Metrics.counter(NAMESPACE, topic + "Records").inc();
    Metrics.distribution(NAMESPACE, topic + "LatencyMillis").update(Math.max(0, System.currentTimeMillis() - record.getTimestamp()));
    ByteBuffer value = ByteBuffer.wrap(record.getKV().getValue());
    long sequence = value.getLong();
    byte[] payload = new byte[value.remaining()];
    value.get(payload);
    int key = ByteBuffer.wrap(record.getKV().getKey()).getInt() + topics.indexOf(topic) * KEYS_OF_TOPIC;
    output.output(KV.of(key, KV.of(sequence, payload)));
  }
}
