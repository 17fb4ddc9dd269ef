import { describe, expect, test } from "vitest";
import { awsPartition, managedPolicyArn } from "../../../../model/index.ts";
import { runEks, TAGS } from "./program.ts";

const trust = (service: string, ...actions: string[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: actions }] });

/** As EKS has it: the session's own tag, compared by IAM. */
const OF_THIS_CLUSTER = { "aws:RequestTag/eks:eks-cluster-name": "${aws:PrincipalTag/eks:eks-cluster-name}" };

describe("the roles", () => {
  test("are one for the control plane and one for nodes, with AWS's policies for Auto Mode", async () => {
    const run = await runEks();
    expect(run.ofType("aws:iam/role:")).toEqual({
      "streaming-cluster-role": {
        description: "EKS control plane of streaming",
        assumeRolePolicy: trust("eks.amazonaws.com", "sts:AssumeRole", "sts:TagSession"),
        tags: TAGS,
      },
      "streaming-node-role": {
        description: "Nodes of streaming",
        assumeRolePolicy: trust("ec2.amazonaws.com", "sts:AssumeRole"),
        tags: TAGS,
      },
    });
    const attachments = (kind: string, policies: readonly string[]) =>
      policies.map((policy) => [
        `streaming-${kind}-role-${policy}`,
        { role: `streaming-${kind}-role-1a2b`, policyArn: `arn:aws:iam::aws:policy/${policy}` },
      ]);
    expect(run.ofType("aws:iam/rolePolicyAttachment:")).toEqual(
      Object.fromEntries([
        ...attachments("cluster", [
          "AmazonEKSClusterPolicy",
          "AmazonEKSComputePolicy",
          "AmazonEKSBlockStoragePolicy",
          "AmazonEKSLoadBalancingPolicy",
          "AmazonEKSNetworkingPolicy",
        ]),
        ...attachments("node", ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"]),
      ]),
    );
  });

  test("let the control plane tag nodes and their network interfaces, when they are this cluster's", async () => {
    const run = await runEks();
    expect(Object.keys(run.ofType("aws:iam/rolePolicy:"))).toEqual(["streaming-cluster-role-tagging"]);
    const { role, policy, ...rest } = run.inputs("streaming-cluster-role-tagging");
    expect(rest).toEqual({});
    expect(role).toBe("streaming-cluster-role-1a2b");
    expect(JSON.parse(policy)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
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
          Sid: "TaggedNetworkInterfaces",
          Effect: "Allow",
          Action: ["ec2:CreateNetworkInterface"],
          Resource: "*",
          Condition: { StringEquals: OF_THIS_CLUSTER, StringLike: { "aws:RequestTag/eks:kubernetes-cni-node-name": "*" } },
        },
      ],
    });
  });

  test("are those of the partition in China and in GovCloud", async () => {
    const china = await runEks({ region: "cn-north-1" });
    expect(china.inputs("streaming-node-role").assumeRolePolicy).toBe(trust("ec2.amazonaws.com.cn", "sts:AssumeRole"));
    expect(china.inputs("streaming-cluster-role").assumeRolePolicy).toBe(trust("eks.amazonaws.com", "sts:AssumeRole", "sts:TagSession"));
    expect(china.inputs("streaming-cluster-role-AmazonEKSClusterPolicy").policyArn).toBe(
      "arn:aws-cn:iam::aws:policy/AmazonEKSClusterPolicy",
    );
    const gov = await runEks({ region: "us-gov-west-1" });
    expect(gov.inputs("streaming-node-role").assumeRolePolicy).toBe(trust("ec2.amazonaws.com", "sts:AssumeRole"));
  });
});

test.each([
  ["eu-central-1", "arn:aws:iam::aws:policy/P"],
  ["us-east-1", "arn:aws:iam::aws:policy/P"],
  ["us-gov-east-1", "arn:aws-us-gov:iam::aws:policy/P"],
  ["cn-northwest-1", "arn:aws-cn:iam::aws:policy/P"],
])("policies of AWS in %s are called %s", (region, arn) => {
  expect(managedPolicyArn(awsPartition(region), "P")).toBe(arn);
});
