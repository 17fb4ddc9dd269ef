package io.beamflink.local.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.spec.KubernetesDeploymentMode;
import org.apache.flink.kubernetes.operator.api.spec.UpgradeMode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class SpecValidatorTest {
  private static Optional<String> validate(Consumer<FlinkDeployment> change) {
    FlinkDeployment deployment = Deployments.valid();
    change.accept(deployment);
    return SpecValidator.validate(deployment, new Configuration());
  }

  private static void assertRefused(String part, Consumer<FlinkDeployment> change) {
    String message = validate(change).orElse("(accepted)");
    assertTrue(message.contains(part), message);
  }

  @Test
  @DisplayName("accepts a complete deployment")
  void valid() {
    assertEquals(Optional.empty(), validate(deployment -> {}));
  }

  @Test
  @DisplayName("refuses names that Kubernetes or Flink could not use, and takes one of 45 characters")
  void names() {
    assertEquals(Optional.empty(), validate(deployment -> deployment.getMetadata().setName("a".repeat(45))));
    for (String name : new String[] {"a".repeat(46), "1job", "Job", "job-", "a.b"}) {
      assertRefused("metadata.name \"" + name + "\"", deployment -> deployment.getMetadata().setName(name));
    }
  }

  @Test
  @DisplayName("refuses native mode, the default, and names itself a stand-in")
  void mode() {
    assertRefused("stand-in", deployment -> deployment.getSpec().setMode(KubernetesDeploymentMode.NATIVE));
    assertRefused("set spec.mode to standalone", deployment -> deployment.getSpec().setMode(null));
  }

  @Test
  @DisplayName("refuses the keys that the operator derives from the name")
  void forbiddenKeys() {
    for (String key : new String[] {"kubernetes.namespace", "kubernetes.cluster-id", "high-availability.cluster-id"}) {
      assertRefused(key, deployment -> deployment.getSpec().getFlinkConfiguration().put(key, "x"));
    }
  }

  @Test
  @DisplayName("refuses a deployment without a job, or with one that names neither jar nor class")
  void job() {
    assertRefused("spec.job is missing", deployment -> deployment.getSpec().setJob(null));
    assertRefused("parallelism is 0", deployment -> deployment.getSpec().getJob().setParallelism(0));
    assertEquals(Optional.empty(), validate(deployment -> deployment.getSpec().getJob().setJarURI(null)));
    assertRefused("both missing", deployment -> {
      deployment.getSpec().getJob().setJarURI(null);
      deployment.getSpec().getJob().setEntryClass(" ");
    });
  }

  @Test
  @DisplayName("needs the memory of both kinds of process, as a size")
  void memory() {
    assertRefused("spec.jobManager.resource.memory is missing", deployment -> deployment.getSpec().getJobManager().getResource().setMemory(null));
    assertRefused("spec.taskManager.resource.memory is missing", deployment -> deployment.getSpec().setTaskManager(null));
    assertRefused("\"lots\" is not a size", deployment -> deployment.getSpec().getTaskManager().getResource().setMemory("lots"));
  }

  @Test
  @DisplayName("allows a second JobManager with high availability only")
  void replicas() {
    assertEquals(Optional.empty(), validate(deployment -> deployment.getSpec().getJobManager().setReplicas(2)));
    assertRefused("spec.jobManager.replicas is 2", deployment -> {
      deployment.getSpec().getJobManager().setReplicas(2);
      deployment.getSpec().getFlinkConfiguration().remove("high-availability.type");
    });
  }

  @Test
  @DisplayName("needs for each upgrade mode what its state is kept in")
  void upgradeMode() {
    assertRefused("state.savepoints.dir", deployment -> deployment.getSpec().getFlinkConfiguration().remove("state.savepoints.dir"));
    assertRefused("state.checkpoints.dir", deployment -> deployment.getSpec().getFlinkConfiguration().remove("state.checkpoints.dir"));
    assertRefused("last-state needs high availability", deployment -> {
      deployment.getSpec().getJob().setUpgradeMode(UpgradeMode.LAST_STATE);
      deployment.getSpec().getFlinkConfiguration().remove("high-availability.type");
    });
    assertEquals(Optional.empty(), validate(deployment -> {
      deployment.getSpec().getJob().setUpgradeMode(UpgradeMode.STATELESS);
      deployment.getSpec().getFlinkConfiguration().clear();
    }));
    assertRefused("savepoint-on-deletion needs", deployment -> {
      deployment.getSpec().getJob().setUpgradeMode(UpgradeMode.STATELESS);
      deployment.getSpec().getFlinkConfiguration().remove("state.savepoints.dir");
      deployment.getSpec().getFlinkConfiguration().put("kubernetes.operator.job.savepoint-on-deletion", "true");
    });
  }

  @Test
  @DisplayName("takes what the operator's defaults supply")
  void defaults() {
    FlinkDeployment deployment = Deployments.valid();
    deployment.getSpec().getFlinkConfiguration().remove("state.savepoints.dir");
    Configuration defaults = new Configuration();
    defaults.setString("state.savepoints.dir", "s3://shared/savepoints");
    assertEquals(Optional.empty(), SpecValidator.validate(deployment, defaults));
  }

  @Test
  @DisplayName("refuses a change of the mode")
  void changeOfMode() {
    var before = Deployments.spec();
    before.setMode(KubernetesDeploymentMode.NATIVE);
    assertTrue(SpecValidator.validateChange(before, Deployments.spec()).orElse("").contains("spec.mode cannot be changed"));
    assertEquals(Optional.empty(), SpecValidator.validateChange(Deployments.spec(), Deployments.spec()));
  }
}
