package io.beamflink.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

/** The transforms under Beam's DirectRunner, which saves and restores readers between its bundles. */
class PipelineTest {
  private static final int ELEMENTS = 2_000;

  private static Pipeline pipeline() {
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    return Pipeline.create(options);
  }

  private static long counter(PipelineResult result, Class<?> namespace, String name) {
    MetricsFilter filter = MetricsFilter.builder().addNameFilter(MetricNameFilter.named(namespace, name)).build();
    return StreamSupport.stream(result.metrics().queryMetrics(filter).getCounters().spliterator(), false)
        .mapToLong(metric -> metric.getCommitted())
        .sum();
  }

  @Test
  void everyElementIsCheckedAndCountedOnce() {
    Pipeline pipeline = pipeline();
    ApplicationConfig config = new ApplicationConfig(1, 1_000_000, 20, 7, 3, PipelineShape.FULL, 0, LoadSchedule.CONSTANT);
    pipeline
        .apply(Read.from(new GeneratorSource(config)).withMaxNumRecords(ELEMENTS))
        .apply(ParDo.of(new BufferBundleFn<>()))
        .apply(ParDo.of(new CheckSequenceFn()))
        .apply(Window.into(FixedWindows.of(Duration.standardSeconds(10))))
        .apply(Count.perKey())
        .apply(ParDo.of(new ReportCountsFn(0)));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertEquals(ELEMENTS, counter(result, CheckSequenceFn.class, "sequenceChecked"));
    assertEquals(ELEMENTS, counter(result, ReportCountsFn.class, "countedElements"));
    assertEquals(0, counter(result, CheckSequenceFn.class, "sequenceRepeats"));
    assertEquals(0, counter(result, CheckSequenceFn.class, "sequenceGaps"));
  }

  @Test
  void theBufferingPartAloneCountsEveryElement() {
    Pipeline pipeline = pipeline();
    ApplicationConfig config = new ApplicationConfig(1, 1_000_000, 20, 7, 3, PipelineShape.BUFFER, 0, LoadSchedule.CONSTANT);
    pipeline
        .apply(Read.from(new GeneratorSource(config)).withMaxNumRecords(ELEMENTS))
        .apply(ParDo.of(new BufferBundleFn<>()))
        .apply(ParDo.of(new CountElementsFn<>()));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertEquals(ELEMENTS, counter(result, CountElementsFn.class, "countedElements"));
  }

  @Test
  void lostAndRepeatedElementsAreCounted() {
    List<KV<Integer, KV<Long, byte[]>>> elements = new ArrayList<>();
    elements.add(KV.of(0, KV.of(0L, new byte[0])));
    elements.add(KV.of(0, KV.of(0L, new byte[0])));
    // Numbers 1 to 3 are missing; one more than may wait shows it, whatever the order.
    for (int i = 0; i <= SequenceCheck.MAX_EARLY; i++) {
      elements.add(KV.of(0, KV.of(4L + i, new byte[0])));
    }
    Pipeline pipeline = pipeline();
    pipeline
        .apply(Create.of(elements).withCoder(KvCoder.of(VarIntCoder.of(), KvCoder.of(VarLongCoder.of(), ByteArrayCoder.of()))))
        .apply(ParDo.of(new CheckSequenceFn()));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    assertEquals(1, counter(result, CheckSequenceFn.class, "sequenceRepeats"));
    assertEquals(3, counter(result, CheckSequenceFn.class, "sequenceGaps"));
  }
}
