/** The platform as Pulumi would register it, on mocks: no account, no plugin, no login. Run it by `npm test`. */
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import program from "../index.ts";

const PROJECT = "${PROJECT}";
type Registered = Pick<pulumi.runtime.MockResourceArgs, "type" | "name" | "inputs">;

/** What the program registers in an environment. */
async function platform(environment: string, preset: string): Promise<readonly Registered[]> {
  const registered: Registered[] = [];
  const newResource = ({ type, name, inputs }: pulumi.runtime.MockResourceArgs) => {
    registered.push({ type, name, inputs });
    return { id: `${name}-id`, state: { name, ...inputs } };
  };
  await pulumi.runtime.setMocks({ newResource, call: (args) => args.inputs }, PROJECT, environment, true, "acme");
  pulumi.runtime.setAllConfig({
    "aws:region": "eu-central-1",
    [`${PROJECT}:preset`]: preset,
    [`${PROJECT}:bucket`]: "acme-streaming-state",
    [`${PROJECT}:apiCidrs`]: "203.0.113.7/32, 198.51.100.0/24",
    [`${PROJECT}:kubernetesVersion`]: "1.34",
    [`${PROJECT}:networkCidr`]: "10.60.0.0/16",
    [`${PROJECT}:jobNamespaces`]: '["beam"]',
    // The definitions of the operator's release would be fetched.
    [`${PROJECT}:operator`]: '{ "crds": { "skip": true } }',
  });
  program();
  await pulumi.runtime.disconnect(); // waits for what was registered
  return registered;
}

/** Inputs of all resources of a type. */
const all = (resources: readonly Registered[], type: string) =>
  resources.filter((resource) => resource.type === type).map(({ inputs }) => inputs);

describe("the platform", () => {
  let dev: readonly Registered[];
  let prod: readonly Registered[];
  before(async () => {
    dev = await platform("dev", "development");
    prod = await platform("prod", "production");
  });

  test("has a Kubernetes API that only the named addresses reach", () => {
    const [cluster] = all(dev, "aws:eks/cluster:Cluster");
    assert.deepEqual(cluster?.vpcConfig.publicAccessCidrs, ["203.0.113.7/32", "198.51.100.0/24"]);
  });

  test("keeps state in a bucket that is not public", () => {
    const [bucket] = all(dev, "aws:s3/bucket:Bucket");
    assert.equal(bucket?.bucket, "acme-streaming-state");
    const [access] = all(dev, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
    assert.deepEqual([access?.blockPublicAcls, access?.blockPublicPolicy, access?.restrictPublicBuckets], [true, true, true]);
  });

  test("survives the loss of a zone in production", () => {
    const gateways = (resources: readonly Registered[]) => all(resources, "aws:ec2/natGateway:NatGateway").length;
    assert.deepEqual([gateways(dev), gateways(prod)], [1, 3]);
  });
});
