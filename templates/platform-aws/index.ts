/** The platform on AWS: a VPC and an EKS cluster, the Flink operator, the namespaces of jobs, and the S3 bucket where they keep their state. */
import * as pulumi from "@pulumi/pulumi";
import {
  type AutoscalingSettings,
  type EksAccessArgs,
  type PlatformOperatorArgs,
  type Preset,
  refuseUnknownSettings,
  StreamingPlatform,
  type VersionArgs,
} from "beam-flink";

/** What Pulumi.<environment>.yaml may say; each is explained in Pulumi.dev.yaml. */
const SETTINGS = [
  "preset",
  "bucket",
  "apiCidrs",
  "kubernetesVersion",
  "networkCidr",
  "access",
  "jobNamespaces",
  "jobTeamGroups",
  "versions",
  "operator",
  "autoscaling",
  "tags",
];

export default () => {
  refuseUnknownSettings(SETTINGS);
  const config = new pulumi.Config();
  const environment = pulumi.getStack();
  const region = new pulumi.Config("aws").require("region");
  const streaming = new StreamingPlatform("streaming", {
    preset: config.require<Preset>("preset"),
    tags: { environment, ...config.getObject<Record<string, string>>("tags") },
    cluster: {
      eks: {
        region,
        clusterName: `streaming-${environment}`,
        version: config.require("kubernetesVersion"),
        network: { create: { cidr: config.require("networkCidr") } },
        publicAccessCidrs: config.get("apiCidrs")?.split(/[\s,]+/),
        access: config.getObject<Record<string, EksAccessArgs>>("access"),
      },
    },
    bucket: { s3: { bucket: config.require("bucket"), region } },
    jobNamespaces: config.requireObject<string[]>("jobNamespaces"),
    jobTeamGroups: config.getObject<string[]>("jobTeamGroups"),
    versions: config.getObject<VersionArgs>("versions"),
    operator: config.getObject<PlatformOperatorArgs>("operator"),
    autoscaling: config.getObject<AutoscalingSettings>("autoscaling"),
  });
  return {
    /** What the stacks of job teams read: made by the template beam-job. */
    platform: streaming.reference,
    /** Adds the cluster to your kubeconfig. */
    kubeconfigCommand: streaming.cluster.kubeconfigCommand,
    bucket: streaming.bucket.uri,
    jobNamespaces: streaming.jobNamespaces,
    operatorVersion: streaming.operatorVersion,
  };
};
