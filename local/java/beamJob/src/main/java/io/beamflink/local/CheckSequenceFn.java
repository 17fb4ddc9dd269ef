package io.beamflink.local;

import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks with keyed state that no element of a key is lost or comes twice, across restarts too. The counters say what it found:
 * {@code sequenceChecked}, {@code sequenceEarly}, {@code sequenceRepeats}, {@code sequenceGaps} (elements that did not come).
 */
final class CheckSequenceFn extends DoFn<KV<Integer, KV<Long, byte[]>>, KV<Integer, Long>> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(CheckSequenceFn.class);

  @StateId("expected")
  private final StateSpec<ValueState<Long>> expectedSpec = StateSpecs.value(VarLongCoder.of());

  /** Empty, and then not stored, unless elements came out of order. */
  @StateId("early")
  private final StateSpec<ValueState<List<Long>>> earlySpec = StateSpecs.value(ListCoder.of(VarLongCoder.of()));

  private final Counter checked = Metrics.counter(CheckSequenceFn.class, "sequenceChecked");
  private final Counter early = Metrics.counter(CheckSequenceFn.class, "sequenceEarly");
  private final Counter repeats = Metrics.counter(CheckSequenceFn.class, "sequenceRepeats");
  private final Counter gaps = Metrics.counter(CheckSequenceFn.class, "sequenceGaps");

  /** Whether this instance has seen an element of key 0. */
  private transient boolean started;

  /** A counter that nothing has been added to would not be reported, and none is not the same as zero. */
  @StartBundle
  public void startBundle() {
    early.inc(0);
    repeats.inc(0);
    gaps.inc(0);
  }

  @ProcessElement
  public void processElement(
      @Element KV<Integer, KV<Long, byte[]>> element,
      @StateId("expected") ValueState<Long> expectedState,
      @StateId("early") ValueState<List<Long>> earlyState,
      OutputReceiver<KV<Integer, Long>> output) {
    int key = element.getKey();
    long sequence = element.getValue().getKey();
    if (key == 0 && !started) {
      started = true;
      LOG.info("the first element of key 0 since the start is number {}", sequence);
    }
    Long expected = expectedState.read();
    List<Long> waiting = earlyState.read();
    SequenceCheck check = new SequenceCheck(expected == null ? 0 : expected, waiting == null ? List.of() : waiting);

    checked.inc();
    switch (check.see(sequence)) {
      case IN_ORDER -> {}
      case EARLY -> early.inc();
      case REPEATED -> {
        repeats.inc();
        LOG.error("key {}: element {} came twice; the next one is {}", key, sequence, check.expected());
      }
      case GAP -> {
        gaps.inc(check.lost());
        LOG.error("key {}: {} elements from number {} on are lost", key, check.lost(), expected == null ? 0 : expected);
      }
    }

    expectedState.write(check.expected());
    List<Long> stillWaiting = check.early();
    if (!stillWaiting.isEmpty()) {
      earlyState.write(stillWaiting);
    } else if (waiting != null) {
      earlyState.clear();
    }
    output.output(KV.of(key, sequence));
  }
}
