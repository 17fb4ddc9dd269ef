/**
 * The two IAM roles of an EKS Auto Mode cluster: the control plane's, which makes nodes, volumes and load balancers, and the
 * nodes', which can pull images. Pods get roles of their own: none uses the node's.
 */
import type { iam } from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { aws } from "../../cloudSdks.ts";
import type { EksContext } from "./context.ts";
import { managedPolicyArn } from "../../../model/platform.ts";

export interface EksRole {
  readonly role: iam.Role;
  /** Its permissions: EKS needs them until after the cluster is gone, or leaves network interfaces behind. */
  readonly permissions: readonly pulumi.Resource[];
}

/** What Auto Mode needs, by AWS's guide: each capability has a policy, which AWS keeps limited to what the cluster has tagged. */
const CLUSTER_POLICIES = [
  "AmazonEKSClusterPolicy",
  "AmazonEKSComputePolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
];

/** Joining the cluster and handing out Pod Identity; pulling images of the account's registry. */
const NODE_POLICIES = ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"];

/** Tag of the session that EKS uses the role in: what it makes must be tagged as this cluster's. */
const OF_THIS_CLUSTER = { "aws:RequestTag/eks:eks-cluster-name": "${aws:PrincipalTag/eks:eks-cluster-name}" };

/** Statements besides AWS's policies, as Auto Mode's guide has them: those allow no tags but EKS's own on what it makes. */
const TAGGING_STATEMENTS = [
  {
    // Nodes with the platform's tags, so that their cost can be told apart. New resources have no ARN to name yet: hence "*".
    Sid: "TaggedNodes",
    Effect: "Allow",
    Action: ["ec2:CreateFleet", "ec2:RunInstances", "ec2:CreateLaunchTemplate"],
    Resource: "*",
    Condition: {
      StringEquals: OF_THIS_CLUSTER,
      StringLike: { "aws:RequestTag/eks:kubernetes-node-class-name": "*", "aws:RequestTag/eks:kubernetes-node-pool-name": "*" },
    },
  },
  {
    // Network interfaces that are added to such nodes for their pods.
    Sid: "TaggedNetworkInterfaces",
    Effect: "Allow",
    Action: ["ec2:CreateNetworkInterface"],
    Resource: "*",
    Condition: { StringEquals: OF_THIS_CLUSTER, StringLike: { "aws:RequestTag/eks:kubernetes-cni-node-name": "*" } },
  },
];

/**
 * Role of the control plane. It needs no permission on the KMS key: EKS uses that by a grant, which whoever creates the cluster
 * gives it and needs `kms:CreateGrant` and `kms:DescribeKey` for.
 */
export function createClusterRole(context: EksContext): EksRole {
  const description = `EKS control plane of ${context.clusterName}`;
  // EKS tags its session with the cluster's name, which the policies compare with.
  const made = createRole(context, "cluster", description, "eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"], CLUSTER_POLICIES);
  const tagging = new aws.iam.RolePolicy(
    `${context.name}-cluster-role-tagging`,
    { role: made.role.name, policy: JSON.stringify({ Version: "2012-10-17", Statement: TAGGING_STATEMENTS }) },
    { parent: context.parent },
  );
  return { role: made.role, permissions: [...made.permissions, tagging] };
}

/** Role of all nodes, of the built-in pools and of our own: EKS makes the access entry that lets it join. */
export function createNodeRole(context: EksContext): EksRole {
  const description = `Nodes of ${context.clusterName}`;
  return createRole(context, "node", description, `ec2.${context.partition.dnsSuffix}`, ["sts:AssumeRole"], NODE_POLICIES);
}

function createRole(
  { name, partition, parent, tags }: EksContext,
  kind: string,
  description: string,
  service: string,
  actions: readonly string[],
  policies: readonly string[],
): EksRole {
  const trust = {
    Version: "2012-10-17",
    // Only the service itself: no person and no other role can take it.
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: actions }],
  };
  const role = new aws.iam.Role(`${name}-${kind}-role`, { description, assumeRolePolicy: JSON.stringify(trust), tags }, { parent });
  const permissions = policies.map(
    (policy) =>
      new aws.iam.RolePolicyAttachment(
        `${name}-${kind}-role-${policy}`,
        { role: role.name, policyArn: managedPolicyArn(partition, policy) },
        { parent },
      ),
  );
  return { role, permissions };
}
