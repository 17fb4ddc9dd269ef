/** The arguments of a StreamingCluster, and what it tells the components that run on it. */
import type * as pulumi from "@pulumi/pulumi";
import type { Preset } from "../preset.ts";
import type { EksClusterArgs } from "./eks/args.ts";
import type { GkeClusterArgs } from "./gke/args.ts";

/** Exactly one of `eks`, `gke` and `existing`. */
export interface StreamingClusterArgs {
  /** A new cluster on AWS. */
  readonly eks?: EksClusterArgs;
  /** A new cluster on Google Cloud. */
  readonly gke?: GkeClusterArgs;
  /** A cluster that is there already. */
  readonly existing?: ExistingClusterArgs;
  /**
   * Defaults of what is not said here: see the table in docs/environments.md.
   * @default "production"
   */
  readonly preset?: Preset;
  /**
   * Tags of each AWS resource, labels of each Google Cloud resource that can have them.
   * @default none but the package's own
   */
  readonly tags?: { readonly [key: string]: string };
}

/** A cluster that is there already. */
export interface ExistingClusterArgs {
  /**
   * Text of its kubeconfig. Kept as a secret.
   * @default the ambient one, as kubectl uses it
   * @secret
   */
  readonly kubeconfig?: pulumi.Input<string>;
  /**
   * Context of the kubeconfig.
   * @default its current one
   */
  readonly context?: string;
  /**
   * What tells this cluster from another, such as the issuer of its tokens: only when it changes are the Kubernetes provider and all
   * that it made replaced. `StreamingCluster.reference` of the stack that made the cluster has it.
   * @default another address or context in the kubeconfig counts as another cluster
   */
  readonly identifier?: pulumi.Input<string>;
  /**
   * For an EKS cluster: how its pods get AWS roles. Needed by jobs on an S3 bucket.
   * @default jobs cannot be granted an S3 bucket
   */
  readonly eks?: EksIdentityArgs;
  /**
   * For a GKE cluster: how its pods get Google Cloud roles. Needed by jobs on a GCS bucket.
   * @default jobs cannot be granted a GCS bucket
   */
  readonly gke?: GkeIdentityArgs;
  /**
   * True when the cluster has the two node pools of a StreamingCluster, which jobs then use.
   * @default false: jobs run where Kubernetes puts them
   */
  readonly dedicatedPools?: boolean;
}

/** How pods of an EKS cluster get AWS roles. */
export interface EksIdentityArgs {
  /** Name of the cluster, for Pod Identity associations. */
  readonly clusterName: pulumi.Input<string>;
  /**
   * ARN of the cluster's IAM OpenID Connect provider, for IAM roles for service accounts (IRSA).
   * @default IRSA cannot be used
   */
  readonly oidcProviderArn?: pulumi.Input<string>;
  /**
   * Issuer of the cluster's tokens, with or without https://.
   * @default IRSA cannot be used
   */
  readonly oidcIssuer?: pulumi.Input<string>;
}

/** How pods of a GKE cluster get Google Cloud roles: Workload Identity Federation for GKE. */
export interface GkeIdentityArgs {
  /** Id of the project whose workload identity pool (`<project>.svc.id.goog`) the cluster uses. */
  readonly project: pulumi.Input<string>;
  /** Number of that project: principals of the pool are named by it. */
  readonly projectNumber: pulumi.Input<string>;
}

/** What the cloud calls the cluster's pods; at most one of the two. */
export interface ClusterIdentityArgs {
  /** On EKS. */
  readonly eks?: EksIdentityArgs;
  /** On GKE. */
  readonly gke?: GkeIdentityArgs;
}

/** The cluster as another stack uses it: the arguments of `existing`, less the kubeconfig, which is secret. */
export type ClusterReferenceArgs = Omit<ExistingClusterArgs, "kubeconfig">;

/** A taint of nodes that pods accept, as Kubernetes has it. */
export interface TolerationArgs {
  /**
   * Key of the taint.
   * @default any key, with `operator` "Exists"
   */
  readonly key?: pulumi.Input<string>;
  /**
   * "Equal" compares the value, "Exists" takes any.
   * @default "Equal"
   */
  readonly operator?: pulumi.Input<string>;
  /**
   * Value of the taint, for "Equal".
   * @default an empty value
   */
  readonly value?: pulumi.Input<string>;
  /**
   * "NoSchedule", "PreferNoSchedule" or "NoExecute".
   * @default any effect
   */
  readonly effect?: pulumi.Input<string>;
  /**
   * Seconds that a pod stays on a node that gets the taint, for "NoExecute".
   * @default forever
   */
  readonly tolerationSeconds?: pulumi.Input<number>;
}

/** Where pods of one kind may run. */
export interface PodPlacementArgs {
  /**
   * Labels a node must have.
   * @default any node
   */
  readonly nodeSelector?: { readonly [key: string]: string };
  /**
   * Taints the pods accept.
   * @default none
   */
  readonly tolerations?: readonly TolerationArgs[];
  /**
   * Annotations of the pods, such as the one that keeps a node from being consolidated.
   * @default none
   */
  readonly annotations?: { readonly [key: string]: string };
}

/** Where the processes of a job run. */
export interface JobPlacementArgs {
  /**
   * Where the JobManager runs.
   * @default where Kubernetes puts it
   */
  readonly jobManager?: PodPlacementArgs;
  /**
   * Where the TaskManagers run.
   * @default where Kubernetes puts them
   */
  readonly taskManager?: PodPlacementArgs;
}
