package io.beamflink.local;

import org.apache.beam.sdk.transforms.DoFn;

/**
 * Takes a given time for each element, as a call to a remote service does. It waits and does not compute: for Flink the task is busy, and the
 * machine's cores stay free, so one small machine can show a job that has too much to do.
 */
final class WorkFn<T> extends DoFn<T, T> {
  private static final long serialVersionUID = 1L;

  /** Times below it are added up first: a thread cannot wait for a few microseconds. */
  private static final long SHORTEST_WAIT_NANOS = 2_000_000;

  private final long nanosPerElement;
  private transient long owed;

  WorkFn(int microsPerElement) {
    this.nanosPerElement = microsPerElement * 1_000L;
  }

  @ProcessElement
  public void processElement(@Element T element, OutputReceiver<T> output) throws InterruptedException {
    owed += nanosPerElement;
    if (owed >= SHORTEST_WAIT_NANOS) {
      long begin = System.nanoTime();
      Thread.sleep(owed / 1_000_000, (int) (owed % 1_000_000));
      // What was waited too long is not owed later.
      owed -= System.nanoTime() - begin;
    }
    output.output(element);
  }
}
