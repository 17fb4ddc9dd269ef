import { BeamJob, CheckpointBucket, JobDrain, OnDelete } from "beam-flink";

const bucket = new CheckpointBucket("state", {
  s3: { bucket: "acme-streaming-state", region: "eu-central-1", existing: true },
});

// Stays in the program when a job leaves it, so that the job can still be drained.
const drain = new JobDrain("jobs");

const jobs = ["orders", "refunds"].map((name) => {
  const pods = { namespace: "orders", serviceAccount: `job-${name}` };
  return new BeamJob(name, {
    ...pods,
    image: "registry.example/orders:1.0.0@sha256:70045e2621312eb0c20a255b1d3965a4502f1fe53c578574bdacc7bb3f8cda34",
    entryClass: "com.example.Orders",
    storage: bucket.grant(name, { ...pods, jobName: name, identity: { eks: { clusterName: "shared" } } }),
    onDelete: OnDelete.Drain,
    drain,
  });
});

export const states = jobs.map(({ state }) => state);
