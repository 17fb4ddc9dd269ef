import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { BeamJob, type BeamJobArgs } from "../../components/index.ts";
import { DEDICATED_POOLS } from "../../components/streamingCluster/placement.ts";
import { FileSystem } from "../../model/index.ts";
import { runWithMocks } from "../support/mocks.ts";

const args: BeamJobArgs = {
  namespace: "beam",
  image: "registry.example/orders@sha256:abc",
  entryClass: "com.example.Orders",
  storage: { uri: "s3://flink", flinkConfiguration: { "s3.endpoint": "http://s3" }, environmentSecret: "keys" },
  versions: { beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" },
};
const register = (more: Partial<BeamJobArgs> = {}, name = "orders") => runWithMocks(() => void new BeamJob(name, { ...args, ...more }));
const spec = async (more: Partial<BeamJobArgs> = {}) => (await register(more)).inputs("orders-deployment")["spec"];

describe("BeamJob", () => {
  test("is one FlinkDeployment", async () => {
    const run = await register();
    expect(run.list).toEqual(["beam-flink:index:BeamJob orders", "kubernetes:flink.apache.org/v1beta1:FlinkDeployment orders-deployment"]);
    expect(run.inputs("orders-deployment")["metadata"]).toEqual({
      name: "orders",
      namespace: "beam",
      annotations: { "pulumi.com/patchForce": "true" },
      labels: { "beam-flink/beam-version": "2.70.0", "beam-flink/operator-version": "1.10.0", "beam-flink/pipelines": "1" },
    });
  });

  test("says its workload in labels, for the checkpoint budget", async () => {
    const run = await register({ workload: { pipelines: 3, elementsPerSecond: 500, elementBytes: 1200, stateBytes: 40_000 } });
    expect(run.inputs("orders-deployment")["metadata"]).toMatchObject({
      labels: {
        "beam-flink/pipelines": "3",
        "beam-flink/elements-per-second": "500",
        "beam-flink/element-bytes": "1200",
        "beam-flink/state-bytes": "40000",
      },
    });
    await expect(register({ workload: { elementsPerSecond: 0.5 } })).rejects.toThrow("workload.elementsPerSecond is 0.5");
  });

  test("keeps a kubeconfig secret", async () => {
    const run = await register({ kubeconfig: "kubeconfig text", startTimeout: "0 s" });
    expect(run.resources[0]!.inputs["kubeconfig"]).toEqual({ secret: "kubeconfig text" });
  });

  test("renders the defaults of the blog: small checkpoints every 10 s, large bundles that end before them", async () => {
    const { flinkConfiguration, podTemplate, job, ...rest } = await spec();
    expect(rest).toEqual({
      image: "registry.example/orders@sha256:abc",
      flinkVersion: "v1_19",
      mode: "native",
      serviceAccount: "flink",
      jobManager: { resource: { cpu: 1, memory: "1g" }, replicas: 1 },
      taskManager: { resource: { cpu: 1, memory: "2g" } },
    });
    expect(job).toEqual({
      jarURI: "local:///opt/flink/usrlib/job.jar",
      entryClass: "com.example.Orders",
      args: [
        "--runner=FlinkRunner",
        "--checkpointTimeoutMillis=60000",
        "--checkpointingInterval=10000",
        "--checkpointingMode=EXACTLY_ONCE",
        "--finishBundleBeforeCheckpointing=true",
        "--jobName=orders",
        "--maxBundleSize=10000",
        "--maxBundleTimeMills=10000",
        "--maxParallelism=120",
        "--streaming=true",
      ],
      parallelism: 1,
      state: "running",
      upgradeMode: "savepoint",
      allowNonRestoredState: false,
    });
    expect(flinkConfiguration).toEqual({
      "execution.attached": "true",
      "execution.shutdown-on-application-finish": "false",
      "execution.submit-failed-job-on-application-error": "true",
      "execution.checkpointing.tolerable-failed-checkpoints": "60",
      "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
      "high-availability.type": "kubernetes",
      "high-availability.storageDir": "s3://flink/orders/ha",
      "job-result-store.delete-on-commit": "false",
      "job-result-store.storage-path": "s3://flink/orders/ha/job-results",
      "state.backend.type": "rocksdb",
      "state.backend.incremental": "true",
      "state.checkpoint-storage": "filesystem",
      "state.checkpoints.dir": "s3://flink/orders/checkpoints",
      "state.checkpoints.num-retained": "3",
      "state.savepoints.dir": "s3://flink/orders/savepoints",
      "kubernetes.operator.job.drain-on-savepoint-deletion": "false",
      "kubernetes.operator.job.savepoint-on-deletion": "false",
      "metrics.reporter.prom.factory.class": "org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
      "metrics.reporter.prom.port": "9249",
      "metrics.reporter.prom.filterLabelValueCharacters": "false",
      "restart-strategy.type": "exponential-delay",
      "restart-strategy.exponential-delay.initial-backoff": "1 s",
      "restart-strategy.exponential-delay.max-backoff": "1 min",
      "restart-strategy.exponential-delay.backoff-multiplier": "2.0",
      "restart-strategy.exponential-delay.jitter-factor": "0.1",
      "restart-strategy.exponential-delay.reset-backoff-threshold": "10 min",
      "taskmanager.numberOfTaskSlots": "2",
      "s3.endpoint": "http://s3",
    });
    expect(podTemplate.spec).toEqual({
      securityContext: { runAsNonRoot: true, runAsUser: 9999, runAsGroup: 9999, fsGroup: 9999 },
      containers: [
        {
          name: "flink-main-container",
          terminationMessagePolicy: "FallbackToLogsOnError",
          ports: [{ name: "metrics", containerPort: 9249, protocol: "TCP" }],
          envFrom: [{ secretRef: { name: "keys" } }],
        },
      ],
    });
  });

  test("uses the key names of Flink 2", async () => {
    const { flinkVersion, flinkConfiguration } = await spec({ versions: {} });
    expect(flinkVersion).toBe("v2_2");
    expect(flinkConfiguration["execution.checkpointing.dir"]).toBe("s3://flink/orders/checkpoints");
    expect(flinkConfiguration["execution.checkpointing.savepoint-dir"]).toBe("s3://flink/orders/savepoints");
    expect(Object.keys(flinkConfiguration).filter((key) => key.startsWith("state.checkpoints"))).toEqual([]);
  });

  test("mounts the application configuration as a file and keeps it out of the arguments", async () => {
    const run = await register({ applicationConfig: { topics: ["a", "b"], rate: { per: "s", limit: 5 } } });
    expect(run.inputs("orders-application-config")).toEqual({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { namespace: "beam" },
      immutable: true,
      // In the order of the keys, whatever the order they were given in.
      data: { "application.json": '{\n  "rate": {\n    "limit": 5,\n    "per": "s"\n  },\n  "topics": [\n    "a",\n    "b"\n  ]\n}\n' },
    });
    const { podTemplate, job } = run.inputs("orders-deployment")["spec"];
    expect(podTemplate.spec.volumes).toEqual([{ name: "application-config", configMap: { name: "orders-application-config" } }]);
    expect(podTemplate.spec.containers[0].volumeMounts).toEqual([
      { name: "application-config", mountPath: "/etc/beam-application", readOnly: true },
    ]);
    expect(podTemplate.spec.containers[0].env).toEqual([
      { name: "BEAM_APPLICATION_CONFIG", value: "/etc/beam-application/application.json" },
    ]);
    expect(job.args.join(" ")).not.toContain("topics");
  });

  test("keeps state on the heap where the job says so", async () => {
    const { flinkConfiguration } = await spec({ stateBackend: "hashmap" });
    expect(flinkConfiguration["state.backend.type"]).toBe("hashmap");
  });

  test("adds options of the job and settings of Flink", async () => {
    const { job, flinkConfiguration } = await spec({
      pipelineOptions: { fasterCopy: true, region: "eu" },
      flinkConfiguration: { "heartbeat.interval": "2 s" },
    });
    expect(job.args).toContain("--fasterCopy=true");
    expect(job.args).toContain("--region=eu");
    expect(flinkConfiguration["heartbeat.interval"]).toBe("2 s");
  });

  test("enables the plugin of the bucket's file system, for exactly the release of Flink", async () => {
    const storage = { uri: "gs://flink", fileSystem: FileSystem.GsHadoop };
    const variables = async (more: Partial<BeamJobArgs>) => (await spec({ storage, ...more })).podTemplate.spec.containers[0].env;
    expect(await variables({})).toEqual([{ name: "ENABLE_BUILT_IN_PLUGINS", value: "flink-gs-fs-hadoop-1.19.1.jar" }]);
    expect(await variables({ versions: {} })).toEqual([{ name: "ENABLE_BUILT_IN_PLUGINS", value: "flink-gs-fs-hadoop-2.2.1.jar" }]);
    expect(await variables({ environment: { ENABLE_BUILT_IN_PLUGINS: "flink-azure-fs-hadoop-1.19.1.jar", TZ: "UTC" } })).toEqual([
      { name: "ENABLE_BUILT_IN_PLUGINS", value: "flink-gs-fs-hadoop-1.19.1.jar;flink-azure-fs-hadoop-1.19.1.jar" },
      { name: "TZ", value: "UTC" },
    ]);
  });

  test("places JobManager and TaskManagers by templates of their own, without containers", async () => {
    const { jobManager, taskManager } = await spec({ placement: DEDICATED_POOLS });
    const toleration = (value: string) => ({ key: "beam-flink/pool", operator: "Equal", value, effect: "NoSchedule" });
    expect(jobManager.podTemplate).toEqual({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { annotations: { "karpenter.sh/do-not-disrupt": "true", "cluster-autoscaler.kubernetes.io/safe-to-evict": "false" } },
      spec: { nodeSelector: { "beam-flink/pool": "jobmanagers" }, tolerations: [toleration("jobmanagers")] },
    });
    expect(taskManager.podTemplate).toEqual({
      apiVersion: "v1",
      kind: "Pod",
      spec: { nodeSelector: { "beam-flink/pool": "taskmanagers" }, tolerations: [toleration("taskmanagers")] },
    });
  });

  test("renders an autoscaling policy with the operator's key names", async () => {
    const { flinkConfiguration } = await spec({ autoscaling: { targetUtilization: 0.6 } });
    expect(flinkConfiguration["jobmanager.scheduler"]).toBe("adaptive");
    expect(flinkConfiguration["job.autoscaler.enabled"]).toBe("true");
    expect(flinkConfiguration["job.autoscaler.target.utilization"]).toBe("0.6");
    expect(flinkConfiguration["job.autoscaler.vertex.max-parallelism"]).toBe("120");
  });

  test.each<[string, Partial<BeamJobArgs>, RegExp]>([
    [
      "a malformed duration",
      { checkpoints: { interval: "10 parsecs" } },
      /BeamJob "orders": checkpoints\.interval is "10 parsecs": must be/,
    ],
    [
      "an interval over the default timeout",
      { checkpoints: { interval: "2 min" } },
      /checkpoints\.interval is "2 min": must not be longer than checkpoints\.timeout, which is 1 min by default\. Set both/,
    ],
    [
      "a timeout under the interval",
      { checkpoints: { interval: "2 min", timeout: "90 s" } },
      /checkpoints\.timeout is "90 s": must not be shorter/,
    ],
    [
      "an option that another argument writes",
      { pipelineOptions: { maxBundleSize: 5 } },
      /pipelineOptions\.maxBundleSize is 5: is written by another argument\. Set it by bundles\.size/,
    ],
    [
      "a Flink key that another argument writes",
      { flinkConfiguration: { "state.checkpoints.dir": "s3://x" } },
      /flinkConfiguration\["state\.checkpoints\.dir"\] is "s3:\/\/x": is written by another argument\. Set it by storage/,
    ],
    [
      "a Flink key that Beam writes over",
      { flinkConfiguration: { "execution.checkpointing.interval": "5 min" } },
      /flinkConfiguration\["execution\.checkpointing\.interval"\] is "5 min": is written by another argument\. Set it by checkpoints\.interval/,
    ],
    [
      "a Flink key that the bucket's grant writes",
      { flinkConfiguration: { "s3.endpoint": "http://other" } },
      /flinkConfiguration\["s3\.endpoint"\] is "http:\/\/other": is written by another argument\. Set it by storage/,
    ],
    [
      "a Flink key that every Beam job needs as it is",
      { flinkConfiguration: { "execution.attached": "false" } },
      /flinkConfiguration\["execution\.attached"\] is "false": is written for every Beam job/,
    ],
    [
      "a Flink key that holds a credential, without telling it",
      { flinkConfiguration: { "s3.access-key": "AKIAEXAMPLE" } },
      /flinkConfiguration\["s3\.access-key"\] is "set": must not hold a static credential\. Leave it out: .* own identity/,
    ],
    [
      "a bucket's settings that hold a credential",
      { storage: { uri: "s3://flink", flinkConfiguration: { "fs.s3a.secret.key": "example" } } },
      /storage\.flinkConfiguration\["fs\.s3a\.secret\.key"\] is "set": must not hold a static credential/,
    ],
    [
      "a cloud's key in the environment",
      { storage: { uri: "s3://flink", fileSystem: FileSystem.S3Hadoop }, environment: { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE" } },
      /environment\.AWS_ACCESS_KEY_ID is "set": must not hold a static credential\. Leave it out: .* own identity/,
    ],
    [
      "a savepoint that is a path",
      { initialSavepoint: "/savepoints/savepoint-1" },
      /initialSavepoint is "\/savepoints\/savepoint-1": must be a URI with a scheme\. Give the whole address/,
    ],
    ["a savepoint that is a scheme only", { initialSavepoint: "s3://" }, /initialSavepoint is "s3:\/\/": must be a URI with a scheme/],
    ["a namespace that Kubernetes refuses", { namespace: "Beam_Jobs" }, /BeamJob "orders": namespace is "Beam_Jobs": must be the name of/],
    ["a mode that there is not", JSON.parse('{ "mode": "session" }'), /mode is "session": must be one of native, standalone/],
    ["an upgrade mode that there is not", JSON.parse('{ "upgradeMode": "drain" }'), /upgradeMode is "drain": must be one of savepoint/],
    ["a state backend that there is not", JSON.parse('{ "stateBackend": "memory" }'), /stateBackend is "memory": must be one of rocksdb/],
    ["no parallelism", { parallelism: 0 }, /parallelism is 0: must be a whole number above 0/],
    ["more parallelism than key groups", { parallelism: 200 }, /parallelism is 200: must be at most maxParallelism \(120\)/],
    [
      "an autoscaler beyond the key groups",
      { autoscaling: { maxParallelism: 500 } },
      /autoscaling\.maxParallelism is 500: must be at most the job's maxParallelism \(120\)/,
    ],
    ["a malformed memory size", { taskManager: { memory: "lots" } }, /taskManager\.memory is "lots"/],
    ["no CPU", { jobManager: { cpu: 0 } }, /jobManager\.cpu is 0: must be above 0/],
    ["a name the operator refuses", { jobName: "Orders_1" }, /jobName is "Orders_1"/],
    ["versions that do not fit", { versions: { beam: "2.70.0", flink: "2.2" } }, /versions\.flink is "2\.2"/],
    ["a malformed start timeout", { startTimeout: "later" }, /startTimeout is "later"/],
  ])("refuses %s before anything is registered", async (_, more, message) => {
    const run = await runWithMocks(() => expect(() => new BeamJob("orders", { ...args, ...more })).toThrow(message));
    expect(run.list).toEqual([]);
  });

  test("starts from a savepoint", async () => {
    const initialSavepoint = "s3a://flink/orders/savepoints/savepoint-1a2b3c";
    expect((await spec({ initialSavepoint })).job.initialSavepointPath).toBe(initialSavepoint);
  });

  test("takes a namespace that is not known yet", async () => {
    const run = await register({ namespace: pulumi.output("beam") });
    expect(run.inputs("orders-deployment")["metadata"]).toMatchObject({ name: "orders", namespace: "beam" });
  });

  test("passes a key to a server that knows no identities, where its file system is not a cloud's", async () => {
    const { podTemplate } = await spec({ environment: { AWS_ACCESS_KEY_ID: "example" } });
    expect(podTemplate.spec.containers[0].env).toEqual([{ name: "AWS_ACCESS_KEY_ID", value: "example" }]);
  });
});
