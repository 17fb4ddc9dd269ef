import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test, vi } from "vitest";
import type { PlatformReference } from "../../components/index.ts";
import { type Environment, parseEnvironment } from "../../stacks/config.ts";
import { machineSettings, streamingEnvironment } from "../../stacks/program.ts";
import { runWithMocks } from "../support/mocks.ts";

// The definitions of a release are the business of the operator's own test.
vi.mock("../../components/flinkOperator/crds.ts", () => ({ checkCrdSource: () => {}, customResourceDefinitions: () => [] }));

const machine = machineSettings({ AWS_ACCESS_KEY_ID: "access", AWS_SECRET_ACCESS_KEY: "hidden" });
const environment = (values: Record<string, unknown>): Environment => parseEnvironment(values, "test");
const job = { image: "image:1", entryClass: "com.example.Orders" };
const s3 = { bucket: "example-state", region: "eu-central-1" };

const REFERENCE = "pulumi:pulumi:StackReference";
const KUBECONFIG = { secret: { kubeconfig: "kubeconfig text" }, names: ["kubeconfig"] };

/** Runs an environment whose stack references find `outputs`; returns the stack's own outputs. */
async function run(values: Record<string, unknown>, outputs: Record<string, unknown> = {}) {
  let result: Record<string, unknown> = {};
  const mocks = { outputs: { [REFERENCE]: { outputs: { ...outputs, ...KUBECONFIG.secret }, secretOutputNames: KUBECONFIG.names } } };
  const { list, inputs } = await runWithMocks(async () => {
    result = await streamingEnvironment(environment(values), machine);
  }, mocks);
  return { list, inputs, result };
}

/** The value of an output whose parts are all known. */
const known = (value: unknown) => new Promise((resolve) => pulumi.all({ value }).apply((all) => resolve(all.value)));

const cluster = { eks: { clusterName: "prod" }, identifier: "https://oidc.example/id/ABC", dedicatedPools: true };

describe("the program of all environments", () => {
  test("makes everything in one stack, and says how to reach it", async () => {
    const { list, result } = await run({
      cluster: { existing: {} },
      bucket: { endpoint: { url: "http://s3:7070", bucket: "flink" } },
      jobs: { orders: job },
    });
    expect(list).toContain("beam-flink:index:StreamingPlatform streaming");
    expect(list).toContain("beam-flink:index:FlinkOperator streaming-operator");
    expect(Object.keys(result)).toEqual(
      expect.arrayContaining(["cluster", "bucket", "operatorVersion", "jobNamespaces", "platform", "jobs"]),
    );
    expect(await known(result["jobs"])).toEqual([
      {
        name: "orders",
        namespace: "beam",
        directory: "s3://flink/orders",
        state: "STABLE",
        webUi: "kubectl -n beam port-forward service/orders-rest 8081",
      },
    ]);
    const { bucket } = result["platform"] as PlatformReference;
    expect(await pulumi.isSecret(pulumi.output(bucket.endpoint?.secretKey))).toBe(true);
  });

  test("makes a cluster alone where there is no bucket", async () => {
    const { list } = await run({ cluster: { existing: cluster } });
    expect(list).toEqual([
      "beam-flink:index:StreamingCluster streaming-cluster",
      "pulumi:providers:kubernetes streaming-cluster-kubernetes",
    ]);
  });

  test("makes a platform on the cluster of another stack", async () => {
    const { list, inputs, result } = await run({ cluster: { stack: "team-cluster" }, bucket: { s3 } }, { cluster });
    expect(inputs("team-cluster")).toEqual({ name: "organization/beam-flink/team-cluster" });
    expect(inputs("streaming-cluster-kubernetes")).toMatchObject({
      kubeconfig: { secret: "kubeconfig text" },
      clusterIdentifier: "https://oidc.example/id/ABC",
    });
    expect(list.filter((item) => item.startsWith("aws:eks/cluster"))).toEqual([]);
    expect(list).toContain("beam-flink:index:FlinkOperator streaming-operator");
    expect(await known(result["platform"])).toMatchObject({
      cluster: { existing: cluster },
      bucket: { s3: { ...s3, existing: true } },
      jobNamespaces: ["beam"],
    });
  });

  test("makes jobs only on the platform of another stack", async () => {
    const platform = {
      cluster: { existing: cluster },
      bucket: { s3: { ...s3, existing: true } },
      jobNamespaces: ["orders"],
      operator: { existing: true },
    };
    const { list, inputs } = await run({ platform: { stack: "acme/streams/team-platform" }, jobs: { orders: job } }, { platform });
    expect(inputs("acme/streams/team-platform")).toEqual({ name: "acme/streams/team-platform" });
    expect(list.filter((item) => /Namespace|FlinkOperator|aws:s3|aws:eks\/cluster/.test(item))).toEqual([]);
    const { metadata, spec } = inputs("orders-deployment");
    expect(metadata.namespace).toBe("orders");
    expect(spec.jobManager.podTemplate.spec.nodeSelector).toEqual({ "beam-flink/pool": "jobmanagers" });
  });

  test("says which stack must be brought up first", async () => {
    await expect(run({ cluster: { stack: "team-cluster" }, bucket: { s3 } })).rejects.toThrow(
      /the stack team-cluster has no output "cluster": bring it up first/,
    );
  });

  test("says what it cannot read of another stack's outputs", async () => {
    await expect(
      run({ platform: { stack: "other" }, jobs: {} }, { platform: { cluster: { existing: {} }, bucket: {}, jobNamespaces: [] } }),
    ).rejects.toThrow(/the output "platform" of the stack organization\/beam-flink\/other is no platform: jobNamespaces must have/);
  });

  test("asks for the keys of an S3-compatible server", async () => {
    const values = { cluster: { existing: {} }, bucket: { endpoint: { url: "http://s3:7070", bucket: "flink" } } };
    await expect(
      runWithMocks(async () => {
        await streamingEnvironment(environment(values), machineSettings({}));
      }),
    ).rejects.toThrow(/put them in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/);
  });
});
