/** The arguments of a cluster on Google Cloud. */
import type * as pulumi from "@pulumi/pulumi";

/** Exactly one of `existing` and `create`. */
export interface GkeNetworkArgs {
  /** A subnetwork that is there already. */
  readonly existing?: GkeExistingNetworkArgs;
  /** A network of the cluster's own. */
  readonly create?: GkeNewNetworkArgs;
}

/** A subnetwork that is there already, with Private Google Access and a way to the images' registry. */
export interface GkeExistingNetworkArgs {
  /** Name or self link of the network. */
  readonly network: pulumi.Input<string>;
  /** Name or self link of the subnetwork, in the cluster's region. */
  readonly subnetwork: pulumi.Input<string>;
  /** Name of its secondary range for pods. */
  readonly podRangeName: pulumi.Input<string>;
  /** Name of its secondary range for services. */
  readonly serviceRangeName: pulumi.Input<string>;
}

/** A network with one subnetwork, Private Google Access and Cloud NAT. */
export interface GkeNewNetworkArgs {
  /**
   * Addresses of nodes.
   * @default "10.40.0.0/20"
   */
  readonly nodeCidr?: string;
  /**
   * Addresses of pods: 256 for each node.
   * @default "10.44.0.0/14"
   */
  readonly podCidr?: string;
  /**
   * Addresses of services.
   * @default "10.48.0.0/20"
   */
  readonly serviceCidr?: string;
  /**
   * Ranges of other networks that this one must not overlap with, such as those it will be peered with.
   * @default none
   */
  readonly avoidCidrs?: readonly string[];
}

/** Nodes of one pool. */
export interface GkeNodePoolArgs {
  /**
   * Machine type, with processors for amd64.
   * @default "n2-standard-4" for TaskManagers, "e2-standard-4" for JobManagers
   */
  readonly machineType?: string;
  /**
   * Fewest nodes over all zones.
   * @default 0 for TaskManagers, 1 for JobManagers
   */
  readonly minNodes?: number;
  /**
   * Most nodes over all zones.
   * @default 100 for TaskManagers, 10 for JobManagers
   */
  readonly maxNodes?: number;
  /**
   * Disk of each node in GB, for RocksDB's working files.
   * @default 100 for TaskManagers, 50 for JobManagers
   */
  readonly diskSizeGb?: number;
}

/** Nodes that run TaskManagers. */
export interface GkeTaskManagerPoolArgs extends GkeNodePoolArgs {
  /**
   * Whether nodes are spot VMs.
   * @default false, with preset development true
   */
  readonly spot?: boolean;
}

/** A range that reaches the Kubernetes API. */
export interface GkeAuthorizedNetworkArgs {
  /** The range, such as "203.0.113.0/24". */
  readonly cidr: string;
  /** What it is, as the console shows it. */
  readonly name: string;
}

/** Google's channels of GKE releases. */
export const ReleaseChannel = {
  /** The newest releases, first of all. */
  Rapid: "RAPID",
  /** Releases that have run in the rapid channel. */
  Regular: "REGULAR",
  /** Releases that have run in the regular channel. */
  Stable: "STABLE",
} as const;
export type ReleaseChannel = (typeof ReleaseChannel)[keyof typeof ReleaseChannel];

/** A new cluster on Google Cloud: GKE with a pool of nodes each for JobManagers and TaskManagers. */
export interface GkeClusterArgs {
  /** Id of the project. */
  readonly project: string;
  /** Region of Google Cloud, such as "europe-west3". */
  readonly region: string;
  /**
   * Name of the cluster: at most 40 lower-case letters, digits and hyphens.
   * @default the resource's name
   */
  readonly clusterName?: string;
  /**
   * Zones of the nodes.
   * @default three that Google chooses, with preset development the zone b of the region
   */
  readonly zones?: readonly string[];
  /**
   * Channel of releases.
   * @default "STABLE", with preset development "REGULAR"
   */
  readonly releaseChannel?: ReleaseChannel;
  /**
   * Network of the nodes.
   * @default a network of the cluster's own
   */
  readonly network?: GkeNetworkArgs;
  /**
   * Range of the control plane: a /28 that nothing else uses.
   * @default "172.16.0.0/28"
   */
  readonly controlPlaneCidr?: string;
  /**
   * Ranges that reach the Kubernetes API over the internet: it then has a public address. Private addresses (RFC 1918) with a way to
   * it reach its private address in any case, and need not be named. The program itself must reach it too.
   * @default none: the API has no public address
   */
  readonly authorizedNetworks?: readonly GkeAuthorizedNetworkArgs[];
  /**
   * Cloud KMS key that encrypts Kubernetes Secrets, as `projects/p/locations/l/keyRings/r/cryptoKeys/k`. GKE's service agent of the
   * project (`service-<number>@container-engine-robot.iam.gserviceaccount.com`) must be allowed to use it.
   * @default Google's own encryption at rest
   */
  readonly kmsKey?: pulumi.Input<string>;
  /**
   * Nodes of JobManagers: never spot.
   * @default the defaults of the pool
   */
  readonly jobManagerPool?: GkeNodePoolArgs;
  /**
   * Nodes of TaskManagers.
   * @default the defaults of the pool
   */
  readonly taskManagerPool?: GkeTaskManagerPoolArgs;
  /**
   * Refuses to delete the cluster: by Google Cloud and by the engine.
   * @default true, with preset development false. Preset production refuses false.
   */
  readonly protect?: boolean;
}
