/**
 * A cluster on Google Cloud: GKE in a region, with private nodes in three pools, Workload Identity Federation and Dataplane V2, in a
 * network of its own or one that is there. The project must have the APIs of Compute Engine, Kubernetes Engine, IAM and Cloud
 * Resource Manager enabled.
 */
import * as pulumi from "@pulumi/pulumi";
import { gcp } from "../../cloudSdks.ts";
import { type CreatedCluster, type CreationContext, kubernetesProvider } from "../createdCluster.ts";
import { MANAGED_BY } from "../../tags.ts";
import type { GkeContext } from "./context.ts";
import { createGkeControlPlane } from "./controlPlane.ts";
import { gkeKubeconfig } from "./kubeconfig.ts";
import { gkeNetwork } from "./network.ts";
import { createGkeNodeAccount } from "./nodeAccount.ts";
import { createGkeNodePools } from "./nodePools.ts";
import type { GkePlan } from "./plan.ts";

export { type GkePlan, planGke } from "./plan.ts";

/** Registers everything of the cluster, as children of `parent`. */
export function createGke(name: string, plan: GkePlan, { parent, tags }: CreationContext): CreatedCluster {
  const { project, region, clusterName } = plan;
  const context: GkeContext = { name, clusterName, project, region, parent, labels: { ...tags, ...MANAGED_BY } };

  const network = gkeNetwork(context, plan.network);
  const nodeAccount = createGkeNodeAccount(context);
  const cluster = createGkeControlPlane(context, plan, { network, nodeAccount });
  const nodePools = createGkeNodePools(
    context,
    plan.nodePools,
    { cluster, zones: plan.zones, serviceAccount: nodeAccount.email },
    // Nodes pull images through NAT, and report as their account, from the first minute on.
    [...network.ready, ...nodeAccount.grants],
  );

  const kubeconfig = pulumi.secret(
    // Without a public address, `endpoint` is the private one.
    pulumi
      .all([cluster.endpoint, cluster.masterAuth, cluster.name])
      .apply(([endpoint, { clusterCaCertificate }, actualName]) =>
        gkeKubeconfig({ endpoint, certificateAuthority: clusterCaCertificate, project, region, clusterName: actualName }),
      ),
  );
  // Another text of the kubeconfig does not replace the provider, and all that it has made. Neither does a cluster that somebody made
  // anew under its name: it has the same id, and what differs, such as the certificate authority, changes with a rotation as well.
  const provider = kubernetesProvider(name, { kubeconfig, clusterIdentifier: cluster.id }, parent);
  const { number: projectNumber } = gcp.organizations.getProjectOutput({ projectId: project }, { parent });
  return {
    kubeconfig,
    clusterName: cluster.name,
    // By the cluster, though it is known: the first one of a project makes its workload identity pool, without which no pod of it
    // can be granted anything.
    identity: { gke: { project: cluster.name.apply(() => project), projectNumber } },
    identifier: cluster.id,
    kubernetesProvider: provider,
    kubeconfigCommand: cluster.name.apply(
      (actualName) => `gcloud container clusters get-credentials ${actualName} --region ${region} --project ${project}`,
    ),
    ready: [...nodePools, ...network.ready, ...nodeAccount.grants],
  };
}
