package io.beamflink.local.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PodErrorsTest {
  private static final String LOG =
      "Caused by: java.lang.ClassNotFoundException: example.Job\n\tat java.base/java.net.URLClassLoader.findClass(Unknown Source)\n\t... 4 more\n";

  private static Pod pod(ContainerStatus status) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("demo-1")
        .endMetadata()
        .withNewStatus()
        .withContainerStatuses(status)
        .endStatus()
        .build();
  }

  private static ContainerStatus running(int restarts) {
    var state = new ContainerStateBuilder().withNewRunning().endRunning().build();
    return new ContainerStatusBuilder().withName("main").withRestartCount(restarts).withState(state).build();
  }

  private static ContainerStatus crashed(int restarts, String waiting) {
    var state = new ContainerStateBuilder();
    var end = new ContainerStateBuilder().withNewTerminated().withExitCode(1).withReason("Error").withMessage(LOG).endTerminated().build();
    return new ContainerStatusBuilder()
        .withName("main")
        .withRestartCount(restarts)
        .withState(waiting == null ? state.withNewRunning().endRunning().build() : state.withNewWaiting().withReason(waiting).endWaiting().build())
        .withLastState(end)
        .build();
  }

  private static ContainerStatus ended(int restarts) {
    var end = new ContainerStateBuilder().withNewTerminated().withExitCode(1).withReason("Error").withMessage(LOG).endTerminated().build();
    return new ContainerStatusBuilder().withName("main").withRestartCount(restarts).withState(end).build();
  }

  private static Optional<PodErrors.Finding> find(ContainerStatus status) {
    return PodErrors.find("JobManager", null, List.of(pod(status)));
  }

  @Test
  @DisplayName("finds nothing in a pod that runs")
  void healthy() {
    assertEquals(Optional.empty(), find(running(0)));
  }

  @Test
  @DisplayName("tells a first crash with the exception and without its frames, and waits for a second")
  void firstCrash() {
    PodErrors.Finding finding = find(crashed(1, null)).orElseThrow();
    assertTrue(finding.message().contains("exit code 1, Caused by: java.lang.ClassNotFoundException: example.Job"), finding.message());
    assertFalse(finding.message().contains("URLClassLoader.findClass"), finding.message());
    assertFalse(finding.fatal());
  }

  @Test
  @DisplayName("takes a crash loop, or an end after a second restart, for a failure")
  void crashLoop() {
    assertTrue(find(crashed(1, "CrashLoopBackOff")).orElseThrow().fatal());
    assertTrue(find(ended(2)).orElseThrow().fatal());
    assertFalse(find(ended(1)).orElseThrow().fatal());
  }

  @Test
  @DisplayName("lets a container that runs again come up, however often it was restarted before")
  void runsAgain() {
    assertFalse(find(crashed(7, null)).orElseThrow().fatal());
  }

  @Test
  @DisplayName("finds nothing in a container that runs again after its node was down")
  void nodeWasDown() {
    var lost = new ContainerStateBuilder().withNewTerminated().withExitCode(255).withReason("Unknown").endTerminated().build();
    assertEquals(Optional.empty(), find(new ContainerStatusBuilder(running(1)).withLastState(lost).build()));
  }

  @Test
  @DisplayName("tells that an image cannot be had")
  void image() {
    var waiting = new ContainerStateBuilder().withNewWaiting().withReason("ErrImagePull").withMessage("no such image").endWaiting().build();
    PodErrors.Finding finding = find(new ContainerStatusBuilder().withName("main").withRestartCount(0).withState(waiting).build()).orElseThrow();
    assertTrue(finding.message().endsWith("ErrImagePull: no such image"), finding.message());
    assertTrue(finding.fatal());
  }

  @Test
  @DisplayName("tells that pods cannot be created, and that one finds no node")
  void withoutContainers() {
    var refused =
        new DeploymentBuilder()
            .withNewStatus()
            .addNewCondition()
            .withType("ReplicaFailure")
            .withStatus("True")
            .withMessage("serviceaccount \"flink\" not found")
            .endCondition()
            .endStatus()
            .build();
    PodErrors.Finding first = PodErrors.find("JobManager", refused, List.of()).orElseThrow();
    assertTrue(first.message().contains("serviceaccount \"flink\" not found"), first.message());
    assertTrue(first.fatal());

    Pod pending =
        new PodBuilder()
            .withNewMetadata()
            .withName("demo-1")
            .endMetadata()
            .withNewStatus()
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withMessage("0/1 nodes are available: 1 Insufficient cpu.")
            .endCondition()
            .endStatus()
            .build();
    PodErrors.Finding second = PodErrors.find("TaskManager", null, List.of(pending)).orElseThrow();
    assertTrue(second.message().contains("Insufficient cpu"), second.message());
    assertFalse(second.fatal());
  }
}
