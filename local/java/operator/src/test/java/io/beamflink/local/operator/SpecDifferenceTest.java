package io.beamflink.local.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.function.Consumer;
import org.apache.flink.kubernetes.operator.api.diff.DiffType;
import org.apache.flink.kubernetes.operator.api.spec.FlinkDeploymentSpec;
import org.apache.flink.kubernetes.operator.api.spec.JobState;
import org.apache.flink.kubernetes.operator.api.spec.UpgradeMode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class SpecDifferenceTest {
  private static DiffType after(Consumer<FlinkDeploymentSpec> change) {
    FlinkDeploymentSpec next = Deployments.spec();
    change.accept(next);
    return SpecDifference.between(Deployments.spec(), next);
  }

  @Test
  @DisplayName("leaves the cluster alone when nothing changed")
  void same() {
    assertEquals(DiffType.IGNORE, after(spec -> {}));
  }

  @Test
  @DisplayName("leaves the cluster alone for the operator's and the autoscaler's keys, and for how a later upgrade shall be done")
  void ignored() {
    assertEquals(DiffType.IGNORE, after(spec -> spec.getFlinkConfiguration().put("kubernetes.operator.job.savepoint-on-deletion", "true")));
    assertEquals(DiffType.IGNORE, after(spec -> spec.getFlinkConfiguration().put("job.autoscaler.enabled", "true")));
    assertEquals(DiffType.IGNORE, after(spec -> spec.getJob().setUpgradeMode(UpgradeMode.STATELESS)));
    assertEquals(DiffType.IGNORE, after(spec -> spec.getJob().setInitialSavepointPath("s3://flink/other")));
  }

  @Test
  @DisplayName("upgrades for any other key, the image, arguments, state and pod templates")
  void upgrades() {
    assertEquals(DiffType.UPGRADE, after(spec -> spec.getFlinkConfiguration().put("state.backend.type", "rocksdb")));
    assertEquals(DiffType.UPGRADE, after(spec -> spec.getFlinkConfiguration().remove("taskmanager.numberOfTaskSlots")));
    assertEquals(DiffType.UPGRADE, after(spec -> spec.setImage("example/flink:next")));
    assertEquals(DiffType.UPGRADE, after(spec -> spec.getJob().setArgs(new String[] {"--runner=FlinkRunner", "--x=1"})));
    assertEquals(DiffType.UPGRADE, after(spec -> spec.getJob().setState(JobState.SUSPENDED)));
    assertEquals(DiffType.UPGRADE, after(spec -> spec.setRestartNonce(2L)));
    PodTemplateSpec template = new PodTemplateSpecBuilder().withNewSpec().withServiceAccountName("other").endSpec().build();
    assertEquals(DiffType.UPGRADE, after(spec -> spec.setPodTemplate(template)));
    assertEquals(DiffType.UPGRADE, after(spec -> spec.getTaskManager().getResource().setMemory("2Gi")));
  }

  @Test
  @DisplayName("knows a change of the parallelism, and a redeployment from a savepoint")
  void others() {
    assertEquals(DiffType.SCALE, after(spec -> spec.getJob().setParallelism(4)));
    assertEquals(DiffType.SAVEPOINT_REDEPLOY, after(spec -> spec.getJob().setSavepointRedeployNonce(1L)));
  }

  @Test
  @DisplayName("takes an empty pod template for none of the same")
  void emptyTemplate() {
    FlinkDeploymentSpec before = Deployments.spec();
    FlinkDeploymentSpec next = Deployments.spec();
    before.setPodTemplate(new PodTemplateSpecBuilder().withNewSpec().endSpec().build());
    next.setPodTemplate(new PodTemplateSpecBuilder().withNewSpec().withVolumes().endSpec().build());
    assertEquals(DiffType.IGNORE, SpecDifference.between(before, next));
  }
}
