package io.beamflink.local;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.TimestampedValue;
import org.joda.time.Instant;

/**
 * Keeps a bundle's elements and emits them when the bundle ends, as a writer or a remote call does that works in batches.
 *
 * <p>This is what makes checkpoints large: when a checkpoint comes in the middle of a bundle, Beam ends the bundle after Flink's barrier
 * has passed, and must keep what comes out then in the checkpoint. {@code finishBundleBeforeCheckpointing} ends the bundle before the
 * barrier.
 */
final class BufferBundleFn<T> extends DoFn<T, T> {
  private static final long serialVersionUID = 1L;

  private transient List<TimestampedValue<T>> buffer;

  @StartBundle
  public void startBundle() {
    buffer = new ArrayList<>();
  }

  @ProcessElement
  public void processElement(@Element T element, @Timestamp Instant timestamp) {
    buffer.add(TimestampedValue.of(element, timestamp));
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    for (TimestampedValue<T> element : buffer) {
      context.output(element.getValue(), element.getTimestamp(), GlobalWindow.INSTANCE);
    }
    buffer = null;
  }
}
