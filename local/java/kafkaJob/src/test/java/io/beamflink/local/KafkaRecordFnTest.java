package io.beamflink.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** KafkaIO and the job's transforms under Beam's DirectRunner, over the Kafka client's own mock of a consumer. */
class KafkaRecordFnTest {
  private static final int RECORDS = 30;

  @Test
  void recordsBecomeElementsThatAreCheckedOnce() {
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply(
            KafkaIO.<byte[], byte[]>read()
                .withBootstrapServers("mock:9092")
                .withTopics(List.of("busy"))
                .withKeyDeserializer(ByteArrayDeserializer.class)
                .withValueDeserializer(ByteArrayDeserializer.class)
                .withConsumerFactoryFn(configuration -> consumer())
                .withMaxNumRecords(RECORDS))
        .apply(ParDo.of(new KafkaRecordFn(List.of("idle", "busy"))))
        .apply(ParDo.of(new CheckSequenceFn()));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertEquals(RECORDS, counter(result, MetricNameFilter.named(KafkaRecordFn.NAMESPACE, "busyRecords")));
    assertEquals(RECORDS, counter(result, MetricNameFilter.named(CheckSequenceFn.class, "sequenceChecked")));
    assertEquals(0, counter(result, MetricNameFilter.named(CheckSequenceFn.class, "sequenceRepeats")));
    assertEquals(0, counter(result, MetricNameFilter.named(CheckSequenceFn.class, "sequenceEarly")));
  }

  private static Consumer<byte[], byte[]> consumer() {
    TopicPartition partition = new TopicPartition("busy", 0);
    Node node = new Node(1, "mock", 9092);
    MockConsumer<byte[], byte[]> consumer =
        new MockConsumer<>(OffsetResetStrategy.EARLIEST) {
          @Override
          public synchronized void assign(java.util.Collection<TopicPartition> assigned) {
            super.assign(assigned);
            updateBeginningOffsets(Map.of(partition, 0L));
            updateEndOffsets(Map.of(partition, (long) RECORDS));
            for (int sequence = 0; sequence < RECORDS; sequence++) {
              byte[] key = ByteBuffer.allocate(4).putInt(3).array();
              byte[] value = ByteBuffer.allocate(20).putLong(sequence).array();
              addRecord(new ConsumerRecord<>("busy", 0, sequence, key, value));
            }
          }
        };
    consumer.updatePartitions("busy", List.of(new PartitionInfo("busy", 0, node, new Node[] {node}, new Node[] {node})));
    return consumer;
  }

  private static long counter(PipelineResult result, MetricNameFilter name) {
    long sum = 0;
    for (var metric : result.metrics().queryMetrics(MetricsFilter.builder().addNameFilter(name).build()).getCounters()) {
      sum += metric.getCommitted();
    }
    return sum;
  }
}
