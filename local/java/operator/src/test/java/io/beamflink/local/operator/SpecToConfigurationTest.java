package io.beamflink.local.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.kubernetes.KubernetesClusterClientFactory;
import org.apache.flink.kubernetes.operator.api.FlinkDeployment;
import org.apache.flink.kubernetes.operator.standalone.StandaloneKubernetesConfigOptionsInternal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpecToConfigurationTest {
  private static final Launch LAUNCH = new Launch("17-1", "0123456789abcdef0123456789abcdef", Optional.empty());

  private static Map<String, String> configured(FlinkDeployment deployment) {
    return SpecToConfiguration.of(deployment, new Configuration(), LAUNCH).toMap();
  }

  @Test
  @DisplayName("places image, account, name and namespace")
  void cluster() {
    Map<String, String> keys = configured(Deployments.valid());
    assertEquals("example/flink:1.19", keys.get("kubernetes.container.image.ref"));
    assertEquals("flink", keys.get("kubernetes.service-account"));
    assertEquals("demo", keys.get("kubernetes.cluster-id"));
    assertEquals("beam", keys.get("kubernetes.namespace"));
    assertEquals("ClusterIP", keys.get("kubernetes.rest-service.exposed.type"));
    assertTrue(keys.get("kubernetes.jobmanager.owner.reference").contains("uid:u-1"), keys.toString());
  }

  @Test
  @DisplayName("gives each process its memory and CPU; without a CPU a TaskManager gets one per slot")
  void resources() {
    Map<String, String> keys = configured(Deployments.valid());
    assertEquals("800 mb", keys.get("jobmanager.memory.process.size"));
    assertEquals("1 gb", keys.get("taskmanager.memory.process.size"));
    assertEquals("0.5", keys.get("kubernetes.jobmanager.cpu.amount"));
    assertEquals("2.0", keys.get("kubernetes.taskmanager.cpu.amount"));
    var sizes = new KubernetesClusterClientFactory().getClusterSpecification(SpecToConfiguration.of(Deployments.valid(), new Configuration(), LAUNCH));
    assertEquals(800, sizes.getMasterMemoryMB());
    assertEquals(1024, sizes.getTaskManagerMemoryMB());
  }

  @Test
  @DisplayName("starts as many TaskManagers as hold the slots, unless the spec says how many")
  void taskManagers() {
    FlinkDeployment deployment = Deployments.valid();
    assertEquals("2", configured(deployment).get("kubernetes.internal.taskmanager.replicas"));
    deployment.getSpec().getTaskManager().setReplicas(5);
    assertEquals("5", configured(deployment).get("kubernetes.internal.taskmanager.replicas"));
  }

  @Test
  @DisplayName("sets the official operator's defaults, which the spec may override")
  void operatorDefaults() {
    FlinkDeployment deployment = Deployments.valid();
    Map<String, String> keys = configured(deployment);
    assertEquals("RETAIN_ON_CANCELLATION", keys.get("execution.checkpointing.externalized-checkpoint-retention"));
    assertEquals("false", keys.get("web.cancel.enable"));
    assertEquals("demo", keys.get("pipeline.name"));
    assertEquals("true", keys.get("execution.submit-failed-job-on-application-error"));
    assertEquals("false", keys.get("execution.shutdown-on-application-finish"));
    assertEquals("s3://flink/demo/ha/job-result-store/demo/17-1", keys.get("job-result-store.storage-path"));
    assertFalse(keys.containsKey("execution.attached"), "only the spec may attach");
    deployment.getSpec().getFlinkConfiguration().put("pipeline.name", "mine");
    assertEquals("mine", configured(deployment).get("pipeline.name"));
  }

  @Test
  @DisplayName("does not submit failed jobs without high availability, since Flink would refuse to start")
  void withoutHighAvailability() {
    FlinkDeployment deployment = Deployments.valid();
    deployment.getSpec().getFlinkConfiguration().remove("high-availability.type");
    Map<String, String> keys = configured(deployment);
    assertFalse(keys.containsKey("execution.submit-failed-job-on-application-error"));
    assertFalse(keys.containsKey("job-result-store.storage-path"));
  }

  @Test
  @DisplayName("inherits the operator's Flink configuration, the spec's keys over it, and passes no operator keys on")
  void inheritance() {
    FlinkDeployment deployment = Deployments.valid();
    deployment.getSpec().getFlinkConfiguration().put("kubernetes.operator.savepoint.format.type", "NATIVE");
    Configuration defaults = new Configuration();
    defaults.setString("kubernetes.operator.reconcile.interval", "15 s");
    defaults.setString("job.autoscaler.enabled", "true");
    defaults.setString("taskmanager.numberOfTaskSlots", "4");
    defaults.setString("rest.flamegraph.enabled", "true");
    Map<String, String> keys = SpecToConfiguration.of(deployment, defaults, LAUNCH).toMap();
    assertEquals("2", keys.get("taskmanager.numberOfTaskSlots"));
    assertEquals("true", keys.get("rest.flamegraph.enabled"));
    assertTrue(keys.keySet().stream().noneMatch(key -> key.startsWith("kubernetes.operator.") || key.startsWith("job.autoscaler.")), keys.toString());
  }

  @Test
  @DisplayName("names a jar outside usrlib on the class path, and leaves usrlib to Flink")
  void jar() {
    FlinkDeployment deployment = Deployments.valid();
    assertEquals("file:///opt/flink/examples/job.jar", configured(deployment).get("pipeline.classpaths"));
    deployment.getSpec().getJob().setJarURI("local:///opt/flink/usrlib/job.jar");
    assertFalse(configured(deployment).containsKey("pipeline.classpaths"));
  }

  @Test
  @DisplayName("launches with a fixed job id, a mark on the Deployment, and the savepoint where there is one")
  void launch() {
    FlinkDeployment deployment = Deployments.valid();
    deployment.getSpec().getFlinkConfiguration().put("kubernetes.jobmanager.annotations", "team:streaming");
    deployment.getSpec().getFlinkConfiguration().put("execution.savepoint.path", "s3://flink/not-this");
    Map<String, String> fresh = configured(deployment);
    assertEquals(LAUNCH.jobId(), fresh.get("$internal.pipeline.job-id"));
    assertTrue(fresh.get("kubernetes.jobmanager.annotations").contains("beam-flink.local/launch:17-1"), fresh.toString());
    assertTrue(fresh.get("kubernetes.jobmanager.annotations").contains("team:streaming"), fresh.toString());
    assertFalse(fresh.containsKey("execution.savepoint.path"));
    Launch restored = new Launch("18-2", LAUNCH.jobId(), Optional.of("s3://flink/savepoint-1"));
    assertEquals("s3://flink/savepoint-1", SpecToConfiguration.of(deployment, new Configuration(), restored).toMap().get("execution.savepoint.path"));
  }

  @Test
  @DisplayName("writes pod templates and log configuration as files")
  void files(@TempDir Path directory) throws IOException {
    FlinkDeployment deployment = Deployments.valid();
    deployment.getSpec().setPodTemplate(new PodTemplateSpecBuilder().withNewSpec().withPriorityClassName("streaming").endSpec().build());
    deployment.getSpec().setLogConfiguration(Map.of("log4j-console.properties", "rootLogger.level = DEBUG"));
    Configuration configuration = SpecToConfiguration.of(deployment, new Configuration(), LAUNCH);
    SpecToConfiguration.addFiles(configuration, deployment.getSpec(), OperatorConfiguration.of(new Configuration(), directory), directory);
    Map<String, String> keys = configuration.toMap();
    for (String part : new String[] {"jobmanager", "taskmanager"}) {
      assertTrue(Files.readString(Path.of(keys.get("kubernetes.pod-template-file." + part))).contains("\"priorityClassName\":\"streaming\""));
    }
    Path logging = Path.of(keys.get("$internal.deployment.config-dir"), "log4j-console.properties");
    assertEquals("rootLogger.level = DEBUG", Files.readString(logging));
  }

  @Test
  @DisplayName("reads sizes in Flink's and in Kubernetes' notation")
  void memory() {
    assertEquals(1024, SpecToConfiguration.memory("1024m").getMebiBytes());
    assertEquals(2048, SpecToConfiguration.memory("2 gb").getMebiBytes());
    assertEquals(1536, SpecToConfiguration.memory("1.5Gi").getMebiBytes());
  }

  @Test
  @DisplayName("starts a job that the autoscaler has scaled with that parallelism, and with the TaskManagers for it")
  void overrides() {
    FlinkDeployment deployment = Deployments.valid();
    deployment.getSpec().getFlinkConfiguration().put("pipeline.jobvertex-parallelism-overrides", "v1:1,v3:2");
    Configuration configuration = SpecToConfiguration.of(deployment, new Configuration(), LAUNCH);
    SpecToConfiguration.addOverrides(configuration, deployment.getSpec(), Map.of());
    assertEquals(2, configuration.get(StandaloneKubernetesConfigOptionsInternal.KUBERNETES_TASKMANAGER_REPLICAS));
    SpecToConfiguration.addOverrides(configuration, deployment.getSpec(), Map.of("v1", "5", "v2", "1"));
    assertEquals(
        Map.of("v1", "5", "v2", "1", "v3", "2"), configuration.get(PipelineOptions.PARALLELISM_OVERRIDES));
    assertEquals(3, configuration.get(StandaloneKubernetesConfigOptionsInternal.KUBERNETES_TASKMANAGER_REPLICAS));
  }

  @Test
  @DisplayName("leaves the number of TaskManagers that the spec names")
  void overridesAndReplicas() {
    FlinkDeployment deployment = Deployments.valid();
    deployment.getSpec().getTaskManager().setReplicas(4);
    Configuration configuration = SpecToConfiguration.of(deployment, new Configuration(), LAUNCH);
    SpecToConfiguration.addOverrides(configuration, deployment.getSpec(), Map.of("v1", "1"));
    assertEquals(4, configuration.get(StandaloneKubernetesConfigOptionsInternal.KUBERNETES_TASKMANAGER_REPLICAS));
  }
}
