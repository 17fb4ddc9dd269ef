package io.beamflink.local.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class InPlaceRescalingTest {
  private static FlinkRestClient.Bounds bounds(int lower, int upper) {
    return new FlinkRestClient.Bounds(lower, upper);
  }

  @Test
  @DisplayName("asks for exactly the parallelism that was chosen, and leaves vertices without an override and unknown ones alone")
  void wanted() {
    Map<String, FlinkRestClient.Bounds> present = Map.of("source", bounds(1, 1), "sink", bounds(1, 2));
    Map<String, FlinkRestClient.Bounds> wanted = InPlaceRescaling.wanted(present, Map.of("source", "3", "of an earlier graph", "7"));
    assertEquals(Map.of("source", bounds(3, 3), "sink", bounds(1, 2)), wanted);
  }

  @Test
  @DisplayName("needs as many TaskManagers as hold the slots")
  void taskManagers() {
    assertEquals(1, InPlaceRescaling.taskManagersFor(1, 2));
    assertEquals(1, InPlaceRescaling.taskManagersFor(2, 2));
    assertEquals(2, InPlaceRescaling.taskManagersFor(3, 2));
  }

  @Test
  @DisplayName("has scaled down when no vertex is wider than asked for")
  void hasRescaled() {
    Map<String, FlinkRestClient.Bounds> wanted = Map.of("source", bounds(1, 1), "sink", bounds(1, 1));
    assertFalse(InPlaceRescaling.hasRescaled(Map.of("source", 3, "sink", 1), wanted));
    assertFalse(InPlaceRescaling.hasRescaled(Map.of(), wanted));
    assertTrue(InPlaceRescaling.hasRescaled(Map.of("source", 1, "sink", 1), wanted));
  }

  @Test
  @DisplayName("takes away idle TaskManagers only, and none that the spec asks for")
  void shrink() {
    var used = new FlinkRestClient.TaskManager("10.1.0.7", 2, 1);
    var idle = new FlinkRestClient.TaskManager("10.1.0.8", 2, 2);
    assertEquals(1, TaskManagerScaling.replicasAfterShrink(2, 1, null, List.of(used, idle)));
    assertEquals(2, TaskManagerScaling.replicasAfterShrink(2, 1, null, List.of(used, used)));
    assertEquals(2, TaskManagerScaling.replicasAfterShrink(2, 1, 2, List.of(used, idle)));
    assertEquals(1, TaskManagerScaling.replicasAfterShrink(1, 2, null, List.of(used)));
  }
}
