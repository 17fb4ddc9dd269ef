/** What a StreamingCluster gets of a cluster that it makes, on whichever cloud. */
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterIdentityArgs } from "./args.ts";

export interface CreatedCluster {
  /** Secret, though it has no credential in it. */
  readonly kubeconfig: pulumi.Output<string>;
  readonly clusterName: pulumi.Output<string>;
  readonly identity: ClusterIdentityArgs;
  /** What tells this cluster from another: only when it changes is the provider replaced. */
  readonly identifier: pulumi.Input<string>;
  readonly kubernetesProvider: k8s.Provider;
  /** Command that adds the cluster to a person's own kubeconfig. */
  readonly kubeconfigCommand: pulumi.Output<string>;
  /** What pods need to be scheduled, and what the program needs to delete them: is destroyed after everything on the cluster. */
  readonly ready: readonly pulumi.Resource[];
}

/** Where the resources of a new cluster belong, and how they are marked. */
export interface CreationContext {
  readonly parent: pulumi.Resource;
  readonly tags: { readonly [key: string]: string };
}

/** The provider of everything on a cluster. */
export function kubernetesProvider(name: string, args: k8s.ProviderArgs, parent: pulumi.Resource): k8s.Provider {
  // The program wins over what was changed by hand: such a field has another manager, and an update would stop at the conflict.
  return new k8s.Provider(`${name}-kubernetes`, { ...args, enablePatchForce: true }, { parent });
}
