package org.apache.flink.container.entrypoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Says in a few lines why something failed: the innermost cause always, the outer ones as far as there is room. */
final class Causes {
  /** A termination message holds 2048 bytes; this leaves room for the line of the log before it. */
  private static final int MAX_TOTAL = 1600;

  private static final int MAX_LINE = 600;

  private Causes() {}

  static String describe(String what, Throwable error) {
    List<String> lines = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = error; cause != null && seen.add(cause); cause = cause.getCause()) {
      lines.add(oneLine(cause));
    }
    int room = MAX_TOTAL - what.length();
    List<String> kept = new ArrayList<>();
    for (int i = lines.size() - 1; i >= 0 && room >= lines.get(i).length(); i--) {
      kept.add(0, lines.get(i));
      room -= lines.get(i).length();
    }
    return what + ":\n  " + String.join("\n  caused by ", kept);
  }

  private static String oneLine(Throwable cause) {
    String message = cause.getMessage();
    // Wrapping exceptions often repeat their cause's whole text as their own message.
    boolean repeated = cause.getCause() != null && message != null && message.equals(cause.getCause().toString());
    String text = message == null || repeated ? cause.getClass().getName() : cause.getClass().getName() + ": " + message;
    text = text.replaceAll("\\s+", " ");
    return text.length() <= MAX_LINE ? text : text.substring(0, MAX_LINE) + "...";
  }
}
