package io.beamflink.local;

import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;

/** The end of a pipeline without state: adds each element to {@code countedElements}, and keeps nothing. */
final class CountElementsFn<T> extends DoFn<T, Void> {
  private static final long serialVersionUID = 1L;

  private final Counter counted = Metrics.counter(CountElementsFn.class, "countedElements");

  @ProcessElement
  public void processElement() {
    counted.inc();
  }
}
