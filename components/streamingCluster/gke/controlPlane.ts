/**
 * The cluster itself, without nodes. Its API has a private address, and a public one only where ranges are authorized. The
 * DNS-based endpoint stays closed: it is reached from the whole internet, and only IAM guards it.
 */
import type { container } from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";
import { gcp } from "../../cloudSdks.ts";
import type { GkeContext } from "./context.ts";
import type { GkeNetwork } from "./network.ts";
import type { GkeNodeAccount } from "./nodeAccount.ts";
import { NODE_SECURITY } from "./nodePools.ts";
import { PRIVATE_NETWORKS, type GkePlan } from "./plan.ts";

/** Nodes of the pool that is removed. GKE's own default, 100 GB of SSD in each zone, may exceed what a new project may have. */
const FIRST_NODES = { machineType: "e2-medium", diskType: "pd-standard", diskSizeGb: 20 };

/**
 * Four hours in the nights before a working day: each upgrade restarts jobs, and in the morning somebody is there. GKE asks for 48
 * hours in any 32 days, of which this has at least 64. The date is that of a Monday in the past; only its time matters.
 */
const MAINTENANCE_WINDOW = {
  startTime: "2025-01-06T02:00:00Z",
  endTime: "2025-01-06T06:00:00Z",
  recurrence: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH",
};

export function createGkeControlPlane(
  context: GkeContext,
  plan: GkePlan,
  { network, nodeAccount }: { readonly network: GkeNetwork; readonly nodeAccount: GkeNodeAccount },
): container.Cluster {
  const { name, parent } = context;
  return new gcp.container.Cluster(`${name}-cluster`, clusterArgs(context, plan, network, nodeAccount.email), {
    parent,
    protect: plan.protect,
    dependsOn: [...nodeAccount.grants],
    // The name is fixed: GKE would refuse the second of it.
    deleteBeforeReplace: true,
    // Those of the first pool, which is removed. What GKE tells of them later is another pool's, and would replace the cluster.
    ignoreChanges: ["initialNodeCount", "nodeConfig"],
  });
}

function clusterArgs(
  { clusterName, project, region, labels }: GkeContext,
  plan: GkePlan,
  network: GkeNetwork,
  serviceAccount: pulumi.Input<string>,
): container.ClusterArgs {
  return {
    project,
    // A region: the API stays up when a zone fails, and while it is upgraded.
    location: region,
    name: clusterName,
    resourceLabels: labels,
    deletionProtection: plan.protect,
    releaseChannel: { channel: plan.releaseChannel },
    ...(plan.zones === undefined ? {} : { nodeLocations: [...plan.zones] }),
    ...(plan.maintenanceWindow ? { maintenancePolicy: { recurringWindow: MAINTENANCE_WINDOW } } : {}),

    network: network.network,
    subnetwork: network.subnetwork,
    networkingMode: "VPC_NATIVE",
    ipAllocationPolicy: { clusterSecondaryRangeName: network.podRangeName, servicesSecondaryRangeName: network.serviceRangeName },
    // Cilium: network policies are enforced without an add-on.
    datapathProvider: "ADVANCED_DATAPATH",
    // Only flow logs and firewalls of the network would see more, and neither is made here.
    enableIntranodeVisibility: false,
    privateClusterConfig: {
      enablePrivateNodes: true,
      enablePrivateEndpoint: plan.authorizedNetworks.length === 0,
      masterIpv4CidrBlock: plan.network.controlPlaneCidr,
      // From other regions of the network too: who may connect is the list's business.
      masterGlobalAccessConfig: { enabled: true },
    },
    masterAuthorizedNetworksConfig: {
      cidrBlocks: authorizedBlocks(plan.authorizedNetworks),
      // Else every virtual machine of every customer of Google Cloud could connect.
      gcpPublicCidrsAccessEnabled: false,
      // The list holds for the private address as well.
      privateEndpointEnforcementEnabled: true,
    },
    controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: false }, ipEndpointsConfig: { enabled: true } },

    workloadIdentityConfig: { workloadPool: `${project}.svc.id.goog` },
    enableShieldedNodes: true,
    enableLegacyAbac: false,
    masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
    databaseEncryption: plan.kmsKey === undefined ? { state: "DECRYPTED" } : { state: "ENCRYPTED", keyName: plan.kmsKey },
    // Its scan of workloads for vulnerabilities has ended; findings about their configuration cost nothing.
    securityPostureConfig: { mode: "BASIC", vulnerabilityMode: "VULNERABILITY_DISABLED" },

    // Workloads too, as GKE does by default: what a TaskManager wrote is else lost with its node.
    loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS"] },
    monitoringConfig: {
      enableComponents: ["SYSTEM_COMPONENTS"],
      // Its collectors take a share of each node and read only objects of their own kind, which nothing here makes.
      managedPrometheus: { enabled: false },
    },
    // Costs by namespace and label in the billing export.
    costManagementConfig: { enabled: true },

    // GKE makes no cluster without a pool: the first one is removed when it is there. It must not run as the default account either.
    removeDefaultNodePool: true,
    initialNodeCount: 1,
    nodeConfig: { ...NODE_SECURITY, ...FIRST_NODES, serviceAccount },
  };
}

/** The ranges given, then the private ones: a VPN that reaches the API still does when a range on the internet is added. */
function authorizedBlocks(given: GkePlan["authorizedNetworks"]) {
  // GKE refuses a range twice; the name given tells more.
  const others = PRIVATE_NETWORKS.filter((cidr) => !given.some((network) => network.cidr === cidr));
  return [
    ...given.map(({ cidr, name }) => ({ cidrBlock: cidr, displayName: name })),
    ...others.map((cidrBlock) => ({ cidrBlock, displayName: "private addresses" })),
  ];
}
