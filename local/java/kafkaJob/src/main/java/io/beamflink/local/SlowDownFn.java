package io.beamflink.local;

import java.util.concurrent.locks.LockSupport;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Takes its time for each element, as a sink does that is too slow: what comes before it feels back pressure. */
final class SlowDownFn extends DoFn<KV<Integer, Long>, KV<Integer, Long>> {
  private static final long serialVersionUID = 1L;

  private final long delayMicros;

  SlowDownFn(long delayMicros) {
    this.delayMicros = delayMicros;
  }

  @ProcessElement
  public void processElement(@Element KV<Integer, Long> element, OutputReceiver<KV<Integer, Long>> output) {
    long end = System.nanoTime() + delayMicros * 1_000;
    for (long left = delayMicros * 1_000; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    output.output(element);
  }
}
