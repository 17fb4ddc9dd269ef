import { BeamJob, CheckpointBucket } from "beam-flink";

const bucket = new CheckpointBucket("state", {
  s3: { bucket: "acme-streaming-state", region: "eu-central-1", existing: true },
});

const job = new BeamJob("orders", {
  namespace: "orders",
  image: "registry.example/orders:1.0.0@sha256:70045e2621312eb0c20a255b1d3965a4502f1fe53c578574bdacc7bb3f8cda34",
  entryClass: "com.example.Orders",
  serviceAccount: "job-orders",
  storage: bucket.grant("orders", {
    namespace: "orders",
    jobName: "orders",
    serviceAccount: "job-orders",
    identity: { eks: { clusterName: "shared" } },
  }),
  pipelineOptions: { fasterCopy: true },
  applicationConfig: { topics: ["orders", "refunds"] },
  workload: { pipelines: 2, elementsPerSecond: 5_000, elementBytes: 300, stateBytes: 2_000_000 },
  parallelism: 4,
  taskManager: { cpu: 2, memory: "8 gb", slots: 2 },
});

export const state = job.state; // STABLE, or the update has failed with the operator's error
