/**
 * A whole platform is brought up and destroyed by the real engine on the stand-ins of the clouds. What matters when it is destroyed
 * is the order: the operator must still run when jobs are deleted, and nodes and the Kubernetes API must be there for both.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { StreamingPlatform } from "../../components/index.ts";
import { crdDirectory } from "../../local/environment/crds.ts";
import { environmentConfig } from "../../local/environment/environmentConfig.ts";
import type { Operation } from "../../local/offline/standInProvider.ts";
import { silent } from "../../local/support/step.ts";
import type { Environment } from "../../stacks/config.ts";
import { type OfflineStack, openOfflineStack } from "../support/offlineStack.ts";

/** The release whose definitions can be had without a network, and what runs with it. */
const VERSIONS = { beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" };

/** The environment's platform and jobs, with definitions that are deleted too, and jobs that nobody waits for. */
function platform({ cluster, bucket, preset, jobs }: Environment, directory: string): Record<string, unknown> {
  if (cluster === undefined || bucket?.endpoint !== undefined || bucket === undefined)
    throw new Error("the environment is not one of a cloud");
  const { stack: _, ...own } = cluster;
  const args = { cluster: own, bucket: { s3: bucket.s3, gcs: bucket.gcs }, preset, versions: VERSIONS };
  const made = new StreamingPlatform("streaming", { ...args, operator: { crds: { directory, retain: false } } });
  return Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, made.job(name, { ...job, startTimeout: "0 s" }).state]));
}

describe.each([
  {
    environment: "aws-dev",
    nodePools: /^kubernetes:karpenter\.sh\/v1:NodePool$/,
    cluster: "aws:eks/cluster:Cluster",
    network: "aws:ec2/vpc:Vpc",
  },
  {
    environment: "gcp-dev",
    nodePools: /^gcp:container\/nodePool:NodePool$/,
    cluster: "gcp:container/cluster:Cluster",
    network: "gcp:compute/network:Network",
  },
])("the platform of $environment", ({ environment, nodePools, cluster, network }) => {
  let offline: OfflineStack;
  let made: readonly Operation[];
  let deleted: readonly Operation[];
  beforeAll(async () => {
    offline = await openOfflineStack();
    const config = await environmentConfig(environment);
    const directory = await crdDirectory(silent);
    offline.stack.workspace.program = async () => platform(config, directory);
    await offline.stack.up({ color: "never" });
    made = offline.operations();
    await offline.stack.destroy({ color: "never" });
    deleted = offline.operations();
  });
  afterAll(() => offline.close());

  /** One after another: all of a kind before the first of the next. */
  const kinds: readonly (readonly [what: string, type: RegExp | string])[] = [
    ["jobs", "kubernetes:flink.apache.org/v1beta1:FlinkDeployment"],
    ["the operator", "kubernetes:apps/v1:Deployment"],
    ["the definitions", "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"],
    ["the namespaces", "kubernetes:core/v1:Namespace"],
    ["the node pools", nodePools],
    ["the cluster", cluster],
    ["the network", network],
  ];
  const places = (operations: readonly Operation[], type: RegExp | string) =>
    operations.flatMap((operation, place) =>
      (typeof type === "string" ? operation.type === type : type.test(operation.type)) ? [place] : [],
    );

  test.each(kinds.slice(1).map(([what, type], index) => [kinds[index]![0], what, kinds[index]![1], type] as const))(
    "deletes %s before %s, and makes them the other way round",
    (_, __, first, second) => {
      for (const operations of [deleted, made.toReversed()]) {
        const [before, after] = [places(operations, first), places(operations, second)];
        expect(before.length).toBeGreaterThan(0);
        expect(after.length).toBeGreaterThan(0);
        expect(Math.max(...before)).toBeLessThan(Math.min(...after));
      }
    },
  );

  test("deletes all that it has made", () => {
    expect(made.every(({ kind }) => kind === "create")).toBe(true);
    expect(deleted.every(({ kind }) => kind === "delete")).toBe(true);
    const names = (operations: readonly Operation[]) => operations.map(({ type, name }) => `${type} ${name}`).toSorted();
    expect(names(deleted)).toEqual(names(made));
  });
});
