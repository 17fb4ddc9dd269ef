import { CheckpointBucket } from "beam-flink";

const bucket = new CheckpointBucket("state", {
  s3: { bucket: "acme-streaming-state", region: "eu-central-1", undeleteDays: 14 },
});

// The pods of one job, and its folder. What it returns is `storage` of a BeamJob.
export const storage = bucket.grant("orders", {
  namespace: "orders",
  jobName: "orders",
  serviceAccount: "job-orders",
  identity: { eks: { clusterName: "shared" } },
});
