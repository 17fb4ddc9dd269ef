import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test, vi } from "vitest";
import { getPlatform, type PlatformReference, StreamingPlatform, type StreamingPlatformArgs } from "../../components/index.ts";
import { runWithMocks } from "../support/mocks.ts";

// The definitions of a release are the business of the operator's own test.
vi.mock("../../components/flinkOperator/crds.ts", () => ({ checkCrdSource: () => {}, customResourceDefinitions: () => [] }));

const REFERENCE = "pulumi:pulumi:StackReference";
const versions = { beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" };
const endpoint = { url: "http://s3:7070", bucket: "flink", accessKey: "an-access-key", secretKey: "a-secret-key" };
const s3 = { bucket: "example-state", region: "eu-central-1" };
const job = { image: "image:1", entryClass: "com.example.Orders" };

/** The reference of a platform, as the engine would write it into an output, and whether its values are secrets. */
async function written(args: Partial<StreamingPlatformArgs>): Promise<{ output: unknown; isSecret: boolean }> {
  const found: pulumi.Output<PlatformReference>[] = [];
  await runWithMocks(() => {
    const cluster = { existing: { kubeconfig: "kubeconfig text" } };
    const platform = new StreamingPlatform("streaming", { cluster, bucket: { endpoint }, versions, ...args });
    found.push(pulumi.output(platform.reference) as pulumi.Output<PlatformReference>);
  });
  const value = await new Promise((resolve) => void found[0]!.apply(resolve));
  return { output: JSON.parse(JSON.stringify(value)), isSecret: await pulumi.isSecret(found[0]!) };
}

/** What a job team's program registers on the platform of a stack with these outputs. */
function onPlatform(outputs: Record<string, unknown>, stack = "acme/streaming/dev") {
  const mocks = { outputs: { [REFERENCE]: { outputs, secretOutputNames: Object.keys(outputs) } } };
  return runWithMocks(async () => {
    const platform = await getPlatform(stack);
    void new StreamingPlatform("streaming", { ...platform, jobs: { orders: job } });
  }, mocks);
}

describe("a platform's reference", () => {
  test("makes a platform in another stack that adds jobs and nothing else", async () => {
    const { output } = await written({ jobNamespaces: ["orders", "billing"], autoscaling: { targetUtilization: 0.6 } });
    const run = await onPlatform({ platform: output });
    expect(run.list.filter((item) => item.includes("Namespace") || item.includes("FlinkOperator"))).toEqual([]);
    const { metadata, spec } = run.inputs("orders-deployment");
    expect(metadata).toMatchObject({ name: "orders", namespace: "orders" });
    expect(spec.flinkVersion).toBe("v1_19");
    expect(spec.flinkConfiguration).toMatchObject({
      "state.checkpoints.dir": "s3://flink/orders/checkpoints",
      "job.autoscaler.target.utilization": "0.6",
    });
  });

  test("hands secrets over as secrets, and leaves the rest readable", async () => {
    const { output, isSecret } = await written({});
    expect(isSecret).toBe(true);
    const run = await onPlatform({ platform: output });
    expect(run.inputs("streaming-cluster-kubernetes")["kubeconfig"]).toEqual({ secret: "kubeconfig text" });
    const keys = { AWS_ACCESS_KEY_ID: "an-access-key", AWS_SECRET_ACCESS_KEY: "a-secret-key" };
    expect(run.inputs("orders-checkpoint-storage")["stringData"]).toEqual({ secret: keys });
  });

  test("names a bucket of a cloud as one that is there, less what only its own stack decides", async () => {
    const { output } = await written({
      cluster: { existing: { eks: { clusterName: "prod" } } },
      bucket: { s3: { ...s3, undeleteDays: 7, protect: true } },
    });
    expect(output).toMatchObject({ bucket: { s3: { ...s3, existing: true } }, cluster: { existing: { eks: { clusterName: "prod" } } } });
    expect(Object.keys((output as PlatformReference).bucket.s3!)).not.toContain("undeleteDays");
  });
});

describe("getPlatform", () => {
  const good = { cluster: { existing: {} }, bucket: { endpoint }, jobNamespaces: ["beam"], versions, operator: { existing: true } };

  test.each([
    ["dev", "organization/beam-flink/dev"],
    ["streaming/dev", "organization/streaming/dev"],
    ["acme/streaming/dev", "acme/streaming/dev"],
  ])("reads %s as %s", async (stack, name) => {
    const run = await onPlatform({ platform: good }, stack);
    expect(run.list).toContain(`${REFERENCE} ${name}`);
  });

  test.each<[string, unknown, string]>([
    ["no object", "a text", "it is not an object"],
    ["no cluster", { ...good, cluster: undefined }, "cluster.existing must be set"],
    ["no bucket", { ...good, bucket: undefined }, "bucket must be set"],
    ["no namespaces", { ...good, jobNamespaces: [] }, "jobNamespaces must have at least one name in it"],
    ["what only a later version writes", { ...good, queue: {} }, 'it has "queue", which is not known here'],
  ])("refuses %s, with the remedy", async (_, platform, problem) => {
    await expect(onPlatform({ platform })).rejects.toThrow(
      new RegExp(`the output "platform" of the stack acme/streaming/dev is no platform: ${problem}\\. .*bring that stack up`),
    );
  });

  test("says what to do where there is no such output", async () => {
    await expect(onPlatform({})).rejects.toThrow(
      'the stack acme/streaming/dev has no output "platform": give it one, `export const platform = streaming.reference`',
    );
  });

  test.each(["", "a/b/c/d", "acme//dev"])("refuses %j as a stack's name", async (stack) => {
    await expect(onPlatform({ platform: good }, stack)).rejects.toThrow(`"${stack}" names no stack: it must be a stack of this project`);
  });
});
