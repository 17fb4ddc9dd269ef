/**
 * The Kubernetes cluster of a streaming platform: made on AWS (EKS Auto Mode) or on Google Cloud (GKE), or one that is there already.
 * It offers what the components on it need: a Kubernetes provider, how pods get cloud roles, and where the processes of jobs run.
 */
import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError } from "../model/platform.ts";
import { aws, gcp, requireSdk } from "./cloudSdks.ts";
import { presetOf } from "./preset.ts";
import type {
  ClusterIdentityArgs,
  ClusterReferenceArgs,
  ExistingClusterArgs,
  JobPlacementArgs,
  StreamingClusterArgs,
} from "./streamingCluster/args.ts";
import { type CreatedCluster, type CreationContext, kubernetesProvider } from "./streamingCluster/createdCluster.ts";
import { createEks, type EksPlan, planEks } from "./streamingCluster/eks/eks.ts";
import { createGke, type GkePlan, planGke } from "./streamingCluster/gke/gke.ts";
import { DEDICATED_POOLS } from "./streamingCluster/placement.ts";
import { exactlyOne, requireSet, validated } from "./validation.ts";

/** A cluster's arguments, once checked; exactly one is set. */
export interface ClusterPlan {
  readonly eks?: EksPlan;
  readonly gke?: GkePlan;
  readonly existing?: ExistingClusterArgs;
}

/** Checks all arguments and resolves the preset. Throws an ArgumentError. */
export function planCluster(name: string, args: StreamingClusterArgs): ClusterPlan {
  exactlyOne(args, ["eks", "gke", "existing"], "cluster");
  const preset = presetOf(args.preset);
  if (args.eks !== undefined) {
    requireSdk(aws);
    return { eks: planEks(name, args.eks, preset, args.tags) };
  }
  if (args.gke !== undefined) {
    requireSdk(gcp);
    return { gke: planGke(name, args.gke, preset, args.tags) };
  }
  return { existing: checkedExisting(args.existing ?? {}) };
}

function checkedExisting(existing: ExistingClusterArgs): ExistingClusterArgs {
  const { eks, gke } = existing;
  if (eks !== undefined && gke !== undefined) {
    throw new ArgumentError({
      field: "existing",
      value: "eks and gke",
      rule: "must have at most one of eks, gke",
      remedy: "Keep the one whose cluster it is.",
    });
  }
  if (eks !== undefined) requireSet(eks.clusterName, "existing.eks.clusterName", "Give the name of the EKS cluster.");
  if (gke !== undefined) {
    requireSet(gke.project, "existing.gke.project", "Give the id of the cluster's project.");
    requireSet(gke.projectNumber, "existing.gke.projectNumber", "Give the number of the cluster's project.");
  }
  if (eks !== undefined && (eks.oidcProviderArn === undefined) !== (eks.oidcIssuer === undefined)) {
    throw new ArgumentError({
      field: "existing.eks",
      value: eks.oidcProviderArn === undefined ? "oidcIssuer without oidcProviderArn" : "oidcProviderArn without oidcIssuer",
      rule: "must have both or neither",
      remedy: "Give both for IAM roles for service accounts, none for Pod Identity.",
    });
  }
  return existing;
}

/** The arguments as the engine may record them, after a check of all of them. */
function recorded(name: string, args: StreamingClusterArgs): StreamingClusterArgs {
  validated("StreamingCluster", name, () => planCluster(name, args));
  const kubeconfig = args.existing?.kubeconfig;
  return kubeconfig === undefined ? args : { ...args, existing: { ...args.existing, kubeconfig: pulumi.secret(kubeconfig) } };
}

/** A cluster that jobs can run on. */
export class StreamingCluster extends pulumi.ComponentResource {
  /** Name of the cluster; undefined for one that was there. */
  readonly clusterName: pulumi.Output<string> | undefined;
  /**
   * Text of a kubeconfig without a credential in it: AWS's or Google's own program gets a short-lived one. Undefined: the ambient one.
   * @secret
   */
  readonly kubeconfig: pulumi.Output<string> | undefined;
  /** Context of the kubeconfig, where it is not the current one. */
  readonly context: string | undefined;
  /** Command that adds the cluster to a person's own kubeconfig; undefined for one that was there. */
  readonly kubeconfigCommand: pulumi.Output<string> | undefined;
  /** How pods get cloud roles. */
  readonly identity: ClusterIdentityArgs;
  /** Where JobManagers and TaskManagers run; undefined when the cluster has no pools for them. */
  readonly placement: JobPlacementArgs | undefined;
  /** The cluster as another stack uses it: arguments of `existing`, less the kubeconfig, which is secret. */
  readonly reference: ClusterReferenceArgs;
  /** The provider of everything on the cluster. */
  readonly kubernetesProvider: k8s.Provider;
  /** What must be there before a pod can run, and is deleted after the last one. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: StreamingClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("beam-flink:index:StreamingCluster", name, recorded(name, args), opts);
    const plan = planCluster(name, args);
    const created = createCluster(name, plan, { parent: this, tags: args.tags ?? {} });
    const { context, dedicatedPools = false, identifier, kubeconfig, eks, gke } = plan.existing ?? {};
    this.clusterName = created?.clusterName;
    this.kubeconfigCommand = created?.kubeconfigCommand;
    this.kubeconfig = created?.kubeconfig ?? (kubeconfig === undefined ? undefined : pulumi.secret(kubeconfig));
    this.context = context;
    this.identity = created?.identity ?? { eks, gke };
    this.placement = created !== undefined || dedicatedPools ? DEDICATED_POOLS : undefined;
    const provider = { kubeconfig: this.kubeconfig, context, clusterIdentifier: identifier };
    this.kubernetesProvider = created?.kubernetesProvider ?? kubernetesProvider(name, provider, this);
    this.ready = created?.ready ?? [];
    this.reference = {
      ...this.identity,
      context: this.context,
      identifier: created?.identifier ?? identifier,
      dedicatedPools: this.placement !== undefined,
    };
    this.registerOutputs({ clusterName: this.clusterName, kubeconfigCommand: this.kubeconfigCommand });
  }
}

function createCluster(name: string, { eks, gke }: ClusterPlan, context: CreationContext): CreatedCluster | undefined {
  if (eks !== undefined) return createEks(name, eks, context);
  if (gke !== undefined) return createGke(name, gke, context);
  return undefined;
}
