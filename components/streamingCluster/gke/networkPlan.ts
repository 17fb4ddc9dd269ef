/** Checks the network of a cluster on Google Cloud: all ranges, that they are large enough, and that none overlaps with another. */
import type * as pulumi from "@pulumi/pulumi";
import { ArgumentError, type Cidr, overlap, parseCidr, refuseOverlap } from "../../../model/platform.ts";
import { exactlyOne } from "../../validation.ts";
import type { GkeExistingNetworkArgs, GkeNetworkArgs, GkeNewNetworkArgs } from "./args.ts";

/** A network to be made. */
export interface GkeNewNetworkPlan {
  readonly nodeCidr: string;
  readonly podCidr: string;
  readonly serviceCidr: string;
}

/** Exactly one of `existing` and `create`, and the control plane's range, which is outside of both. */
export interface GkeNetworkPlan {
  readonly existing?: GkeExistingNetworkArgs;
  readonly create?: GkeNewNetworkPlan;
  readonly controlPlaneCidr: string;
}

type NamedRange = readonly [field: string, range: Cidr];

const DEFAULTS = { nodeCidr: "10.40.0.0/20", podCidr: "10.44.0.0/14", serviceCidr: "10.48.0.0/20" } as const;
const DEFAULT_CONTROL_PLANE = "172.16.0.0/28";
/** GKE takes no other size. */
const CONTROL_PLANE_PREFIX = 28;
/** GKE gives each node a /24 for its 110 pods. */
const POD_PREFIX_OF_A_NODE = 24;
/** Google Cloud keeps the first two and the last two addresses of a subnetwork. */
const RESERVED_NODE_ADDRESSES = 4;
/** 32 services: the smallest range GKE takes. */
const LONGEST_SERVICE_PREFIX = 27;

/** Addresses that are nobody's on the internet: RFC 1918, shared (RFC 6598) and reserved ones (RFC 5735). */
const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "240.0.0.0/4"].map((range) =>
  parseCidr(range, "private range"),
);
/** The control plane cannot reach nodes from addresses that the nodes' own bridge has. */
const CONTAINER_BRIDGE: NamedRange = ["the range of the container bridge on nodes", parseCidr("172.17.0.0/16", "bridge")];

/** `nodes`: how many there may be at the same time, over all pools. */
export function planGkeNetwork(args: GkeNetworkArgs | undefined, controlPlaneCidr: string | undefined, nodes: number): GkeNetworkPlan {
  const controlPlane = checkedControlPlane(controlPlaneCidr ?? DEFAULT_CONTROL_PLANE);
  const given = args ?? { create: {} };
  exactlyOne(given, ["existing", "create"], "gke.network");
  if (given.existing !== undefined) {
    checkExisting(given.existing);
    return { existing: given.existing, controlPlaneCidr: controlPlane.text };
  }
  return { create: planNewNetwork(given.create ?? {}, controlPlane.named, nodes), controlPlaneCidr: controlPlane.text };
}

function checkExisting(existing: GkeExistingNetworkArgs): void {
  const values: Readonly<Record<string, pulumi.Input<string>>> = { ...existing };
  for (const name of ["network", "subnetwork", "podRangeName", "serviceRangeName"]) {
    if (values[name] !== undefined && values[name] !== "") continue;
    throw new ArgumentError({
      field: `gke.network.existing.${name}`,
      value: values[name],
      rule: "must name what is there already",
      remedy: "Take the name from the subnetwork's page in the console, or let the component make a network: gke.network.create.",
    });
  }
}

function planNewNetwork(args: GkeNewNetworkArgs, controlPlane: NamedRange, nodes: number): GkeNewNetworkPlan {
  const plan = {
    nodeCidr: args.nodeCidr ?? DEFAULTS.nodeCidr,
    podCidr: args.podCidr ?? DEFAULTS.podCidr,
    serviceCidr: args.serviceCidr ?? DEFAULTS.serviceCidr,
  };
  const field = (name: string) => `gke.network.create.${name}`;
  const [node, pod, service] = [
    privateRange(plan.nodeCidr, field("nodeCidr")),
    privateRange(plan.podCidr, field("podCidr")),
    privateRange(plan.serviceCidr, field("serviceCidr")),
  ] as const;
  refuseSmall(node, 2 ** (32 - node[1].prefix) - RESERVED_NODE_ADDRESSES, nodes, "an address");
  refuseSmall(pod, 2 ** (POD_PREFIX_OF_A_NODE - pod[1].prefix), nodes, "256 addresses");
  if (service[1].prefix > LONGEST_SERVICE_PREFIX) {
    throw new ArgumentError({
      field: service[0],
      value: plan.serviceCidr,
      rule: `must be a /${LONGEST_SERVICE_PREFIX} or larger: GKE takes no smaller range`,
      remedy: `Use one like ${DEFAULTS.serviceCidr}; each job and each of its web interfaces is a service.`,
    });
  }
  const own = [node, pod, service, controlPlane];
  refuseOverlap(own);
  // One by one: ranges to avoid may overlap with each other.
  for (const [index, text] of (args.avoidCidrs ?? []).entries()) {
    const avoided: NamedRange = [field(`avoidCidrs[${index}]`), parseCidr(text, field(`avoidCidrs[${index}]`))];
    for (const range of own) refuseOverlap([avoided, range]);
  }
  return plan;
}

function checkedControlPlane(text: string): { readonly text: string; readonly named: NamedRange } {
  const named = privateRange(text, "gke.controlPlaneCidr");
  if (named[1].prefix !== CONTROL_PLANE_PREFIX) {
    throw new ArgumentError({
      field: named[0],
      value: text,
      rule: `must be a /${CONTROL_PLANE_PREFIX}: GKE takes no other size`,
      remedy: `Write it like ${DEFAULT_CONTROL_PLANE}.`,
    });
  }
  refuseOverlap([CONTAINER_BRIDGE, named]);
  return { text, named };
}

function privateRange(text: string, field: string): NamedRange {
  const range = parseCidr(text, field);
  const within = PRIVATE_RANGES.some((other) => other.prefix <= range.prefix && overlap(other, range));
  if (within) return [field, range];
  throw new ArgumentError({
    field,
    value: text,
    rule: "must be a range of private addresses: what has these on the internet would be out of reach",
    remedy: "Use a part of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10 or 240.0.0.0/4.",
  });
}

function refuseSmall([field, range]: NamedRange, room: number, nodes: number, each: string): void {
  if (room >= nodes) return;
  throw new ArgumentError({
    field,
    value: `a /${range.prefix}`,
    rule: `must have ${each} for each of ${nodes} nodes, the most of all pools in an upgrade, and has room for ${Math.floor(room)}`,
    remedy: "Use a larger range, or lower gke.taskManagerPool.maxNodes.",
  });
}
