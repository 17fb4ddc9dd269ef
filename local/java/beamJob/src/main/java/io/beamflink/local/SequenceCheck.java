package io.beamflink.local;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Follows the sequence numbers 0, 1, 2 and so on of one key, and finds lost and repeated ones.
 *
 * <p>A number that comes too early is kept until those before it have come: after a restart at another parallelism, elements that lay in
 * the checkpoint and elements that are read anew may reach the key in another order. Only when many wait are the ones before them called
 * lost.
 */
final class SequenceCheck {
  enum Verdict {
    IN_ORDER,
    EARLY,
    REPEATED,
    GAP
  }

  /** More than the elements of one key in the bundles that a restart can reorder. */
  static final int MAX_EARLY = 500;

  private long expected;
  private final TreeSet<Long> early;
  private long lost;

  SequenceCheck(long expected, Collection<Long> early) {
    this.expected = expected;
    this.early = new TreeSet<>(early);
  }

  Verdict see(long sequence) {
    if (sequence < expected || early.contains(sequence)) {
      return Verdict.REPEATED;
    }
    if (sequence == expected) {
      expected++;
      takeEarly();
      return Verdict.IN_ORDER;
    }
    early.add(sequence);
    if (early.size() <= MAX_EARLY) {
      return Verdict.EARLY;
    }
    lost += early.first() - expected;
    expected = early.first();
    takeEarly();
    return Verdict.GAP;
  }

  private void takeEarly() {
    while (early.remove(expected)) {
      expected++;
    }
  }

  /** The number that has to come next. */
  long expected() {
    return expected;
  }

  /** Numbers that came before their turn, ascending. */
  List<Long> early() {
    return new ArrayList<>(early);
  }

  /** Numbers that were given up by this object. */
  long lost() {
    return lost;
  }
}
