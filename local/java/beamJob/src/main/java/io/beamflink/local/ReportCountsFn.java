package io.beamflink.local;

import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a pipeline: adds up what the windows counted ({@code countedElements}), and logs one key's as a sign of life. */
final class ReportCountsFn extends DoFn<KV<Integer, Long>, Void> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ReportCountsFn.class);

  private final int pipeline;
  private final Counter counted = Metrics.counter(ReportCountsFn.class, "countedElements");

  ReportCountsFn(int pipeline) {
    this.pipeline = pipeline;
  }

  @ProcessElement
  public void processElement(@Element KV<Integer, Long> count, BoundedWindow window) {
    counted.inc(count.getValue());
    if (pipeline == 0 && count.getKey() == 0) {
      LOG.info("window {} of key 0 counted {} elements", window, count.getValue());
    }
  }
}
