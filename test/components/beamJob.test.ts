import { describe, expect, test } from "vitest";
import { BeamJob, type BeamJobArgs } from "../../components/index.ts";
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
    expect(run.inputs("orders-deployment")["metadata"]).toEqual({ name: "orders", namespace: "beam" });
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
      "execution.checkpointing.tolerable-failed-checkpoints": "3",
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
        { name: "flink-main-container", terminationMessagePolicy: "FallbackToLogsOnError", envFrom: [{ secretRef: { name: "keys" } }] },
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
    ["a timeout under the interval", { checkpoints: { interval: "2 min" } }, /checkpoints\.timeout is "1 min": must not be shorter/],
    [
      "an option that another argument writes",
      { pipelineOptions: { maxBundleSize: 5 } },
      /pipelineOptions\.maxBundleSize is 5: is written by another argument\. Set it by bundles\.size/,
    ],
    [
      "a Flink key that another argument writes",
      { flinkConfiguration: { "state.checkpoints.dir": "s3://x" } },
      /flinkConfiguration\["state\.checkpoints\.dir"\] is "s3:\/\/x": is written by another/,
    ],
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
    await expect(register(more)).rejects.toThrow(message);
  });
});
