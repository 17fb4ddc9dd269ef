import { describe, expect, test } from "vitest";
import { planEksAccess } from "../../../../components/streamingCluster/eks/access.ts";
import type { EksAccessArgs } from "../../../../components/streamingCluster/eks/args.ts";
import { REGION, runEks, TAGS } from "./program.ts";

const ROLE = "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_ops_0a1b";
const USER = "arn:aws:iam::123456789012:user/dana";

describe("access to the Kubernetes API", () => {
  test("is one entry and one policy for each principal", async () => {
    const run = await runEks({
      access: {
        operations: { principalArn: ROLE },
        dana: { principalArn: USER, policy: "AmazonEKSViewPolicy", namespaces: ["beam", "billing-*"] },
      },
    });
    const kubernetesGroups: string[] = [];
    const clusterName = "streaming";
    expect(run.ofType("aws:eks/access")).toEqual({
      "streaming-access-operations": { region: REGION, clusterName, principalArn: ROLE, kubernetesGroups, tags: TAGS },
      "streaming-access-policy-operations": {
        region: REGION,
        clusterName,
        principalArn: ROLE,
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope: { type: "cluster" },
      },
      "streaming-access-dana": { region: REGION, clusterName, principalArn: USER, kubernetesGroups, tags: TAGS },
      "streaming-access-policy-dana": {
        region: REGION,
        clusterName,
        principalArn: USER,
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
        accessScope: { type: "namespace", namespaces: ["beam", "billing-*"] },
      },
    });
  });

  test("is one entry alone for a principal with groups and no policy, and everything on the cluster waits for it", async () => {
    const run = await runEks({ access: { orders: { principalArn: ROLE, kubernetesGroups: ["job-teams", "acme:orders"] } } });
    expect(run.ofType("aws:eks/access")).toEqual({
      "streaming-access-orders": {
        region: REGION,
        clusterName: "streaming",
        principalArn: ROLE,
        kubernetesGroups: ["job-teams", "acme:orders"],
        tags: TAGS,
      },
    });
    expect(run.ready).toContain("streaming-access-orders");
    expect(run.dependencies("streaming-node-pool-taskmanagers")).toEqual(["streaming-access-orders"]);
  });

  test("is groups and a policy where both are given", async () => {
    const policy = "AmazonEKSViewPolicy";
    const run = await runEks({
      access: { orders: { principalArn: ROLE, policy, namespaces: ["beam"], kubernetesGroups: ["job-teams"] } },
    });
    expect(run.inputs("streaming-access-orders").kubernetesGroups).toEqual(["job-teams"]);
    expect(run.inputs("streaming-access-policy-orders")).toMatchObject({
      policyArn: `arn:aws:eks::aws:cluster-access-policy/${policy}`,
      accessScope: { type: "namespace", namespaces: ["beam"] },
    });
  });

  test("loses a policy before it gets it with another scope: to EKS, both are one", async () => {
    const run = await runEks({ access: { ops: { principalArn: ROLE, kubernetesGroups: ["ops"], policy: "AmazonEKSViewPolicy" } } });
    expect(run.options("streaming-access-policy-ops").deleteBeforeReplace).toBe(true);
    expect(run.options("streaming-access-ops").deleteBeforeReplace).toBeUndefined();
  });

  test("has the policies of the partition", async () => {
    const principalArn = "arn:aws-us-gov:iam::123456789012:role/ops";
    const run = await runEks({ region: "us-gov-west-1", access: { ops: { principalArn } } });
    expect(run.inputs("streaming-access-policy-ops").policyArn).toBe(
      "arn:aws-us-gov:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
    );
  });

  test("takes a principal that is not known yet", () => {
    const principalArn = Promise.resolve(ROLE);
    expect(planEksAccess({ later: { principalArn } })).toEqual([
      { name: "later", principalArn, policy: "AmazonEKSClusterAdminPolicy", namespaces: [], kubernetesGroups: [] },
    ]);
  });

  const POLICIES =
    "AmazonEKSClusterAdminPolicy, AmazonEKSAdminPolicy, AmazonEKSAdminViewPolicy, AmazonEKSEditPolicy, AmazonEKSSecretReaderPolicy, " +
    "AmazonEKSViewPolicy";

  const GROUPS =
    'must name each group once, without blanks and not beginning with "system:": EKS leaves those to Kubernetes itself. ' +
    "Name at least one group of a RoleBinding or ClusterRoleBinding, or leave the list out.";

  test.each<[string, { readonly [name: string]: EksAccessArgs }, string]>([
    [
      "groups of Kubernetes itself",
      { ops: { principalArn: ROLE, kubernetesGroups: ["job-teams", "system:masters"] } },
      `eks.access["ops"].kubernetesGroups is "system:masters": ${GROUPS}`,
    ],
    [
      "an empty list of groups",
      { ops: { principalArn: ROLE, kubernetesGroups: [] } },
      `eks.access["ops"].kubernetesGroups is []: ${GROUPS}`,
    ],
    [
      "a group without a name",
      { ops: { principalArn: ROLE, kubernetesGroups: ["job-teams", ""] } },
      `eks.access["ops"].kubernetesGroups is "": ${GROUPS}`,
    ],
    [
      "a group twice",
      { ops: { principalArn: ROLE, policy: "AmazonEKSViewPolicy", kubernetesGroups: ["job-teams", "job-teams"] } },
      `eks.access["ops"].kubernetesGroups is "job-teams": ${GROUPS}`,
    ],
    [
      "namespaces for groups, which they do not limit",
      { ops: { principalArn: ROLE, namespaces: ["beam"], kubernetesGroups: ["job-teams"] } },
      'eks.access["ops"].namespaces is ["beam"]: must not be set beside kubernetesGroups without policy: namespaces limit a policy, ' +
        "and groups have what RBAC gives them. Leave it out, or say the policy.",
    ],
    [
      "a name that cannot be part of a resource's",
      { "on call": { principalArn: ROLE } },
      'eks.access["on call"] is "on call": must have a name of letters, digits, dots, hyphens and underscores: it becomes part of a ' +
        'resource\'s name. Call it after the person or machine, such as "deployment".',
    ],
    [
      "a session of a role",
      { ops: { principalArn: "arn:aws:sts::123456789012:assumed-role/ops/dana" } },
      'eks.access["ops"].principalArn is "arn:aws:sts::123456789012:assumed-role/ops/dana": must be the ARN of an IAM role or user. ' +
        "Name the role itself (arn:aws:iam::<account>:role/<path and name>), not a session of it.",
    ],
    [
      "a name instead of an ARN",
      { ops: { principalArn: "ops" } },
      'eks.access["ops"].principalArn is "ops": must be the ARN of an IAM role or user. ' +
        'Write it like "arn:aws:iam::123456789012:role/deployment".',
    ],
    [
      "one principal twice",
      { ops: { principalArn: ROLE }, again: { principalArn: ROLE } },
      `eks.access["again"].principalArn is "${ROLE}": must differ from that of eks.access["ops"]: EKS has one entry for each role or user. ` +
        "Leave one of the two out.",
    ],
    [
      "a policy that is not for people",
      { ops: { principalArn: ROLE, policy: "AmazonEKSAutoNodePolicy" } },
      `eks.access["ops"].policy is "AmazonEKSAutoNodePolicy": must be one of ${POLICIES}. ` +
        "Use one of them, or leave it out: for AmazonEKSClusterAdminPolicy, with kubernetesGroups for none.",
    ],
    [
      "an empty list of namespaces",
      { ops: { principalArn: ROLE, namespaces: [] } },
      'eks.access["ops"].namespaces is []: must name namespaces: lower-case letters, digits and hyphens, with * for any part. ' +
        "Name at least one, or leave the list out for the whole cluster.",
    ],
    [
      "what is no namespace",
      { ops: { principalArn: ROLE, namespaces: ["beam", "Billing"] } },
      'eks.access["ops"].namespaces is "Billing": must name namespaces: lower-case letters, digits and hyphens, with * for any part. ' +
        "Name at least one, or leave the list out for the whole cluster.",
    ],
  ])("refuses %s", (_, access, message) => {
    expect(() => planEksAccess(access)).toThrow(message);
  });

  test("refuses a principal, a namespace and a group that are not set", () => {
    expect(() => planEksAccess(JSON.parse('{"ops":{}}'))).toThrow(
      'eks.access["ops"].principalArn is not set: must be the ARN of an IAM role or user. Write it like',
    );
    const [unset]: string[] = [];
    const given = (more: object) => ({ ops: { principalArn: ROLE, ...more } });
    expect(() => planEksAccess(given({ namespaces: [unset] }))).toThrow(
      /^eks\.access\["ops"\]\.namespaces is not set: must name namespaces/,
    );
    expect(() => planEksAccess(given({ kubernetesGroups: [unset] }))).toThrow(
      /^eks\.access\["ops"\]\.kubernetesGroups is not set: must name each group once/,
    );
  });
});
