package io.beamflink.local.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Shortens Java stack traces to what says why: the exceptions' own lines, innermost cause first. */
final class StackTraces {
  private static final String CAUSE = "Caused by: ";
  private static final int MAX_LINE = 600;

  private StackTraces() {}

  /** "root cause (by: outer; outermost)": a reader sees the cause even where the text is cut. */
  static String shorten(String trace) {
    List<String> causes = new ArrayList<>();
    for (String line : trace.split("\n")) {
      String text = line.strip();
      if (!isFrame(text) && (causes.isEmpty() || text.startsWith(CAUSE))) {
        causes.add(0, cut(text.startsWith(CAUSE) ? text.substring(CAUSE.length()) : text));
      }
    }
    if (causes.isEmpty()) {
      return cut(trace.strip());
    }
    String outer = String.join("; by ", causes.subList(1, causes.size()));
    return outer.isEmpty() ? causes.get(0) : causes.get(0) + " (by " + outer + ")";
  }

  /** The lines of a log's end that are no stack frames. */
  static String withoutFrames(String log) {
    return log.lines().filter(line -> !isFrame(line.strip())).map(String::stripTrailing).collect(Collectors.joining("\n"));
  }

  private static boolean isFrame(String text) {
    return text.startsWith("at ") || text.startsWith("... ") || text.isEmpty();
  }

  private static String cut(String text) {
    return text.length() <= MAX_LINE ? text : text.substring(0, MAX_LINE) + "...";
  }
}
