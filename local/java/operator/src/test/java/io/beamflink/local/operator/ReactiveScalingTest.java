package io.beamflink.local.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.operator.api.spec.FlinkDeploymentSpec;
import org.apache.flink.kubernetes.operator.api.utils.SpecUtils;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ReactiveScalingTest {
  private static FlinkDeploymentSpec reactive() {
    FlinkDeploymentSpec spec = Deployments.spec();
    spec.getFlinkConfiguration().put("scheduler-mode", "reactive");
    spec.getTaskManager().setReplicas(1);
    return spec;
  }

  private static boolean isEnoughFor(FlinkDeploymentSpec before, Consumer<FlinkDeploymentSpec> change) {
    FlinkDeploymentSpec after = SpecUtils.clone(before);
    change.accept(after);
    return ReactiveScaling.isEnough(SpecDifference.between(before, after), SpecToConfiguration.inherited(after, new Configuration()));
  }

  @Test
  @DisplayName("is enough for another number of TaskManagers in reactive mode, whatever the parallelism")
  void taskManagers() {
    assertTrue(isEnoughFor(reactive(), spec -> spec.getTaskManager().setReplicas(2)));
    FlinkDeploymentSpec two = reactive();
    two.getTaskManager().setReplicas(2);
    assertEquals(2, SpecToConfiguration.taskManagers(two, SpecToConfiguration.inherited(two, new Configuration())));
  }

  @Test
  @DisplayName("is not enough when anything else changes too, nor for a job in another mode")
  void others() {
    assertFalse(isEnoughFor(reactive(), spec -> {}));
    assertFalse(
        isEnoughFor(
            reactive(),
            spec -> {
              spec.getTaskManager().setReplicas(2);
              spec.setImage("example/flink:next");
            }));
    assertFalse(isEnoughFor(Deployments.spec(), spec -> spec.getTaskManager().setReplicas(2)));
  }
}
