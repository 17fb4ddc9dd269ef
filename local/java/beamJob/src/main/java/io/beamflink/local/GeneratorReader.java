package io.beamflink.local;

import java.util.NoSuchElementException;
import java.util.function.LongSupplier;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Reads one split of a {@link GeneratorSource}: the element at position n is due n steps after the start, as the source's schedule has it, and
 * has that time as its timestamp.
 */
final class GeneratorReader extends UnboundedSource.UnboundedReader<KV<Integer, KV<Long, byte[]>>> {
  /** After a longer pause the reader goes on as if it had been this long, so that a laptop that slept is not flooded. */
  static final long MAX_CATCH_UP_MILLIS = 60_000;

  private final GeneratorSource source;
  private final LongSupplier clock;
  private final byte[] payload;
  /** The position read from, and when its element is due. */
  private final long origin;
  private final double originMillis;

  private long next;
  private KV<Integer, KV<Long, byte[]>> current;
  private Instant currentTimestamp;

  GeneratorReader(GeneratorSource source, GeneratorMark mark, LongSupplier clock) {
    this.source = source;
    this.clock = clock;
    this.payload = new byte[source.elementBytes()];
    long now = clock.getAsLong();
    this.origin = mark == null ? 0 : mark.position();
    this.originMillis = mark == null ? now : Math.max(mark.dueMillis(), now - MAX_CATCH_UP_MILLIS);
    this.next = origin;
  }

  @Override
  public boolean start() {
    return advance();
  }

  @Override
  public boolean advance() {
    double due = dueMillis(next);
    if (due > clock.getAsLong()) {
      return false;
    }
    current = KV.of(source.keyAt(next), KV.of(source.sequenceAt(next), payload));
    currentTimestamp = Instant.ofEpochMilli((long) due);
    next++;
    return true;
  }

  private double dueMillis(long position) {
    // The difference first: beside today's milliseconds a double has no digits to spare.
    return originMillis + (source.millisAt(position) - source.millisAt(origin));
  }

  @Override
  public KV<Integer, KV<Long, byte[]>> getCurrent() {
    requireCurrent();
    return current;
  }

  @Override
  public Instant getCurrentTimestamp() {
    requireCurrent();
    return currentTimestamp;
  }

  private void requireCurrent() {
    if (current == null) {
      throw new NoSuchElementException("no element has been read yet");
    }
  }

  /** No later element has an earlier timestamp than the next one. */
  @Override
  public Instant getWatermark() {
    return Instant.ofEpochMilli((long) Math.min(dueMillis(next), clock.getAsLong()));
  }

  @Override
  public GeneratorMark getCheckpointMark() {
    return new GeneratorMark(next, dueMillis(next));
  }

  @Override
  public long getSplitBacklogBytes() {
    long now = clock.getAsLong();
    if (dueMillis(next) > now) {
      return 0;
    }
    long lastDue = source.positionAt(now - originMillis + source.millisAt(origin));
    return Math.max(1, lastDue - next + 1) * source.elementBytes();
  }

  @Override
  public GeneratorSource getCurrentSource() {
    return source;
  }

  @Override
  public void close() {}
}
