package io.beamflink.local.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is written to {@code status.error}: the official operator's JSON form of a type, a message and the causes. */
record StatusError(String type, String message, List<StatusError> causes) {
  /** The official operator's limit for one field. */
  private static final int MAX_MESSAGE = 2048;

  /** A deeper chain of causes says nothing more to a reader. */
  private static final int MAX_CAUSES = 4;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static StatusError validation(String message) {
    return new StatusError("ValidationException", message, List.of());
  }

  static StatusError deployment(String message) {
    return new StatusError("DeploymentFailedException", message, List.of());
  }

  static StatusError job(String message) {
    return new StatusError("JobFailedException", message, List.of());
  }

  static StatusError upgrade(String message) {
    return new StatusError("UpgradeFailureException", message, List.of());
  }

  static StatusError of(Throwable error) {
    List<StatusError> causes = new ArrayList<>();
    for (Throwable cause = error.getCause(); cause != null && causes.size() < MAX_CAUSES; cause = cause.getCause()) {
      causes.add(new StatusError(cause.getClass().getName(), text(cause), List.of()));
    }
    return new StatusError(error.getClass().getName(), text(error), List.copyOf(causes));
  }

  String toJson() {
    try {
      return MAPPER.writeValueAsString(toMap(true));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of strings could not be written as JSON", e);
    }
  }

  /** The message alone of what {@link #toJson} wrote. */
  static String messageOf(String json) {
    try {
      return MAPPER.readTree(json).path("message").asText(json);
    } catch (JsonProcessingException e) {
      return json;
    }
  }

  private Map<String, Object> toMap(boolean outermost) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", type);
    map.put("message", message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE - 3) + "...");
    map.put("additionalMetadata", Map.of());
    if (outermost) {
      map.put("throwableList", causes.stream().map(cause -> cause.toMap(false)).toList());
    }
    return map;
  }

  private static String text(Throwable error) {
    return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
  }
}
