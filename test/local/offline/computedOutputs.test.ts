import { describe, expect, test } from "vitest";
import { standInId, standInOutputs } from "../../../local/offline/computedOutputs.ts";
import type { JsonObject } from "../../../local/provider/values.ts";

const outputs = (type: string, inputs: JsonObject = {}) => standInOutputs({ type, name: "main", inputs }, "main-id");

describe("what a stand-in adds to a resource's inputs", () => {
  test("an id: the name that the cloud is given, else one made of the resource's", () => {
    expect(standInId({ type: "aws:iam/role:Role", name: "main", inputs: { name: "jobs" } })).toBe("jobs");
    expect(standInId({ type: "aws:s3/bucket:Bucket", name: "main", inputs: { bucket: "state" } })).toBe("state");
    expect(standInId({ type: "aws:ec2/eip:Eip", name: "main", inputs: {} })).toBe("stand-in-main");
  });

  test("for any AWS resource an ARN in its region, and a name", () => {
    expect(outputs("aws:sqs/queue:Queue", { region: "eu-central-1" })).toEqual({
      region: "eu-central-1",
      name: "main-id",
      arn: "arn:aws:sqs:eu-central-1:123456789012:queue/main-id",
    });
    expect(outputs("aws:sqs/queue:Queue")).toHaveProperty("arn", "arn:aws:sqs:xx-standin-1:123456789012:queue/main-id");
  });

  test("for any Google Cloud resource a link and a name", () => {
    expect(outputs("gcp:compute/network:Network", { name: "net" })).toEqual({
      name: "net",
      selfLink: "https://stand-in.invalid/compute/network/main-id",
    });
  });

  test("for an EKS cluster what a kubeconfig and IRSA need, beside the inputs", () => {
    const cluster = outputs("aws:eks/cluster:Cluster", { name: "streaming", vpcConfig: { subnetIds: ["a", "b"] } });
    expect(cluster).toMatchObject({
      name: "streaming",
      endpoint: "https://eks.stand-in.invalid",
      certificateAuthority: { data: expect.stringMatching(/^[A-Za-z0-9+/=]+$/) as string },
      identities: [{ oidcs: [{ issuer: expect.stringMatching(/^https:\/\//) as string }] }],
      vpcConfig: { subnetIds: ["a", "b"], vpcId: "vpc-stand-in" },
    });
  });

  test("for an object of Kubernetes the metadata of a server, under its own", () => {
    const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings", labels: { a: "b" } } };
    expect(outputs("kubernetes:core/v1:ConfigMap", object)).toEqual({
      ...object,
      metadata: { name: "settings", labels: { a: "b" }, uid: "stand-in-main", generation: 1, resourceVersion: "1" },
    });
  });

  test("nothing that the inputs say already", () => {
    expect(outputs("aws:eks/cluster:Cluster", { status: "given" })).toHaveProperty("status", "given");
  });
});
