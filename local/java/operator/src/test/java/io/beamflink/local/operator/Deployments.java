package io.beamflink.local.operator;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.api.spec.FlinkDeploymentSpec;
import org.apache.flink.kubernetes.operator.api.spec.FlinkVersion;
import org.apache.flink.kubernetes.operator.api.spec.JobManagerSpec;
import org.apache.flink.kubernetes.operator.api.spec.JobSpec;
import org.apache.flink.kubernetes.operator.api.spec.JobState;
import org.apache.flink.kubernetes.operator.api.spec.KubernetesDeploymentMode;
import org.apache.flink.kubernetes.operator.api.spec.Resource;
import org.apache.flink.kubernetes.operator.api.spec.TaskManagerSpec;
import org.apache.flink.kubernetes.operator.api.spec.UpgradeMode;

/** A valid deployment for tests to change. */
final class Deployments {
  private Deployments() {}

  static FlinkDeployment valid() {
    FlinkDeployment deployment = new FlinkDeployment();
    deployment.setMetadata(new ObjectMetaBuilder().withName("demo").withNamespace("beam").withUid("u-1").withGeneration(1L).build());
    deployment.setSpec(spec());
    deployment.setStatus(deployment.initStatus());
    return deployment;
  }

  static FlinkDeploymentSpec spec() {
    Map<String, String> configuration = new HashMap<>();
    configuration.put("state.checkpoints.dir", "s3://flink/demo/checkpoints");
    configuration.put("state.savepoints.dir", "s3://flink/demo/savepoints");
    configuration.put("high-availability.type", "kubernetes");
    configuration.put("high-availability.storageDir", "s3://flink/demo/ha");
    configuration.put("taskmanager.numberOfTaskSlots", "2");
    JobSpec job =
        JobSpec.builder()
            .jarURI("local:///opt/flink/examples/job.jar")
            .entryClass("example.Job")
            .args(new String[] {"--runner=FlinkRunner"})
            .parallelism(3)
            .state(JobState.RUNNING)
            .upgradeMode(UpgradeMode.SAVEPOINT)
            .build();
    return FlinkDeploymentSpec.builder()
        .image("example/flink:1.19")
        .flinkVersion(FlinkVersion.v1_19)
        .serviceAccount("flink")
        .mode(KubernetesDeploymentMode.STANDALONE)
        .flinkConfiguration(configuration)
        .jobManager(new JobManagerSpec(new Resource(0.5, "800m", null), 1, null))
        .taskManager(new TaskManagerSpec(new Resource(null, "1Gi", null), null, null))
        .job(job)
        .build();
  }
}
