package io.beamflink.local.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class StatusErrorTest {
  @Test
  @DisplayName("writes the official form: type, message and the list of causes")
  void json() throws IOException {
    String text = StatusError.of(new IllegalStateException("outer", new IOException("inner"))).toJson();
    JsonNode json = new ObjectMapper().readTree(text);
    assertEquals("java.lang.IllegalStateException", json.path("type").asText());
    assertEquals("outer", json.path("message").asText());
    assertEquals("java.io.IOException", json.path("throwableList").path(0).path("type").asText());
    assertEquals("inner", json.path("throwableList").path(0).path("message").asText());
    assertEquals("outer", StatusError.messageOf(text));
  }

  @Test
  @DisplayName("cuts a message that no field can hold")
  void length() {
    String message = StatusError.messageOf(StatusError.deployment("x".repeat(5_000)).toJson());
    assertEquals(2048, message.length());
    assertTrue(message.endsWith("..."));
  }

  @Test
  @DisplayName("shortens a stack trace to its exceptions, the innermost first")
  void stackTrace() {
    String trace = "a.Outer: wrapped\n\tat a.B.c(B.java:1)\nCaused by: a.Middle\n\t... 3 more\nCaused by: a.Inner: why\n\tat a.B.d(B.java:2)\n";
    assertEquals("a.Inner: why (by a.Middle; by a.Outer: wrapped)", StackTraces.shorten(trace));
    assertEquals("no trace at all", StackTraces.shorten("no trace at all"));
  }
}
