/**
 * The network of a cluster on Google Cloud: one subnetwork with ranges for pods and services, and Cloud NAT, as nodes have no
 * public addresses. Flow logs are not made: where they go and how long they are kept is the project's choice.
 */
import type * as pulumi from "@pulumi/pulumi";
import { gcp } from "../../cloudSdks.ts";
import { type GkeContext, nameInProject } from "./context.ts";
import type { GkeNetworkPlan, GkeNewNetworkPlan } from "./networkPlan.ts";

/** Where a cluster is. */
export interface GkeNetwork {
  readonly network: pulumi.Input<string>;
  readonly subnetwork: pulumi.Input<string>;
  readonly podRangeName: pulumi.Input<string>;
  readonly serviceRangeName: pulumi.Input<string>;
  /** What pods need to reach the internet. */
  readonly ready: readonly pulumi.Resource[];
}

/** Longest name of a network. */
const MAX_NAME_LENGTH = 63;

const PODS = "pods";
const SERVICES = "services";

/** Ports of one NAT address that a node has at least: connections to one and the same destination. Google's default is 64. */
const MIN_PORTS = 128;
/** And at most: a node whose TaskManagers open more to one broker gets errors, and others keep theirs. */
const MAX_PORTS = 8192;

/** The network that is there, or a new one. */
export function gkeNetwork(context: GkeContext, plan: GkeNetworkPlan): GkeNetwork {
  if (plan.existing !== undefined) return { ...plan.existing, ready: [] };
  if (plan.create !== undefined) return createGkeNetwork(context, plan.create);
  throw new Error("a plan of a network has neither existing nor create");
}

function createGkeNetwork(context: GkeContext, plan: GkeNewNetworkPlan): GkeNetwork {
  const { name, clusterName, project, region } = context;
  // Names are fixed, so what must be made anew is deleted first: Google Cloud would refuse the second of the name.
  const child = { parent: context.parent, deleteBeforeReplace: true };
  const network = new gcp.compute.Network(
    `${name}-network`,
    { project, name: nameInProject(context, MAX_NAME_LENGTH), autoCreateSubnetworks: false, routingMode: "REGIONAL" },
    child,
  );
  const subnetwork = new gcp.compute.Subnetwork(
    `${name}-subnetwork`,
    {
      project,
      region,
      name: clusterName,
      network: network.id,
      ipCidrRange: plan.nodeCidr,
      secondaryIpRanges: [
        { rangeName: PODS, ipCidrRange: plan.podCidr },
        { rangeName: SERVICES, ipCidrRange: plan.serviceCidr },
      ],
      // Checkpoints to Cloud Storage and images of Artifact Registry then do not go through NAT, which costs by the gigabyte.
      privateIpGoogleAccess: true,
    },
    child,
  );
  const router = new gcp.compute.Router(`${name}-router`, { project, region, name: clusterName, network: network.id }, child);
  const nat = new gcp.compute.RouterNat(
    `${name}-nat`,
    {
      project,
      region,
      name: clusterName,
      router: router.name,
      // Google adds addresses with the nodes. Who must tell others the addresses beforehand brings a network: network.existing.
      natIpAllocateOption: "AUTO_ONLY",
      sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
      subnetworks: [{ name: subnetwork.id, sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
      enableDynamicPortAllocation: true,
      minPortsPerVm: MIN_PORTS,
      maxPortsPerVm: MAX_PORTS,
      // Google Cloud refuses it together with dynamic ports.
      enableEndpointIndependentMapping: false,
      // Connections that got no port: without the log they are only timeouts.
      logConfig: { enable: true, filter: "ERRORS_ONLY" },
    },
    child,
  );
  return { network: network.id, subnetwork: subnetwork.id, podRangeName: PODS, serviceRangeName: SERVICES, ready: [nat] };
}
