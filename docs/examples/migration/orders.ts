import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { BeamJob, type JobStorageArgs } from "beam-flink";

/** The job of orders.yaml. `storage` is what `CheckpointBucket.grant` returns for it. */
export const orders = (storage: JobStorageArgs, opts?: ComponentResourceOptions) =>
  new BeamJob(
    "orders",
    {
      namespace: "orders",
      image: "registry.example/orders:1.4.0@sha256:70045e2621312eb0c20a255b1d3965a4502f1fe53c578574bdacc7bb3f8cda34",
      entryClass: "com.example.Orders",
      jarUri: "local:///opt/flink/usrlib/orders.jar",
      versions: { beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" },
      serviceAccount: "job-orders",
      storage,
      // What Flink had chosen for a parallelism of 4, and the state is made for.
      maxParallelism: 128,
      parallelism: 4,
      pipelineOptions: { fasterCopy: true, topics: "orders,refunds" },
      flinkConfiguration: { "rest.flamegraph.enabled": "true" },
      jobManager: { cpu: 1, memory: "2 gb" },
      taskManager: { cpu: 2, memory: "8 gb", slots: 4 },
    },
    opts,
  );
