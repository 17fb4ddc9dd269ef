package io.beamflink.local;

import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.options.PipelineOptionsValidator;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The job of the local environment: shows how bundles and checkpoints act on each other, and that nothing is lost or doubled by a restart.
 *
 * <p>Its arguments are Beam's and the Flink runner's pipeline options alone; what it does is said by {@link ApplicationConfig}. It does not
 * end the JVM, which is the JobManager's.
 */
public final class BundleBufferJob {
  private static final Logger LOG = LoggerFactory.getLogger(BundleBufferJob.class);
  private static final Duration WINDOW = Duration.standardSeconds(10);

  private BundleBufferJob() {}

  public static void main(String[] args) {
    ApplicationConfig config = ApplicationConfig.fromEnvironment(System.getenv());
    PipelineOptionsFactory.register(PayloadOptions.class);
    FlinkPipelineOptions options = PipelineOptionsFactory.fromArgs(args).as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setStreaming(true);
    // Not the factory's withValidation(): it would look for the default runner, which is not here.
    PipelineOptionsValidator.validate(FlinkPipelineOptions.class, options);
    LOG.info("{}", config);

    Pipeline pipeline = Pipeline.create(options);
    for (int number = 0; number < config.pipelines(); number++) {
      addPipeline(pipeline, number, config);
    }
    pipeline.run();
  }

  /** Names of transforms begin with the pipeline's number: they name operators and metrics, and savepoints find their state by them. */
  private static void addPipeline(Pipeline pipeline, int number, ApplicationConfig config) {
    String prefix = "pipeline-" + number + "-";
    PCollection<KV<Integer, KV<Long, byte[]>>> elements = pipeline.apply(prefix + "generate", Read.from(new GeneratorSource(config)));
    if (config.workMicros() > 0) {
      elements = elements.apply(prefix + "work", ParDo.of(new WorkFn<>(config.workMicros())));
    }
    PCollection<KV<Integer, KV<Long, byte[]>>> buffered = elements.apply(prefix + "buffer", ParDo.of(new BufferBundleFn<>()));
    switch (config.shape()) {
      case BUFFER -> buffered.apply(prefix + "count", ParDo.of(new CountElementsFn<>()));
      case FULL ->
          buffered
              .apply(prefix + "check", ParDo.of(new CheckSequenceFn()))
              .apply(prefix + "window", Window.into(FixedWindows.of(WINDOW)))
              .apply(prefix + "count", Count.perKey())
              .apply(prefix + "report", ParDo.of(new ReportCountsFn(number)));
    }
  }
}
