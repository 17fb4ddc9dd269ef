package io.beamflink.local;

import java.io.Serializable;
import java.util.List;

/**
 * How much more, or less, than its usual rate a source makes over time. Time here is the source's own: it begins with its first element, and
 * when an element is due follows from its position alone, so a reader that goes on after a restart needs to know no more than where it was.
 *
 * @param steps in the order of their time; before the first one the factor is 1
 */
record LoadSchedule(List<Step> steps) implements Serializable {
  /** The usual rate all the time. */
  static final LoadSchedule CONSTANT = new LoadSchedule(List.of());

  /**
   * From one time on.
   *
   * @param afterSeconds since the source's beginning
   * @param factor of the usual rate, above 0
   */
  record Step(int afterSeconds, double factor) implements Serializable {}

  LoadSchedule {
    steps = List.copyOf(steps);
  }

  /** When the element at {@code position} is due, in milliseconds since the beginning; {@code perMilli} is the usual rate. */
  double millisAt(double position, double perMilli) {
    double millis = 0;
    double reached = 0;
    double factor = 1;
    for (Step step : steps) {
      double next = reached + (step.afterSeconds * 1000.0 - millis) * perMilli * factor;
      if (position < next) {
        break;
      }
      reached = next;
      millis = step.afterSeconds * 1000.0;
      factor = step.factor;
    }
    return millis + (position - reached) / (perMilli * factor);
  }

  /** The position that is due at that time: the other way round. */
  double positionAt(double atMillis, double perMilli) {
    double millis = 0;
    double reached = 0;
    double factor = 1;
    for (Step step : steps) {
      if (atMillis < step.afterSeconds * 1000.0) {
        break;
      }
      reached += (step.afterSeconds * 1000.0 - millis) * perMilli * factor;
      millis = step.afterSeconds * 1000.0;
      factor = step.factor;
    }
    return reached + (atMillis - millis) * perMilli * factor;
  }
}
