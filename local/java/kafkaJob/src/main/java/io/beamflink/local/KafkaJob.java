package io.beamflink.local;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PipelineOptionsValidator;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads topics with KafkaIO, and checks that none of their elements is lost or comes twice; {@link KafkaJobConfig} says which. */
public final class KafkaJob {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaJob.class);

  private KafkaJob() {}

  public static void main(String[] args) throws IOException {
    KafkaJobConfig config = KafkaJobConfig.fromFile(System.getenv(KafkaJobConfig.VARIABLE));
    FlinkPipelineOptions options = PipelineOptionsFactory.fromArgs(args).as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setStreaming(true);
    // Not the factory's withValidation(): it would look for the default runner, which is not here.
    PipelineOptionsValidator.validate(FlinkPipelineOptions.class, options);
    LOG.info("{}", config);

    Pipeline pipeline = Pipeline.create(options);
    for (int number = 0; number < config.reads().size(); number++) {
      addRead(pipeline, number, config);
    }
    pipeline.run();
  }

  private static void addRead(Pipeline pipeline, int number, KafkaJobConfig config) {
    String prefix = "read-" + number + "-";
    var checked =
        pipeline
            .apply(prefix + "kafka", read(config.bootstrapServers(), config.reads().get(number)))
            .apply(prefix + "element", ParDo.of(new KafkaRecordFn(config.topics())))
            .apply(prefix + "check", ParDo.of(new CheckSequenceFn()));
    if (config.delayMicros() > 0) {
      checked.apply(prefix + "slow", ParDo.of(new SlowDownFn(config.delayMicros())));
    }
  }

  /** From a topic's first record on: a new job sees all that was written before it. */
  private static KafkaIO.Read<byte[], byte[]> read(String servers, List<String> topics) {
    return KafkaIO.<byte[], byte[]>read()
        .withBootstrapServers(servers)
        .withTopics(topics)
        .withKeyDeserializer(ByteArrayDeserializer.class)
        .withValueDeserializer(ByteArrayDeserializer.class)
        .withConsumerConfigUpdates(Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"));
  }
}
