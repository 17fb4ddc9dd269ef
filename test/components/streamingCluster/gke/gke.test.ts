import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { CLUSTER, IN_PROJECT, JOB_MANAGER_POOL, MEMBER, SYSTEM_POOL, TASK_MANAGER_POOL } from "./expected.ts";
import { PROJECT, PROJECT_NUMBER, REGION, runGke, valueOf } from "./program.ts";

describe("a cluster on Google Cloud with preset production", () => {
  test("is made of exactly these resources", async () => {
    const run = await runGke();
    const made = run.resources.filter(({ type }) => type !== "test:index:Parent").toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const expected = [
      {
        type: "gcp:compute/network:Network",
        name: "streaming-network",
        inputs: { project: PROJECT, name: IN_PROJECT, autoCreateSubnetworks: false, routingMode: "REGIONAL" },
      },
      {
        type: "gcp:serviceaccount/account:Account",
        name: "streaming-nodes",
        inputs: { project: PROJECT, accountId: IN_PROJECT, displayName: "Nodes of the GKE cluster streaming in europe-west3" },
      },
      {
        type: "gcp:compute/subnetwork:Subnetwork",
        name: "streaming-subnetwork",
        inputs: {
          project: PROJECT,
          region: REGION,
          name: "streaming",
          network: "streaming-network-id",
          ipCidrRange: "10.40.0.0/20",
          secondaryIpRanges: [
            { rangeName: "pods", ipCidrRange: "10.44.0.0/14" },
            { rangeName: "services", ipCidrRange: "10.48.0.0/20" },
          ],
          privateIpGoogleAccess: true,
        },
      },
      {
        type: "gcp:compute/router:Router",
        name: "streaming-router",
        inputs: { project: PROJECT, region: REGION, name: "streaming", network: "streaming-network-id" },
      },
      {
        type: "gcp:projects/iAMMember:IAMMember",
        name: "streaming-nodes-default",
        inputs: { project: PROJECT, role: "roles/container.defaultNodeServiceAccount", member: MEMBER },
      },
      {
        type: "gcp:projects/iAMMember:IAMMember",
        name: "streaming-nodes-images",
        inputs: { project: PROJECT, role: "roles/artifactregistry.reader", member: MEMBER },
      },
      {
        type: "gcp:compute/routerNat:RouterNat",
        name: "streaming-nat",
        inputs: {
          project: PROJECT,
          region: REGION,
          name: "streaming",
          router: "streaming",
          natIpAllocateOption: "AUTO_ONLY",
          sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
          subnetworks: [{ name: "streaming-subnetwork-id", sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
          enableDynamicPortAllocation: true,
          minPortsPerVm: 128,
          maxPortsPerVm: 8192,
          enableEndpointIndependentMapping: false,
          logConfig: { enable: true, filter: "ERRORS_ONLY" },
        },
      },
      { type: "gcp:container/cluster:Cluster", name: "streaming-cluster", inputs: CLUSTER },
      { type: "gcp:container/nodePool:NodePool", name: "streaming-pool-system", inputs: SYSTEM_POOL },
      { type: "gcp:container/nodePool:NodePool", name: "streaming-pool-jobmanagers", inputs: JOB_MANAGER_POOL },
      { type: "gcp:container/nodePool:NodePool", name: "streaming-pool-taskmanagers", inputs: TASK_MANAGER_POOL },
      {
        type: "pulumi:providers:kubernetes",
        name: "streaming-kubernetes",
        inputs: { kubeconfig: { secret: expect.any(String) }, clusterIdentifier: "streaming-cluster-id", enablePatchForce: "true" },
      },
    ];
    expect(made).toEqual(expected.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
  });

  test("puts all of them in the component, and protects the cluster only", async () => {
    const run = await runGke();
    expect(run.strangers).toEqual([]);
    const names = run.resources.map(({ name }) => name).filter((name) => name !== "parent");
    expect(names.filter((name) => run.options(name).protect === true)).toEqual(["streaming-cluster"]);
  });

  test("deletes before it makes anew what has a fixed name, but no node pool", async () => {
    const run = await runGke();
    const names = run.resources.map(({ name }) => name).filter((name) => name !== "parent");
    expect(names.filter((name) => run.options(name).deleteBeforeReplace === true).toSorted()).toEqual([
      "streaming-cluster",
      "streaming-nat",
      "streaming-network",
      "streaming-router",
      "streaming-subnetwork",
    ]);
  });

  test("ignores what GKE changes itself", async () => {
    const run = await runGke();
    expect(run.options("streaming-cluster").ignoreChanges).toEqual(["initialNodeCount", "nodeConfig"]);
    expect(run.options("streaming-pool-system").ignoreChanges).toEqual(["initialNodeCount"]);
  });

  test("makes nodes when they have a way to the internet and their roles, and takes all of them away last", async () => {
    const run = await runGke();
    const grants = ["streaming-nodes-default", "streaming-nodes-images"];
    expect(run.dependencies("streaming-cluster")).toEqual(grants);
    expect(run.dependencies("streaming-pool-taskmanagers")).toEqual(["streaming-nat", ...grants]);
    expect(run.ready).toEqual([
      "streaming-pool-system",
      "streaming-pool-jobmanagers",
      "streaming-pool-taskmanagers",
      "streaming-nat",
      ...grants,
    ]);
  });
});

describe("what a cluster on Google Cloud offers", () => {
  test("a secret kubeconfig whose tokens come from Google's plugin", async () => {
    const { cluster } = await runGke();
    expect(await pulumi.isSecret(cluster.kubeconfig)).toBe(true);
    const text = await valueOf(cluster.kubeconfig);
    expect(JSON.parse(text ?? "")).toEqual({
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: "gke_example-project_europe-west3_streaming",
          cluster: { server: "https://203.0.113.7", "certificate-authority-data": "Q0E=" },
        },
      ],
      users: [
        {
          name: "gke_example-project_europe-west3_streaming",
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1beta1",
              command: "gke-gcloud-auth-plugin",
              installHint: expect.stringContaining("gcloud components install gke-gcloud-auth-plugin"),
              provideClusterInfo: true,
              interactiveMode: "Never",
            },
          },
        },
      ],
      contexts: [
        {
          name: "gke_example-project_europe-west3_streaming",
          context: {
            cluster: "gke_example-project_europe-west3_streaming",
            user: "gke_example-project_europe-west3_streaming",
          },
        },
      ],
      "current-context": "gke_example-project_europe-west3_streaming",
    });
  });

  test("its name, the project and its number, and the command for a person", async () => {
    const { cluster } = await runGke();
    expect(await valueOf(cluster.clusterName)).toBe("streaming");
    expect(await valueOf(cluster.identity.gke!.project)).toBe(PROJECT);
    expect(await valueOf(cluster.identity.gke!.projectNumber)).toBe(PROJECT_NUMBER);
    expect(await valueOf(cluster.kubeconfigCommand)).toBe(
      "gcloud container clusters get-credentials streaming --region europe-west3 --project example-project",
    );
  });

  test("its project as of the cluster, which makes the workload identity pool, but known in previews", async () => {
    const { cluster } = await runGke({}, { preview: true, outputs: {} });
    const project = pulumi.output(cluster.identity.gke!.project);
    expect(await valueOf(project)).toBe(PROJECT);
    expect(await dependencies(project)).toEqual([expect.stringMatching(/gcp:container\/cluster:Cluster::streaming-cluster$/)]);
    expect(await dependencies(pulumi.output(PROJECT))).toEqual([]);
  });

  test("the same resources in a preview, in which the API's address is unknown", async () => {
    const [preview, update] = [await runGke({}, { preview: true, outputs: {} }), await runGke()];
    expect(preview.list.toSorted()).toEqual(update.list.toSorted());
    expect(preview.inputs("streaming-kubernetes")).toEqual({
      kubeconfig: { __pulumiUnknown: true },
      clusterIdentifier: "streaming-cluster-id",
      enablePatchForce: "true",
    });
  });
});

/** URNs of the resources that whoever uses the output waits for. The SDK knows them, but does not declare it. */
async function dependencies(output: pulumi.Output<unknown>): Promise<readonly (string | undefined)[]> {
  if (!("allResources" in output) || typeof output.allResources !== "function") throw new Error("an output without resources");
  const resources: unknown = await output.allResources();
  if (!(resources instanceof Set)) throw new Error("an output whose resources are no set");
  return Promise.all([...resources].filter(pulumi.Resource.isInstance).map(({ urn }) => valueOf(urn)));
}
