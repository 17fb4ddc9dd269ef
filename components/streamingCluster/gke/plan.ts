/** Checks the arguments of a cluster on Google Cloud and resolves the defaults of the preset. */
import type * as pulumi from "@pulumi/pulumi";
import {
  ArgumentError,
  checkGoogleLabels,
  googleCloudRegion,
  googleKmsKey,
  googleProject,
  matches,
  oneOf,
  parseCidr,
  refuseWholeInternet,
} from "../../../model/platform.ts";
import { Preset } from "../../preset.ts";
import { type GkeAuthorizedNetworkArgs, type GkeClusterArgs, ReleaseChannel } from "./args.ts";
import { type GkeNetworkPlan, planGkeNetwork } from "./networkPlan.ts";
import { type GkeNodePoolPlan, planGkeNodePools } from "./nodePoolPlan.ts";

/** All of a cluster, before anything is registered. */
export interface GkePlan {
  readonly project: string;
  readonly region: string;
  readonly clusterName: string;
  /** Undefined: those that Google chooses. */
  readonly zones: readonly string[] | undefined;
  readonly releaseChannel: ReleaseChannel;
  readonly network: GkeNetworkPlan;
  /** Empty: the API has no public address. */
  readonly authorizedNetworks: readonly GkeAuthorizedNetworkArgs[];
  /** Undefined: Google's own encryption at rest. */
  readonly kmsKey: pulumi.Input<string> | undefined;
  readonly nodePools: readonly GkeNodePoolPlan[];
  /** Whether GKE may upgrade only in certain hours. */
  readonly maintenanceWindow: boolean;
  readonly protect: boolean;
}

const CLUSTER_NAME = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;
/** Zones that Google chooses for the nodes of a regional cluster. */
const CHOSEN_ZONES = 3;
/** Each region has a zone b; some have no a. */
const DEVELOPMENT_ZONE = "b";

/**
 * Always authorized: whoever has a private address (RFC 1918) and a way to the API. GKE asks for a list, and admits by itself only
 * the cluster's own subnetwork: no VPN and no runner in another one.
 */
export const PRIVATE_NETWORKS: readonly string[] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
/** GKE takes 100 for a cluster with private nodes. */
const MAX_AUTHORIZED_NETWORKS = 100 - PRIVATE_NETWORKS.length;

/** Checks all arguments and resolves the preset; `name` is the resource's, `labels` its tags. Throws an ArgumentError. */
export function planGke(name: string, args: GkeClusterArgs, preset: Preset, labels: { readonly [key: string]: string } = {}): GkePlan {
  const project = googleProject(args.project, "gke.project");
  const region = googleCloudRegion(args.region, "gke.region");
  const development = preset === Preset.Development;
  checkGoogleLabels(labels, "tags");
  if (typeof args.kmsKey === "string")
    googleKmsKey(args.kmsKey, { field: "gke.kmsKey", region, multiRegions: true, otherwise: "Google's own encryption at rest" });
  const zones = checkedZones(args.zones ?? (development ? [`${region}-${DEVELOPMENT_ZONE}`] : undefined), region);
  const nodePools = planGkeNodePools(args.jobManagerPool ?? {}, args.taskManagerPool ?? {}, {
    preset,
    zones: zones?.length ?? CHOSEN_ZONES,
  });
  const nodes = nodePools.reduce((sum, pool) => sum + pool.nodesWhileUpgraded, 0);
  return {
    project,
    region,
    clusterName: checkedClusterName(args.clusterName ?? name),
    zones,
    releaseChannel: oneOf(
      args.releaseChannel ?? (development ? ReleaseChannel.Regular : ReleaseChannel.Stable),
      ReleaseChannel,
      "gke.releaseChannel",
    ),
    network: planGkeNetwork(args.network, args.controlPlaneCidr, nodes),
    authorizedNetworks: checkedAuthorizedNetworks(args.authorizedNetworks ?? []),
    kmsKey: args.kmsKey,
    nodePools,
    maintenanceWindow: !development,
    protect: checkedProtect(args.protect ?? !development, preset),
  };
}

function checkedClusterName(value: string): string {
  if (matches(value, CLUSTER_NAME)) return value;
  throw new ArgumentError({
    field: "gke.clusterName",
    value,
    rule: "must have 1 to 40 lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen",
    remedy: "Shorten it or leave out other characters; when it is not set, it is the resource's name.",
  });
}

function checkedZones(zones: readonly string[] | undefined, region: string): readonly string[] | undefined {
  if (zones === undefined) return undefined;
  const field = "gke.zones";
  if (zones.length === 0) {
    throw new ArgumentError({
      field,
      value: [],
      rule: "must have at least one zone",
      remedy: `Name zones like "${region}-b", or leave it out.`,
    });
  }
  for (const [index, zone] of zones.entries()) {
    if (typeof zone !== "string" || !zone.startsWith(`${region}-`) || !/^[a-z]$/.test(zone.slice(region.length + 1))) {
      throw new ArgumentError({
        field: `${field}[${index}]`,
        value: zone,
        rule: `must be a zone of ${region}, the cluster's region`,
        remedy: `Write it like "${region}-b".`,
      });
    }
    if (zones.indexOf(zone) !== index) {
      throw new ArgumentError({ field: `${field}[${index}]`, value: zone, rule: "must be named once", remedy: "Leave it out." });
    }
  }
  return zones;
}

function checkedAuthorizedNetworks(networks: readonly GkeAuthorizedNetworkArgs[]): readonly GkeAuthorizedNetworkArgs[] {
  const field = "gke.authorizedNetworks";
  for (const [index, { cidr, name }] of networks.entries()) {
    const range = parseCidr(cidr, `${field}[${index}].cidr`);
    refuseWholeInternet(
      range,
      `${field}[${index}].cidr`,
      "Name the networks of those who use the Kubernetes API, such as that of the office and of the pipeline.",
    );
    if (networks.findIndex((other) => other.cidr === cidr) !== index) {
      throw new ArgumentError({ field: `${field}[${index}].cidr`, value: cidr, rule: "must be named once", remedy: "Leave one out." });
    }
    if (typeof name !== "string" || name.trim() === "") {
      throw new ArgumentError({
        field: `${field}[${index}].name`,
        value: name,
        rule: "must say what the network is, for whoever looks at the list",
        remedy: 'Write it like "office".',
      });
    }
  }
  if (networks.length > MAX_AUTHORIZED_NETWORKS) {
    throw new ArgumentError({
      field,
      value: `${networks.length} networks`,
      rule: `must be at most ${MAX_AUTHORIZED_NETWORKS}: GKE takes no more beside the private ones`,
      remedy: "Combine ranges that are next to each other.",
    });
  }
  return networks;
}

function checkedProtect(protect: boolean, preset: Preset): boolean {
  if (protect || preset === Preset.Development) return protect;
  throw new ArgumentError({
    field: "gke.protect",
    value: protect,
    rule: "must not be false with preset production: deleting the cluster stops all jobs on it",
    remedy: `Leave it out, or set preset "${Preset.Development}" for a cluster that may be lost.`,
  });
}
