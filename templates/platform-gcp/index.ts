/** The platform on Google Cloud: a network and a GKE cluster, the Flink operator, the namespaces of jobs, and the bucket where they keep their state. */
import * as pulumi from "@pulumi/pulumi";
import {
  type AutoscalingSettings,
  type GkeNewNetworkArgs,
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
  "network",
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
  const google = new pulumi.Config("gcp");
  const [project, region] = [google.require("project"), google.require("region")];
  const apiCidrs = config.get("apiCidrs")?.split(/[\s,]+/);
  const streaming = new StreamingPlatform("streaming", {
    preset: config.require<Preset>("preset"),
    tags: { environment, ...config.getObject<Record<string, string>>("tags") },
    cluster: {
      gke: {
        project,
        region,
        clusterName: `streaming-${environment}`,
        network: { create: config.getObject<GkeNewNetworkArgs>("network") ?? {} },
        authorizedNetworks: apiCidrs?.map((cidr, index) => ({ cidr, name: `range-${index + 1}` })),
      },
    },
    bucket: { gcs: { bucket: config.require("bucket"), project, location: region } },
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
