/**
 * A cluster on AWS: EKS Auto Mode, which runs nodes, volumes, load balancers and Pod Identity itself, in a VPC of its own or one
 * that is there. VPC flow logs are not made: where they go and how long they are kept is the account's choice.
 */
import * as pulumi from "@pulumi/pulumi";
import { type CreatedCluster, type CreationContext, kubernetesProvider } from "../createdCluster.ts";
import { MANAGED_BY } from "../../tags.ts";
import { createEksAccess } from "./access.ts";
import type { EksContext } from "./context.ts";
import { createEksControlPlane } from "./controlPlane.ts";
import { createEksIdentity } from "./identity.ts";
import { eksKubeconfig } from "./kubeconfig.ts";
import { createEksNetwork, type EksNetwork } from "./network.ts";
import { createEksNodePools } from "./nodePools.ts";
import { awsPartition } from "../../../model/platform.ts";
import type { EksPlan } from "./plan.ts";
import { createClusterRole, createNodeRole } from "./roles.ts";

export { type EksPlan, planEks } from "./plan.ts";

/** Registers everything of the cluster, as children of `parent`. */
export function createEks(name: string, plan: EksPlan, { parent, tags }: CreationContext): CreatedCluster {
  const { region, clusterName } = plan;
  const context: EksContext = {
    name,
    clusterName,
    region,
    partition: awsPartition(region),
    parent,
    tags: { ...tags, ...MANAGED_BY },
  };

  const network = networkOf(context, plan);
  const nodeRole = createNodeRole(context);
  const cluster = createEksControlPlane(context, plan, {
    clusterRole: createClusterRole(context),
    nodeRole,
    subnetIds: network.privateSubnetIds,
    network: network.ready,
  });
  const identity = createEksIdentity(context, cluster);
  const access = createEksAccess(context, cluster.name, plan.access);

  const kubeconfig = pulumi.secret(
    pulumi
      .all([cluster.endpoint, cluster.certificateAuthority, cluster.name])
      .apply(([endpoint, { data }, actualName]) =>
        eksKubeconfig({ endpoint, certificateAuthority: data, clusterName: actualName, region }),
      ),
  );
  // Only another cluster replaces the provider, and all that it has made: not another text of the kubeconfig. The issuer, as a
  // cluster made anew under its name has the same ARN, and another issuer.
  const provider = kubernetesProvider(name, { kubeconfig, clusterIdentifier: identity.oidcIssuer }, parent);
  const nodePools = createEksNodePools(
    context,
    plan.nodePools,
    {
      roleName: nodeRole.role.name,
      subnetIds: network.privateSubnetIds,
      securityGroupId: cluster.vpcConfig.clusterSecurityGroupId,
    },
    { parent, provider, dependsOn: access },
  );
  return {
    kubeconfig,
    clusterName: cluster.name,
    identity: { eks: identity },
    identifier: identity.oidcIssuer,
    kubernetesProvider: provider,
    kubeconfigCommand: pulumi.interpolate`aws eks update-kubeconfig --name ${cluster.name} --region ${region}`,
    ready: [...nodePools, ...access],
  };
}

function networkOf(context: EksContext, { network }: EksPlan): EksNetwork {
  if (network.create !== undefined) return createEksNetwork(context, network.create);
  return { privateSubnetIds: network.existing ?? [], ready: [] };
}
