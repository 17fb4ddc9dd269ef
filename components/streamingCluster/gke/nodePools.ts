/** The node pools of a cluster on Google Cloud: one for what is nobody's job, one for JobManagers, one for TaskManagers. */
import type { container } from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";
import { gcp } from "../../cloudSdks.ts";
import type { GkeContext } from "./context.ts";
import type { GkeNodePoolPlan } from "./nodePoolPlan.ts";
import { POOL_LABEL } from "../placement.ts";

/** What holds for each node. */
export const NODE_SECURITY = {
  // Google's advice for an account of the nodes' own: its roles limit it.
  oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
  shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
  // Pods get their own identity and never the node's.
  workloadMetadataConfig: { mode: "GKE_METADATA" },
};

export interface GkeNodePoolSettings {
  readonly cluster: container.Cluster;
  readonly zones: readonly string[] | undefined;
  readonly serviceAccount: pulumi.Input<string>;
}

export function createGkeNodePools(
  { name, project, region, parent, labels }: GkeContext,
  plans: readonly GkeNodePoolPlan[],
  { cluster, zones, serviceAccount }: GkeNodePoolSettings,
  dependsOn: readonly pulumi.Resource[],
): container.NodePool[] {
  return plans.map((plan) => {
    const pool: container.NodePoolArgs = {
      project,
      location: region,
      cluster: cluster.name,
      name: plan.name,
      ...(zones === undefined ? {} : { nodeLocations: [...zones] }),
      initialNodeCount: plan.initialNodesPerZone,
      autoscaling: {
        totalMinNodeCount: plan.minNodes,
        totalMaxNodeCount: plan.maxNodes,
        // Spot nodes where they are likely to stay; others in all zones alike, so that one zone's failure takes a part only.
        locationPolicy: plan.spot ? "ANY" : "BALANCED",
      },
      management: { autoRepair: true, autoUpgrade: true },
      upgradeSettings: plan.upgradeSettings,
      nodeConfig: {
        ...NODE_SECURITY,
        serviceAccount,
        machineType: plan.machineType,
        spot: plan.spot,
        imageType: "COS_CONTAINERD",
        diskType: plan.diskType,
        diskSizeGb: plan.diskSizeGb,
        // A port of the kubelet that tells every pod about all others, without asking who it is.
        kubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE" },
        resourceLabels: labels,
        ...(plan.dedicated
          ? { labels: { [POOL_LABEL]: plan.pool }, taints: [{ key: POOL_LABEL, value: plan.pool, effect: "NO_SCHEDULE" }] }
          : {}),
      },
    };
    return new gcp.container.NodePool(`${name}-pool-${plan.pool}`, pool, {
      parent,
      dependsOn: [...dependsOn],
      // Only read when the pool is made; GKE tells another number later, which would replace the pool.
      ignoreChanges: ["initialNodeCount"],
    });
  });
}
