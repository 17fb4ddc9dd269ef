/** A job that every rule finds good, as a manifest that a person writes by hand, on the conservative line: the CRDs here know it. */

const STATE = "s3://example-state/orders";

export const GOOD_ARGS: readonly string[] = [
  "--runner=FlinkRunner",
  "--streaming=true",
  "--jobName=orders",
  "--checkpointingInterval=10000",
  "--checkpointTimeoutMillis=60000",
  "--checkpointingMode=EXACTLY_ONCE",
  "--finishBundleBeforeCheckpointing=true",
  "--maxBundleSize=10000",
  "--maxBundleTimeMills=10000",
  "--maxParallelism=120",
];

export const GOOD_CONFIGURATION: Readonly<Record<string, string>> = {
  "execution.attached": "true",
  "execution.checkpointing.dir": `${STATE}/checkpoints`,
  "execution.checkpointing.savepoint-dir": `${STATE}/savepoints`,
  "execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION",
  "high-availability.type": "kubernetes",
  "high-availability.storageDir": `${STATE}/ha`,
  "taskmanager.load-balance.mode": "SLOTS",
  "taskmanager.numberOfTaskSlots": "2",
};

const DIGEST = "3b5f7a9c1d2e4f60718293a4b5c6d7e8f9012345678a9bcdef0123456789abcd";

export const GOOD_JOB = {
  apiVersion: "flink.apache.org/v1beta1",
  kind: "FlinkDeployment",
  metadata: {
    name: "orders",
    namespace: "beam",
    labels: { "beam-flink/beam-version": "2.70.0", "beam-flink/operator-version": "1.10.0", "beam-flink/pipelines": "1" },
  },
  spec: {
    image: `registry.example/orders:1.0.0@sha256:${DIGEST}`,
    flinkVersion: "v1_20",
    serviceAccount: "job-orders",
    flinkConfiguration: GOOD_CONFIGURATION,
    jobManager: { resource: { cpu: 1, memory: "2g" }, replicas: 1 },
    taskManager: { resource: { cpu: 2, memory: "4g" } },
    job: {
      jarURI: "local:///opt/flink/usrlib/job.jar",
      entryClass: "com.example.Orders",
      args: GOOD_ARGS,
      parallelism: 4,
      upgradeMode: "savepoint",
      state: "running",
    },
  },
};
