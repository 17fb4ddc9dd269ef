package io.beamflink.local;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.KV;

/**
 * Makes elements at a given rate, constant or changing after a {@link LoadSchedule}, like a queue that others write to: elements that are due and not read yet are its backlog.
 *
 * <p>An element is {@code KV(key, KV(sequence, payload))}. Every key belongs to one split, and its sequence numbers are 0, 1, 2 and so on,
 * so whoever sees all elements of a key can tell a lost or a repeated one.
 */
final class GeneratorSource extends UnboundedSource<KV<Integer, KV<Long, byte[]>>, GeneratorMark> {
  private static final long serialVersionUID = 1L;

  private final int elementsPerSecond;
  private final int elementBytes;
  private final int keys;
  private final int splits;
  private final LoadSchedule load;
  /** Which of the {@code splits} this is. */
  private final int split;

  GeneratorSource(ApplicationConfig config) {
    this(config.elementsPerSecond(), config.elementBytes(), config.keys(), config.splits(), config.loadSteps(), 0);
  }

  private GeneratorSource(int elementsPerSecond, int elementBytes, int keys, int splits, LoadSchedule load, int split) {
    this.elementsPerSecond = elementsPerSecond;
    this.elementBytes = elementBytes;
    this.keys = keys;
    this.splits = splits;
    this.load = load;
    this.split = split;
  }

  /** Always the configured number, whatever the parallelism: it may be another one after the next restart. */
  @Override
  public List<GeneratorSource> split(int desiredNumSplits, PipelineOptions options) {
    List<GeneratorSource> parts = new ArrayList<>();
    for (int part = 0; part < splits; part++) {
      parts.add(new GeneratorSource(elementsPerSecond, elementBytes, keys, splits, load, part));
    }
    return parts;
  }

  @Override
  public GeneratorReader createReader(PipelineOptions options, GeneratorMark mark) {
    return new GeneratorReader(this, mark, System::currentTimeMillis);
  }

  /** The key of the split's element at {@code position}: the split's keys take turns. */
  int keyAt(long position) {
    return split + splits * (int) (position % keysOfSplit());
  }

  /** The sequence number, within its key, of the split's element at {@code position}. */
  long sequenceAt(long position) {
    return position / keysOfSplit();
  }

  private int keysOfSplit() {
    return (keys - split + splits - 1) / splits;
  }

  /** When the split's element at {@code position} is due, in milliseconds since its first one. */
  double millisAt(long position) {
    return load.millisAt(position, elementsPerMilli());
  }

  /** The last position that is due so many milliseconds after the first one. */
  long positionAt(double millis) {
    return (long) load.positionAt(millis, elementsPerMilli());
  }

  /** Rates below one element per second and split are possible, hence not a whole number. */
  private double elementsPerMilli() {
    return elementsPerSecond / 1000.0 / splits;
  }

  int elementBytes() {
    return elementBytes;
  }

  @Override
  public Coder<KV<Integer, KV<Long, byte[]>>> getOutputCoder() {
    return KvCoder.of(VarIntCoder.of(), KvCoder.of(VarLongCoder.of(), ByteArrayCoder.of()));
  }

  @Override
  public Coder<GeneratorMark> getCheckpointMarkCoder() {
    return SerializableCoder.of(GeneratorMark.class);
  }
}
