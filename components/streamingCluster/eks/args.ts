/** The arguments of a cluster on AWS. */
import type * as pulumi from "@pulumi/pulumi";

/** Exactly one of `existing` and `create`. */
export interface EksNetworkArgs {
  /** A VPC that is there already. */
  readonly existing?: EksExistingNetworkArgs;
  /** A VPC of the cluster's own. */
  readonly create?: EksNewNetworkArgs;
}

/** Subnets that are there already. They need a way to the images' registry, and should have an S3 gateway endpoint. */
export interface EksExistingNetworkArgs {
  /** Private subnets in at least two zones. */
  readonly privateSubnetIds: readonly pulumi.Input<string>[];
}

/** How many NAT gateways a VPC has. */
export const NatGateways = {
  /** One: cheaper, and the other zones lose the internet with its zone. */
  One: "one",
  /** One in each zone. */
  PerZone: "per-zone",
} as const;
export type NatGateways = (typeof NatGateways)[keyof typeof NatGateways];

/** A VPC with a public and a private subnet per zone, NAT gateways and an S3 gateway endpoint. */
export interface EksNewNetworkArgs {
  /**
   * Addresses of the VPC, from /16 to /20.
   * @default "10.40.0.0/16"
   */
  readonly cidr?: string;
  /**
   * Availability zones, two or three. They are fixed for the life of the VPC: which letters an account has differs.
   * @default the zones a, b and c of the region, with preset development a and b
   */
  readonly zones?: readonly string[];
  /**
   * NAT gateways.
   * @default "per-zone", with preset development "one"
   */
  readonly natGateways?: NatGateways;
  /**
   * Ranges of other networks that this VPC must not overlap with, such as those it will be peered with.
   * @default none
   */
  readonly avoidCidrs?: readonly string[];
}

/** Nodes that run TaskManagers or JobManagers. */
export interface EksNodePoolArgs {
  /**
   * Families of instances, such as "m", "c" and "r".
   * @default ["c", "m", "r"]
   */
  readonly instanceCategories?: readonly string[];
  /**
   * Lowest generation of instances.
   * @default 6: network and EBS bandwidth that RocksDB and large checkpoints use
   */
  readonly minGeneration?: number;
  /**
   * Processor architectures. Images must be built for each of them.
   * @default ["amd64"]
   */
  readonly architectures?: readonly string[];
  /**
   * CPUs that the pool may have in all.
   * @default 1000 for TaskManagers, 100 for JobManagers
   */
  readonly cpuLimit?: number;
  /**
   * Disk of each node, for RocksDB's working files.
   * @default "100Gi" for TaskManagers, "40Gi" for JobManagers
   */
  readonly disk?: string;
}

/** Nodes that run TaskManagers. */
export interface EksTaskManagerPoolArgs extends EksNodePoolArgs {
  /**
   * Whether nodes may be spot instances, with on-demand ones where there are none.
   * @default false, with preset development true
   */
  readonly spot?: boolean;
}

/** A person or a machine that may use the Kubernetes API. */
export interface EksAccessArgs {
  /** ARN of the IAM role or user. */
  readonly principalArn: pulumi.Input<string>;
  /**
   * What it may do: an EKS access policy by its last part.
   * @default "AmazonEKSClusterAdminPolicy", with kubernetesGroups none
   */
  readonly policy?: string;
  /**
   * Namespaces that the policy is limited to.
   * @default the whole cluster
   */
  readonly namespaces?: readonly string[];
  /**
   * Groups it is in for the cluster's RBAC, which gives what no access policy does, such as rights on custom resources. None may
   * begin with "system:".
   * @default none
   */
  readonly kubernetesGroups?: readonly string[];
}

/** A new cluster on AWS: EKS Auto Mode with a pool of nodes each for JobManagers and TaskManagers. */
export interface EksClusterArgs {
  /** Region of AWS, such as "eu-central-1". */
  readonly region: string;
  /**
   * Name of the cluster: 1 to 100 letters, digits, hyphens and underscores.
   * @default the resource's name
   */
  readonly clusterName?: string;
  /**
   * Minor version of Kubernetes. Preset production asks for it: a default, which a later release of this package raises, would
   * upgrade the cluster with an update for another reason.
   * @default "1.34" with preset development
   */
  readonly version?: string;
  /**
   * Network of the nodes.
   * @default a VPC of the cluster's own
   */
  readonly network?: EksNetworkArgs;
  /**
   * Ranges that reach the Kubernetes API over the internet. The program itself must reach it too.
   * @default none: only from within the VPC
   */
  readonly publicAccessCidrs?: readonly string[];
  /**
   * Who may use the Kubernetes API, besides the identity that creates the cluster: that has an entry, which EKS makes only once.
   * @default nobody
   */
  readonly access?: { readonly [name: string]: EksAccessArgs };
  /**
   * Key that encrypts Kubernetes Secrets. It is fixed for the cluster's life: EKS changes it in no cluster, so another one, or leaving
   * it out later, replaces the cluster, which the engine refuses while it is protected.
   * @default a key of the cluster's own, with yearly rotation
   */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /**
   * Days that control-plane logs are kept.
   * @default 90, with preset development 7
   */
  readonly logRetentionDays?: number;
  /**
   * Nodes of JobManagers: always on demand.
   * @default the defaults of the pool
   */
  readonly jobManagerPool?: EksNodePoolArgs;
  /**
   * Nodes of TaskManagers.
   * @default the defaults of the pool
   */
  readonly taskManagerPool?: EksTaskManagerPoolArgs;
  /**
   * Refuses to delete the cluster: by AWS and by the engine.
   * @default true, with preset development false. Preset production refuses false.
   */
  readonly protect?: boolean;
}
