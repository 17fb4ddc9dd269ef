package io.beamflink.local;

import java.io.Serializable;
import org.apache.beam.sdk.io.UnboundedSource;

/**
 * Where a split's reader stood at a checkpoint.
 *
 * @param position the next element to read
 * @param dueMillis when that element is due, in milliseconds since the epoch
 */
record GeneratorMark(long position, double dueMillis) implements UnboundedSource.CheckpointMark, Serializable {
  /** Nothing to acknowledge: the elements can be made again at any time. */
  @Override
  public void finalizeCheckpoint() {}
}
