package io.beamflink.local.operator;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds out from Deployments and pods why a part of the cluster does not come up. */
final class PodErrors {
  /** What the kubelet calls the states that do not pass without somebody doing something. */
  private static final Set<String> BAD_WAITING_REASONS =
      Set.of(
          "CrashLoopBackOff",
          "ImagePullBackOff",
          "ErrImagePull",
          "ErrImageNeverPull",
          "InvalidImageName",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError");

  private static final String CRASH_LOOP = "CrashLoopBackOff";

  /** Reason of a container whose end nobody saw, since its node was down: it did not crash. */
  private static final String NODE_WENT = "Unknown";

  /** The first restart is immediate, so two show that the container does not come up. */
  private static final int RESTARTS_OF_A_FAILURE = 2;

  /** With FallbackToLogsOnError the kubelet takes the last 2048 bytes; a bit less, since it counts bytes and this counts characters. */
  private static final int KUBELET_MESSAGE_LIMIT = 1_900;

  private PodErrors() {}

  /** {@code fatal}: it has been tried again, or trying again cannot help. */
  record Finding(String message, boolean fatal) {}

  /** {@code part}: JobManager or TaskManager. */
  static Optional<Finding> find(String part, Deployment deployment, List<Pod> pods) {
    return Stream.concat(inDeployment(part, deployment).stream(), pods.stream().flatMap(pod -> inPod(part, pod).stream()))
        .reduce((first, second) -> second.fatal() && !first.fatal() ? second : first);
  }

  private static Optional<Finding> inDeployment(String part, Deployment deployment) {
    if (deployment == null || deployment.getStatus() == null) {
      return Optional.empty();
    }
    return deployment.getStatus().getConditions().stream()
        .filter(condition -> "ReplicaFailure".equals(condition.getType()) && "True".equals(condition.getStatus()))
        .findFirst()
        .map(condition -> new Finding(part + " pods cannot be created: " + condition.getMessage(), true));
  }

  private static Optional<Finding> inPod(String part, Pod pod) {
    if (pod.getMetadata().getDeletionTimestamp() != null || pod.getStatus() == null) {
      return Optional.empty();
    }
    String name = pod.getMetadata().getName();
    Optional<Finding> container =
        Stream.concat(pod.getStatus().getInitContainerStatuses().stream(), pod.getStatus().getContainerStatuses().stream())
            .flatMap(status -> inContainer(part + " pod " + name + ", container " + status.getName(), status).stream())
            .findFirst();
    return container.or(
        () ->
            pod.getStatus().getConditions().stream()
                .filter(condition -> "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                .findFirst()
                .map(condition -> new Finding(part + " pod " + name + " cannot be scheduled: " + condition.getMessage(), false)));
  }

  private static Optional<Finding> inContainer(String where, ContainerStatus status) {
    ContainerStateWaiting waiting = status.getState() == null ? null : status.getState().getWaiting();
    Optional<ContainerStateTerminated> terminated = terminated(status.getState()).or(() -> terminated(status.getLastState()));
    if (waiting != null && waiting.getReason() != null && BAD_WAITING_REASONS.contains(waiting.getReason())) {
      boolean crashed = CRASH_LOOP.equals(waiting.getReason()) && terminated.isPresent();
      String why = crashed ? describe(terminated.get()) : text(waiting.getMessage(), "no message");
      return Optional.of(new Finding(where + ": " + waiting.getReason() + ": " + why, true));
    }
    // One that runs again may come up yet: restarts of an earlier time, such as the node's, say nothing about it.
    boolean running = status.getState() != null && status.getState().getRunning() != null;
    if (running && terminated.map(ContainerStateTerminated::getReason).filter(NODE_WENT::equals).isPresent()) {
      return Optional.empty();
    }
    boolean fatal = !running && status.getRestartCount() != null && status.getRestartCount() >= RESTARTS_OF_A_FAILURE;
    return terminated.map(end -> new Finding(where + " ended: " + describe(end), fatal));
  }

  private static Optional<ContainerStateTerminated> terminated(ContainerState state) {
    ContainerStateTerminated end = state == null ? null : state.getTerminated();
    return end == null || Integer.valueOf(0).equals(end.getExitCode()) ? Optional.empty() : Optional.of(end);
  }

  private static String describe(ContainerStateTerminated end) {
    return text(end.getReason(), "Error")
        + ", exit code "
        + end.getExitCode()
        + ", "
        + text(lastWords(end.getMessage()), "no message (terminationMessagePolicy: FallbackToLogsOnError shows the log's end here)");
  }

  /** Without stack frames, and without the first line where the kubelet has cut the log inside it. */
  private static String lastWords(String message) {
    if (message == null) {
      return null;
    }
    int firstEnd = message.indexOf('\n');
    boolean cut = message.length() >= KUBELET_MESSAGE_LIMIT && firstEnd >= 0;
    return StackTraces.withoutFrames(cut ? message.substring(firstEnd + 1) : message);
  }

  private static String text(String text, String otherwise) {
    return text == null || text.isBlank() ? otherwise : text.strip();
  }
}
