import { describe, expect, test } from "vitest";
import { configValues } from "../../local/environment/environmentConfig.ts";
import { parseEnvironment } from "../../stacks/config.ts";
import { streamingEnvironment } from "../../stacks/program.ts";
import { runWithMocks } from "../support/mocks.ts";

type Values = Record<string, Record<string, Record<string, unknown>>>;

const PRINCIPAL = "arn:aws:iam::123456789012:role/me";

/** The committed config of an environment, with `change` made to it. */
async function changed(name: string, change: (values: Values) => void): Promise<Values> {
  const values = (await configValues(name)) as Values;
  change(values);
  return values;
}

describe("a wrong configuration is refused before anything is registered, with field, value, rule and remedy:", () => {
  test.each<[string, string, (values: Values) => void, RegExp]>([
    [
      "two clusters",
      "aws-prod",
      ({ cluster }) => Object.assign(cluster!, { gke: { project: "example-project", region: "europe-west3" } }),
      /cluster is "eks and gke": must have exactly one of eks, gke, existing\. Keep one of them\./,
    ],
    [
      "a region of AWS that has none's form",
      "aws-prod",
      ({ cluster }) => Object.assign(cluster!["eks"]!, { region: "frankfurt" }),
      /cluster\.eks\.region is "frankfurt": must be the name of an AWS region, such as eu-central-1\. Write it/,
    ],
    [
      "a region of Google Cloud that has none's form",
      "gcp-prod",
      ({ cluster }) => Object.assign(cluster!["gke"]!, { region: "europe" }),
      /cluster\.gke\.region is "europe": must be the name of a Google Cloud region/,
    ],
    [
      "a VPC that overlaps with another network",
      "aws-prod",
      ({ cluster }) =>
        Object.assign(cluster!["eks"]!["network"] as object, { create: { cidr: "10.40.0.0/16", avoidCidrs: ["10.40.128.0/17"] } }),
      /must not overlap with .*\. Move one of the two/,
    ],
    [
      "ranges of a Google Cloud network that overlap",
      "gcp-prod",
      ({ cluster }) => Object.assign(cluster!["gke"]!, { controlPlaneCidr: "10.40.0.0/28" }),
      /must not overlap with .*\. Move one of the two/,
    ],
    [
      "production without protection of the cluster",
      "aws-prod",
      ({ cluster }) => Object.assign(cluster!["eks"]!, { protect: false }),
      /cluster\.eks\.protect is false: must not be false with preset production/,
    ],
    [
      "production without protection of the bucket",
      "gcp-prod",
      ({ bucket }) => Object.assign(bucket!["gcs"]!, { protect: false }),
      /bucket\.gcs\.protect is false: must not be false with preset production/,
    ],
    [
      "production with a bucket that is deleted with all state",
      "aws-prod",
      ({ bucket }) => Object.assign(bucket!["s3"]!, { forceDestroy: true }),
      /bucket\.s3\.forceDestroy is true: must not be true with preset production/,
    ],
    [
      "production without a version of Kubernetes",
      "aws-prod",
      ({ cluster }) => Object.assign(cluster!["eks"]!, { version: undefined }),
      /cluster\.eks\.version is not set: must be given with preset production/,
    ],
    [
      "access for a group of Kubernetes itself",
      "team-cluster",
      ({ cluster }) =>
        Object.assign(cluster!["eks"]!["access"]!, { me: { principalArn: PRINCIPAL, kubernetesGroups: ["system:masters"] } }),
      /eks\.access\["me"\]\.kubernetesGroups is "system:masters": must name each group once/,
    ],
    [
      "an EKS API that is open to the world",
      "aws-prod",
      ({ cluster }) => Object.assign(cluster!["eks"]!, { publicAccessCidrs: ["0.0.0.0/0"] }),
      /cluster\.eks\.publicAccessCidrs\[0\] is "0\.0\.0\.0\/0": must not be open to the whole internet\. Name/,
    ],
    [
      "a GKE API that is open to the world",
      "gcp-prod",
      ({ cluster }) => Object.assign(cluster!["gke"]!, { authorizedNetworks: [{ cidr: "0.0.0.0/0", name: "all" }] }),
      /cluster\.gke\.authorizedNetworks\[0\]\.cidr is "0\.0\.0\.0\/0": must not be open to the whole internet/,
    ],
    [
      "a bucket name that S3 refuses",
      "aws-prod",
      ({ bucket }) => Object.assign(bucket!["s3"]!, { bucket: "Example_State" }),
      /bucket\.s3\.bucket is "Example_State": must/,
    ],
    [
      "a bucket name that Cloud Storage refuses",
      "gcp-prod",
      ({ bucket }) => Object.assign(bucket!["gcs"]!, { bucket: "google-state" }),
      /bucket\.gcs\.bucket is "google-state": must/,
    ],
    [
      "an autoscaling target that is a percentage",
      "aws-prod",
      ({ autoscaling }) => Object.assign(autoscaling!, { targetUtilization: 70 }),
      /autoscaling\.targetUtilization is 70: must/,
    ],
    [
      "slot balance on a Flink that cannot",
      "aws-prod",
      (values) => Object.assign(values, { versions: { flink: "1.19", beam: "2.70.0" } }),
      /autoscaling\.slotBalance is "tasks": .*needs Flink 2\.2/,
    ],
    [
      "memory of the operator in Flink's notation",
      "gcp-prod",
      (values) => Object.assign(values, { operator: { memory: "512 mb" } }),
      /operator\.memory is "512 mb": must/,
    ],
    [
      "a namespace that Kubernetes refuses",
      "aws-prod",
      (values) => Object.assign(values, { jobNamespaces: ["Beam_Jobs"] }),
      /jobNamespaces\[0\] is "Beam_Jobs": must/,
    ],
    [
      "a job in a namespace that is not the platform's",
      "gcp-prod",
      ({ jobs }) => Object.assign(jobs!["orders"]!, { namespace: "billing" }),
      /jobs\.orders\.namespace is "billing": must be one of the platform's job namespaces \(beam\)/,
    ],
    [
      "a job without parallelism",
      "aws-prod",
      ({ jobs }) => Object.assign(jobs!["orders"]!, { parallelism: 0 }),
      /jobs\.orders\.parallelism is 0: must be a whole number above 0/,
    ],
    [
      "a job whose Flink cannot use Pod Identity",
      "aws-prod",
      ({ bucket, jobs }) => {
        Object.assign(bucket!["s3"]!, { identity: "pod-identity" });
        Object.assign(jobs!["orders"]!, { versions: { flink: "1.20.0" }, autoscaling: {} });
      },
      /jobs\.orders\.versions\.flink .*is "1\.20\.0": needs Flink 1\.20\.1 or later/,
    ],
    [
      "two jobs of one name",
      "aws-prod",
      ({ jobs }) => Object.assign(jobs!, { refunds: { ...jobs!["orders"], jobName: "orders" } }),
      /jobs\.refunds\.jobName is "orders": must differ from that of jobs\.orders/,
    ],
    [
      "a static key of the cloud",
      "gcp-prod",
      ({ jobs }) => Object.assign(jobs!["orders"]!, { environment: { GOOGLE_APPLICATION_CREDENTIALS: "/key.json" } }),
      /jobs\.orders\.environment\W.*GOOGLE_APPLICATION_CREDENTIALS/,
    ],
    [
      "tags that AWS refuses",
      "aws-prod",
      ({ tags }) => Object.assign(tags!, { "aws:team": "streaming" }),
      /tags\["aws:team"\] is "aws:team": must have a key that does not begin with "aws:"/,
    ],
  ])("%s", async (_, name, change, message) => {
    const values = await changed(name, change);
    const { list } = await runWithMocks(async () => {
      await expect(streamingEnvironment(parseEnvironment(values, name), {})).rejects.toThrow(message);
    });
    expect(list).toEqual([]);
  });
});
