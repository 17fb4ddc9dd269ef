import { StreamingPlatform } from "beam-flink";

const platform = new StreamingPlatform("streaming", {
  preset: "production",
  cluster: { existing: { eks: { clusterName: "shared" }, context: "shared" } },
  bucket: { s3: { bucket: "acme-streaming-state", region: "eu-central-1" } },
  jobNamespaces: ["orders", "payments"],
  autoscaling: { targetUtilization: 0.6, maxParallelism: 24 },
  jobs: {
    orders: {
      namespace: "orders",
      image: "registry.example/orders:1.0.0@sha256:70045e2621312eb0c20a255b1d3965a4502f1fe53c578574bdacc7bb3f8cda34",
      entryClass: "com.example.Orders",
      applicationConfig: { topics: ["orders"] },
      parallelism: 4,
    },
  },
});

export const bucket = platform.bucket.uri;
export const orders = platform.jobs["orders"]?.state;
