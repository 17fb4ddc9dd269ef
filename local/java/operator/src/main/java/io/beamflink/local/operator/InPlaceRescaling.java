package io.beamflink.local.operator;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.autoscaler.event.AutoScalerEventHandler.Type;
import org.apache.flink.autoscaler.realizer.ScalingRealizer;
import org.apache.flink.autoscaler.tuning.ConfigChanges;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a running job to the parallelism that the autoscaler chose, in place: it tells Flink's Adaptive Scheduler through
 * {@code PUT /jobs/:id/resource-requirements}, and gives it TaskManagers.
 *
 * <p>The official realizer only writes {@code pipeline.jobvertex-parallelism-overrides} into the spec that is about to be reconciled. For a
 * native cluster the operator then makes the same call to Flink, and Flink's resource manager starts and ends TaskManagers. For a standalone
 * cluster it deploys the job anew. The stand-in has standalone clusters only, and does with them what native ones do.
 */
final class InPlaceRescaling implements ScalingRealizer<ResourceID, AutoscalingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(InPlaceRescaling.class);

  private final ClusterService cluster;
  private final TaskManagerScaling taskManagers;
  private final AutoscalingEvents events;

  InPlaceRescaling(ClusterService cluster, TaskManagerScaling taskManagers, AutoscalingEvents events) {
    this.cluster = cluster;
    this.taskManagers = taskManagers;
    this.events = events;
  }

  /** Called with every step that the autoscaler makes, also when nothing is new. */
  @Override
  public void realizeParallelismOverrides(AutoscalingContext context, Map<String, String> overrides) throws IOException {
    if (context.getConfiguration().get(JobManagerOptions.SCHEDULER) != JobManagerOptions.SchedulerType.Adaptive) {
      String message = "The stand-in operator rescales in place only: set jobmanager.scheduler to adaptive";
      events.handleEvent(context, Type.Warning, "Scaling", message, null, null);
      return;
    }
    String job = context.getJobID().toHexString();
    FlinkRestClient rest = cluster.rest(context.deployment());
    Map<String, FlinkRestClient.Bounds> present = rest.resourceRequirements(job);
    Map<String, FlinkRestClient.Bounds> wanted = wanted(present, overrides);
    int slots = wanted.values().stream().mapToInt(FlinkRestClient.Bounds::upper).max().orElse(0);
    int needed = taskManagersFor(slots, context.getConfiguration().get(TaskManagerOptions.NUM_TASK_SLOTS));
    // First the slots: Flink goes on with the old parallelism until there are enough for the new one.
    taskManagers.growTo(context.deployment(), needed);
    if (!wanted.equals(present)) {
      rest.setResourceRequirements(job, wanted);
      LOG.info("{}: asked for {}", context.getJobKey(), wanted);
      events.tell(context, Type.Normal, "Scaling", "In-place scaling triggered");
    } else if (hasRescaled(rest.parallelisms(job), wanted)) {
      taskManagers.shrinkTo(context.deployment(), needed, rest.taskManagers());
    }
  }

  /** Memory tuning deploys anew in the official operator too; the stand-in does not do it. */
  @Override
  public void realizeConfigOverrides(AutoscalingContext context, ConfigChanges changes) {
    String message = "The stand-in operator does not tune memory: job.autoscaler.memory.tuning.enabled has no effect";
    events.handleEvent(context, Type.Warning, "Scaling", message, null, null);
  }

  /** Exactly the parallelism that the autoscaler chose, as the official operator asks for it; vertices without an override stay. */
  static Map<String, FlinkRestClient.Bounds> wanted(Map<String, FlinkRestClient.Bounds> present, Map<String, String> overrides) {
    Map<String, FlinkRestClient.Bounds> wanted = new LinkedHashMap<>(present);
    wanted.replaceAll(
        (vertex, bounds) -> {
          String override = overrides.get(vertex);
          return override == null ? bounds : new FlinkRestClient.Bounds(Integer.parseInt(override), Integer.parseInt(override));
        });
    return wanted;
  }

  /** The vertices share their slots, as Beam's all do: the widest one says how many there must be. */
  static int taskManagersFor(int slots, int slotsPerTaskManager) {
    return (slots + slotsPerTaskManager - 1) / slotsPerTaskManager;
  }

  static boolean hasRescaled(Map<String, Integer> parallelisms, Map<String, FlinkRestClient.Bounds> wanted) {
    return wanted.entrySet().stream()
        .allMatch(entry -> parallelisms.getOrDefault(entry.getKey(), Integer.MAX_VALUE) <= entry.getValue().upper());
  }
}
