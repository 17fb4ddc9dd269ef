package org.apache.flink.container.entrypoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CausesTest {
  @Test
  void everyCauseIsOneLine() {
    Exception error = new IllegalStateException("outer\n text", new ClassNotFoundException("a.Job"));
    assertEquals(
        "It failed:\n  java.lang.IllegalStateException: outer text\n  caused by java.lang.ClassNotFoundException: a.Job",
        Causes.describe("It failed", error));
  }

  @Test
  void aMessageThatRepeatsItsCauseIsLeftOut() {
    Exception error = new RuntimeException(new ClassNotFoundException("a.Job"));
    assertEquals(
        "It failed:\n  java.lang.RuntimeException\n  caused by java.lang.ClassNotFoundException: a.Job",
        Causes.describe("It failed", error));
  }

  @Test
  void theInnermostCauseIsKeptWhenThereIsNoRoomForAll() {
    Throwable error = new ClassNotFoundException("a.Job");
    for (int i = 0; i < 50; i++) {
      error = new RuntimeException("x".repeat(1_000), error);
    }
    String text = Causes.describe("It failed", error);
    assertTrue(text.endsWith("caused by java.lang.ClassNotFoundException: a.Job"), text);
    assertTrue(text.length() < 1_800, "was " + text.length());
  }

  @Test
  void aCycleOfCausesEnds() {
    Exception inner = new Exception("inner");
    Exception outer = new Exception("outer", inner);
    inner.initCause(outer);
    assertEquals("It failed:\n  java.lang.Exception: outer\n  caused by java.lang.Exception: inner", Causes.describe("It failed", outer));
  }
}
