import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { StreamingCluster, type StreamingClusterArgs } from "../../components/index.ts";
import { DEDICATED_POOLS } from "../../components/streamingCluster/placement.ts";
import { runWithMocks } from "../support/mocks.ts";

describe("StreamingCluster that is there already", () => {
  test("is a provider, whose kubeconfig is secret and which wins over hand edits", async () => {
    let cluster: StreamingCluster | undefined;
    const run = await runWithMocks(() => {
      cluster = new StreamingCluster("cluster", { existing: { kubeconfig: "kubeconfig text", context: "prod" } });
    });
    expect(run.list).toEqual(["beam-flink:index:StreamingCluster cluster", "pulumi:providers:kubernetes cluster-kubernetes"]);
    expect(run.inputs("cluster-kubernetes")).toEqual({
      kubeconfig: { secret: "kubeconfig text" },
      context: "prod",
      enablePatchForce: "true",
    });
    expect(run.resources[0]!.inputs).toEqual({ existing: { secret: { kubeconfig: "kubeconfig text", context: "prod" } } });
    expect(cluster).toMatchObject({ context: "prod", clusterName: undefined, placement: undefined, ready: [] });
  });

  test("uses the ambient kubeconfig where none is given", async () => {
    const run = await runWithMocks(() => void new StreamingCluster("cluster", { existing: {} }));
    expect(run.inputs("cluster-kubernetes")).toEqual({ enablePatchForce: "true" });
  });

  test("tells another stack all but its kubeconfig", async () => {
    const eks = { clusterName: "prod" };
    await runWithMocks(() => {
      const cluster = new StreamingCluster("cluster", {
        existing: { kubeconfig: "kubeconfig text", identifier: "https://oidc.example/id/ABC", eks, dedicatedPools: true },
      });
      expect(cluster.placement).toBe(DEDICATED_POOLS);
      expect(cluster.reference).toEqual({
        eks,
        gke: undefined,
        context: undefined,
        identifier: "https://oidc.example/id/ABC",
        dedicatedPools: true,
      });
    });
  });

  test("keeps its provider as long as its identifier is the same", async () => {
    const existing = { kubeconfig: "kubeconfig text", identifier: "https://oidc.example/id/ABC" };
    const run = await runWithMocks(() => void new StreamingCluster("cluster", { existing }));
    expect(run.inputs("cluster-kubernetes")).toEqual({
      kubeconfig: { secret: "kubeconfig text" },
      clusterIdentifier: "https://oidc.example/id/ABC",
      enablePatchForce: "true",
    });
  });

  test.each<[string, StreamingClusterArgs, RegExp]>([
    ["none of the kinds", {}, /StreamingCluster "cluster": cluster is "empty": must have exactly one of eks, gke, existing/],
    [
      "two kinds",
      { existing: {}, gke: { project: "example-project", region: "europe-west3" } },
      /cluster is "gke and existing": must have exactly one/,
    ],
    [
      "two clouds",
      { existing: { eks: { clusterName: "a" }, gke: { project: "example-project", projectNumber: "1" } } },
      /existing is "eks and gke": must have at most one/,
    ],
    [
      "a preset that it does not know",
      JSON.parse('{"existing":{},"preset":"staging"}'),
      /StreamingCluster "cluster": preset is "staging": must be one of development, production/,
    ],
    ["an EKS cluster without a name", JSON.parse('{"existing":{"eks":{}}}'), /existing\.eks\.clusterName is not set: must be set/],
    ["a GKE cluster without a project", JSON.parse('{"existing":{"gke":{"projectNumber":"1"}}}'), /existing\.gke\.project is not set/],
    ["a project without a number", JSON.parse('{"existing":{"gke":{"project":"p"}}}'), /existing\.gke\.projectNumber is not set/],
    ["tags that AWS does not take", { eks: { region: "eu-central-1", version: "1.34" }, tags: { "a!": "" } }, /tags\["a!"\] is "a!"/],
    [
      "tags that are no labels",
      { gke: { project: "example-project", region: "europe-west3" }, tags: { Team: "" } },
      /tags\["Team"\] is "Team": must have a key that begins/,
    ],
    [
      "half of an OpenID Connect provider",
      { existing: { eks: { clusterName: "a", oidcIssuer: "https://oidc.example" } } },
      /existing\.eks is "oidcIssuer without oidcProviderArn": must have both or neither/,
    ],
  ])("refuses %s before anything is registered", async (_, args, message) => {
    const run = await runWithMocks(() => {
      expect(() => new StreamingCluster("cluster", args)).toThrow(message);
    });
    expect(run.list).toEqual([]);
  });
});

describe("a StreamingCluster that is made", () => {
  const issuer = "https://oidc.eks.eu-central-1.amazonaws.com/id/ABC";
  const cluster = {
    endpoint: "https://ABC.gr7.eu-central-1.eks.amazonaws.com",
    certificateAuthority: { data: "Q0E=" },
    identities: [{ oidcs: [{ issuer }] }],
    vpcConfig: { clusterSecurityGroupId: "sg-0a" },
  };
  const outputs = {
    "aws:eks/cluster:Cluster": cluster,
    "gcp:container/cluster:Cluster": { endpoint: "10.0.0.2", masterAuth: { clusterCaCertificate: "Q0E=" } },
  };

  test.each<[StreamingClusterArgs, string]>([
    [{ eks: { region: "eu-central-1", version: "1.34" } }, issuer],
    [{ gke: { project: "example-project", region: "europe-west3" } }, "streaming-cluster-id"],
  ])("tells another stack what its own provider is kept by: %o", async (args, expected) => {
    let identifier: unknown;
    const run = await runWithMocks(
      () => void pulumi.output(new StreamingCluster("streaming", args).reference.identifier).apply((value) => (identifier = value)),
      { preview: false, outputs },
    );
    expect(identifier).toBe(expected);
    expect(run.inputs("streaming-kubernetes")["clusterIdentifier"]).toBe(expected);
  });
});
