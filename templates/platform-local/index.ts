/** The platform: the Flink operator, the namespaces of jobs and where they keep their state, on a cluster that is there already. */
import * as pulumi from "@pulumi/pulumi";
import {
  type AutoscalingSettings,
  type PlatformOperatorArgs,
  type Preset,
  refuseUnknownSettings,
  StreamingPlatform,
  type VersionArgs,
} from "beam-flink";

/** What Pulumi.<environment>.yaml may say; each is explained there. */
const SETTINGS = [
  "preset",
  "context",
  "bucketUrl",
  "bucket",
  "accessKey",
  "secretKey",
  "jobNamespaces",
  "jobTeamGroups",
  "versions",
  "operator",
  "autoscaling",
];

export default () => {
  refuseUnknownSettings(SETTINGS);
  const config = new pulumi.Config();
  const streaming = new StreamingPlatform("streaming", {
    preset: config.require<Preset>("preset"),
    cluster: { existing: { context: config.get("context") } },
    bucket: {
      endpoint: {
        url: config.require("bucketUrl"),
        bucket: config.require("bucket"),
        accessKey: config.requireSecret("accessKey"),
        secretKey: config.requireSecret("secretKey"),
      },
    },
    jobNamespaces: config.requireObject<string[]>("jobNamespaces"),
    jobTeamGroups: config.getObject<string[]>("jobTeamGroups"),
    versions: config.getObject<VersionArgs>("versions"),
    operator: config.getObject<PlatformOperatorArgs>("operator"),
    autoscaling: config.getObject<AutoscalingSettings>("autoscaling"),
  });
  return {
    /** What the stacks of job teams read: made by the template beam-job. */
    platform: streaming.reference,
    operatorVersion: streaming.operatorVersion,
    jobNamespaces: streaming.jobNamespaces,
  };
};
