/** The control plane of a cluster on AWS: EKS Auto Mode, its encryption key and its logs. */
import type { eks } from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { aws } from "../../cloudSdks.ts";
import type { EksContext } from "./context.ts";
import type { EksPlan } from "./plan.ts";
import type { EksRole } from "./roles.ts";

/** What the control plane is made of. */
export interface EksControlPlaneParts {
  readonly clusterRole: EksRole;
  readonly nodeRole: EksRole;
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** What nodes need to reach their registry. */
  readonly network: readonly pulumi.Resource[];
}

/** All there are: audit and authenticator tell who did what, the others why. */
const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** Auto Mode's own pools, for the operator and all else that is not Flink's. */
const BUILT_IN_POOLS = ["general-purpose", "system"];

/** The longest KMS offers: until then a deletion by mistake can be taken back, and with it all Secrets. */
const KEY_DELETION_DAYS = 30;

/** Makes the control plane. */
export function createEksControlPlane(context: EksContext, plan: EksPlan, parts: EksControlPlaneParts): eks.Cluster {
  const { name, region, parent, tags, clusterName } = context;
  const { protect } = plan;
  const logGroup = new aws.cloudwatch.LogGroup(
    `${name}-logs`,
    // The name EKS writes to. It would make the group itself, with logs that never expire.
    { region, name: `/aws/eks/${clusterName}/cluster`, retentionInDays: plan.logRetentionDays, tags },
    { parent },
  );
  return new aws.eks.Cluster(
    `${name}-cluster`,
    {
      region,
      name: clusterName,
      version: plan.version,
      roleArn: parts.clusterRole.role.arn,
      // At the end of standard support EKS upgrades the cluster, instead of charging six times the price for the old version.
      upgradePolicy: { supportType: "STANDARD" },
      accessConfig: {
        authenticationMode: "API",
        // The node pools are made right after the cluster by the same identity, which has no other way in yet.
        bootstrapClusterCreatorAdminPermissions: true,
      },
      // Auto Mode: these three go together, and replace the add-ons that EKS would otherwise install.
      computeConfig: { enabled: true, nodePools: BUILT_IN_POOLS, nodeRoleArn: parts.nodeRole.role.arn },
      kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
      storageConfig: { blockStorage: { enabled: true } },
      bootstrapSelfManagedAddons: false,
      vpcConfig: {
        subnetIds: [...parts.subnetIds],
        endpointPrivateAccess: true,
        endpointPublicAccess: plan.publicAccessCidrs.length > 0,
        ...(plan.publicAccessCidrs.length > 0 ? { publicAccessCidrs: [...plan.publicAccessCidrs] } : {}),
      },
      encryptionConfig: { resources: ["secrets"], provider: { keyArn: plan.kmsKeyArn ?? createKey(context, protect) } },
      enabledClusterLogTypes: LOG_TYPES,
      deletionProtection: protect,
      tags,
    },
    {
      parent,
      protect,
      // EKS never changes or drops the key. The provider would take another one into its state without asking EKS, and the engine
      // would then delete a key that the cluster still uses. As a replacement it is refused, or the cluster goes before its key.
      replaceOnChanges: ["encryptionConfig"],
      // The name is fixed: EKS would refuse the second of it.
      deleteBeforeReplace: true,
      dependsOn: [logGroup, ...parts.clusterRole.permissions, ...parts.nodeRole.permissions, ...parts.network],
    },
  );
}

function createKey({ name, region, parent, tags, clusterName }: EksContext, protect: boolean): pulumi.Output<string> {
  const key = new aws.kms.Key(
    `${name}-key`,
    {
      region,
      description: `Kubernetes Secrets of ${clusterName}`,
      enableKeyRotation: true,
      deletionWindowInDays: KEY_DELETION_DAYS,
      tags,
    },
    // Without the key, the cluster cannot read what it stores. It is not kept for good: the cluster, which names it, is always
    // deleted first, and nothing but the cluster's own storage is encrypted with it.
    { parent, protect },
  );
  void new aws.kms.Alias(`${name}-key-alias`, { region, name: `alias/eks/${clusterName}`, targetKeyId: key.id }, { parent });
  return key.arn;
}
