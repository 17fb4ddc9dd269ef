import { StreamingCluster } from "beam-flink";

const cluster = new StreamingCluster("streaming", {
  eks: {
    region: "eu-central-1",
    version: "1.34",
    network: { create: { cidr: "10.40.0.0/16" } },
    access: { operators: { principalArn: "arn:aws:iam::123456789012:role/streaming-operators" } },
    taskManagerPool: { spot: true, cpuLimit: 64 },
  },
  tags: { team: "streaming" },
});

export const kubeconfig = cluster.kubeconfig; // secret, without a credential in it
export const reference = cluster.reference; // for the stacks of other teams
