import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Preset } from "../../../../components/preset.ts";
import { CLUSTER, JOB_MANAGER_POOL, PRIVATE_NETWORKS, SYSTEM_POOL, TASK_MANAGER_POOL } from "./expected.ts";
import { runGke } from "./program.ts";

describe("a cluster on Google Cloud with preset development", () => {
  test("has one zone, spot TaskManagers, a faster channel, no maintenance window and no protection", async () => {
    const run = await runGke({}, { preset: Preset.Development });
    const zones = { nodeLocations: ["europe-west3-b"] };
    const { maintenancePolicy: _, ...cluster } = CLUSTER;
    expect(run.inputs("streaming-cluster")).toEqual({
      ...cluster,
      ...zones,
      deletionProtection: false,
      releaseChannel: { channel: "REGULAR" },
    });
    expect(run.options("streaming-cluster").protect).toBe(false);
    expect(run.inputs("streaming-pool-system")).toEqual({
      ...SYSTEM_POOL,
      ...zones,
      autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: 6, locationPolicy: "BALANCED" },
    });
    expect(run.inputs("streaming-pool-jobmanagers")).toEqual({ ...JOB_MANAGER_POOL, ...zones });
    expect(run.inputs("streaming-pool-taskmanagers")).toEqual({
      ...TASK_MANAGER_POOL,
      ...zones,
      name: "taskmanagers-spot",
      autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 100, locationPolicy: "ANY" },
      nodeConfig: { ...TASK_MANAGER_POOL.nodeConfig, spot: true },
    });
  });

  test("is protected when the arguments say so", async () => {
    const run = await runGke({ protect: true }, { preset: Preset.Development });
    expect(run.options("streaming-cluster").protect).toBe(true);
    expect(run.inputs("streaming-cluster").deletionProtection).toBe(true);
  });
});

describe("what the arguments of a cluster on Google Cloud change", () => {
  test("authorized networks give the API a public address, for these, and private networks still reach it", async () => {
    const run = await runGke({ authorizedNetworks: [{ cidr: "203.0.113.0/24", name: "office" }] });
    expect(run.inputs("streaming-cluster")).toEqual({
      ...CLUSTER,
      privateClusterConfig: { ...CLUSTER.privateClusterConfig, enablePrivateEndpoint: false },
      masterAuthorizedNetworksConfig: {
        ...CLUSTER.masterAuthorizedNetworksConfig,
        cidrBlocks: [{ cidrBlock: "203.0.113.0/24", displayName: "office" }, ...PRIVATE_NETWORKS],
      },
    });
  });

  test("a private network that is named is in the list once", async () => {
    const run = await runGke({ authorizedNetworks: [{ cidr: "10.0.0.0/8", name: "campus" }] });
    expect(run.inputs("streaming-cluster").masterAuthorizedNetworksConfig.cidrBlocks).toEqual([
      { cidrBlock: "10.0.0.0/8", displayName: "campus" },
      { cidrBlock: "172.16.0.0/12", displayName: "private addresses" },
      { cidrBlock: "192.168.0.0/16", displayName: "private addresses" },
    ]);
  });

  test("an empty list of authorized networks is none", async () => {
    expect((await runGke({ authorizedNetworks: [] })).inputs("streaming-cluster")).toEqual(CLUSTER);
  });

  test("a key encrypts Secrets", async () => {
    const kmsKey = "projects/p/locations/europe-west3/keyRings/r/cryptoKeys/k";
    const run = await runGke({ kmsKey: pulumi.output(kmsKey) });
    expect(run.inputs("streaming-cluster")).toEqual({ ...CLUSTER, databaseEncryption: { state: "ENCRYPTED", keyName: kmsKey } });
  });

  test("a network that is there is used, and none is made", async () => {
    const existing = { network: pulumi.output("vpc"), subnetwork: "nodes", podRangeName: "pod-range", serviceRangeName: "service-range" };
    const run = await runGke({ network: { existing }, controlPlaneCidr: "192.168.7.0/28" });
    expect(run.list.filter((line) => line.startsWith("gcp:compute"))).toEqual([]);
    expect(run.inputs("streaming-cluster")).toEqual({
      ...CLUSTER,
      network: "vpc",
      subnetwork: "nodes",
      ipAllocationPolicy: { clusterSecondaryRangeName: "pod-range", servicesSecondaryRangeName: "service-range" },
      privateClusterConfig: { ...CLUSTER.privateClusterConfig, masterIpv4CidrBlock: "192.168.7.0/28" },
    });
    expect(run.ready).not.toContain("streaming-nat");
    expect(run.dependencies("streaming-pool-system")).toEqual(["streaming-nodes-default", "streaming-nodes-images"]);
  });

  test("names, zones, ranges, channel and pools are those given", async () => {
    const run = await runGke({
      clusterName: "beam",
      zones: ["europe-west3-a", "europe-west3-c"],
      releaseChannel: "RAPID",
      network: { create: { nodeCidr: "10.1.0.0/22", podCidr: "10.2.0.0/16", serviceCidr: "10.3.0.0/24" } },
      jobManagerPool: { machineType: "n4-standard-2", minNodes: 3, maxNodes: 4, diskSizeGb: 20 },
      taskManagerPool: { machineType: "c4-highmem-8", minNodes: 2, maxNodes: 12, diskSizeGb: 200, spot: true },
    });
    expect(run.inputs("streaming-cluster")).toEqual({
      ...CLUSTER,
      name: "beam",
      nodeLocations: ["europe-west3-a", "europe-west3-c"],
      releaseChannel: { channel: "RAPID" },
    });
    const pool = { cluster: "beam", nodeLocations: ["europe-west3-a", "europe-west3-c"] };
    expect(run.inputs("streaming-pool-jobmanagers")).toEqual({
      ...JOB_MANAGER_POOL,
      ...pool,
      initialNodeCount: 2,
      autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 4, locationPolicy: "BALANCED" },
      nodeConfig: { ...JOB_MANAGER_POOL.nodeConfig, machineType: "n4-standard-2", diskType: "hyperdisk-balanced", diskSizeGb: 20 },
    });
    expect(run.inputs("streaming-pool-taskmanagers")).toEqual({
      ...TASK_MANAGER_POOL,
      ...pool,
      name: "taskmanagers-spot",
      initialNodeCount: 1,
      autoscaling: { totalMinNodeCount: 2, totalMaxNodeCount: 12, locationPolicy: "ANY" },
      upgradeSettings: { strategy: "SURGE", maxSurge: 2, maxUnavailable: 0 },
      nodeConfig: {
        ...TASK_MANAGER_POOL.nodeConfig,
        machineType: "c4-highmem-8",
        diskType: "hyperdisk-balanced",
        diskSizeGb: 200,
        spot: true,
      },
    });
    expect(run.inputs("streaming-subnetwork")).toMatchObject({
      name: "beam",
      ipCidrRange: "10.1.0.0/22",
      secondaryIpRanges: [
        { rangeName: "pods", ipCidrRange: "10.2.0.0/16" },
        { rangeName: "services", ipCidrRange: "10.3.0.0/24" },
      ],
    });
  });
});
