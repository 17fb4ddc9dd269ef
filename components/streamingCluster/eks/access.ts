/**
 * Who may use the Kubernetes API of a cluster on AWS: EKS access entries, each with one of the policies that EKS offers, with groups
 * that the cluster's own RBAC gives rights, or with both.
 */
import * as pulumi from "@pulumi/pulumi";
import { aws } from "../../cloudSdks.ts";
import { ArgumentError, matches } from "../../../model/platform.ts";
import type { EksAccessArgs } from "./args.ts";
import type { EksContext } from "./context.ts";

export interface EksAccessPlan {
  readonly name: string;
  readonly principalArn: pulumi.Input<string>;
  /** Undefined: what the groups may do, and nothing else. */
  readonly policy: string | undefined;
  /** What the policy holds for. Empty: the whole cluster. */
  readonly namespaces: readonly string[];
  readonly kubernetesGroups: readonly string[];
}

const DEFAULT_POLICY = "AmazonEKSClusterAdminPolicy";

/** The policies for people and their machines; the others are for services of AWS, which make such entries themselves. */
const POLICIES = [
  DEFAULT_POLICY,
  "AmazonEKSAdminPolicy",
  "AmazonEKSAdminViewPolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSSecretReaderPolicy",
  "AmazonEKSViewPolicy",
];

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const PRINCIPAL = /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/\S+$/;
/** A namespace; `*` stands for any part of its name. */
const NAMESPACE = /^[a-z0-9*]([a-z0-9*-]*[a-z0-9*])?$/;
const GROUP = /^(?!system:)\S+$/;

/** Checks who is given access. */
export function planEksAccess(access: { readonly [name: string]: EksAccessArgs }): readonly EksAccessPlan[] {
  const seen = new Map<string, string>();
  return Object.entries(access).map(([name, { principalArn, policy: given, namespaces, kubernetesGroups }]) => {
    const policy = given ?? (kubernetesGroups === undefined ? DEFAULT_POLICY : undefined);
    const field = `eks.access["${name}"]`;
    if (!matches(name, NAME)) {
      throw new ArgumentError({
        field,
        value: name,
        rule: "must have a name of letters, digits, dots, hyphens and underscores: it becomes part of a resource's name",
        remedy: 'Call it after the person or machine, such as "deployment".',
      });
    }
    if (typeof principalArn === "string" || principalArn === undefined) {
      checkPrincipal(`${field}.principalArn`, principalArn);
      const other = seen.get(principalArn);
      if (other !== undefined) {
        throw new ArgumentError({
          field: `${field}.principalArn`,
          value: principalArn,
          rule: `must differ from that of eks.access["${other}"]: EKS has one entry for each role or user`,
          remedy: "Leave one of the two out.",
        });
      }
      seen.set(principalArn, name);
    }
    if (policy !== undefined && !POLICIES.includes(policy)) {
      throw new ArgumentError({
        field: `${field}.policy`,
        value: policy,
        rule: `must be one of ${POLICIES.join(", ")}`,
        remedy: `Use one of them, or leave it out: for ${DEFAULT_POLICY}, with kubernetesGroups for none.`,
      });
    }
    checkNamespaces(`${field}.namespaces`, namespaces);
    if (policy === undefined && namespaces !== undefined) {
      throw new ArgumentError({
        field: `${field}.namespaces`,
        value: namespaces,
        rule: "must not be set beside kubernetesGroups without policy: namespaces limit a policy, and groups have what RBAC gives them",
        remedy: "Leave it out, or say the policy.",
      });
    }
    checkGroups(`${field}.kubernetesGroups`, kubernetesGroups);
    return { name, principalArn, policy, namespaces: namespaces ?? [], kubernetesGroups: kubernetesGroups ?? [] };
  });
}

function checkPrincipal(field: string, value: string | undefined): void {
  if (matches(value, PRINCIPAL)) return;
  throw new ArgumentError({
    field,
    value,
    rule: "must be the ARN of an IAM role or user",
    remedy: value?.includes(":assumed-role/")
      ? "Name the role itself (arn:aws:iam::<account>:role/<path and name>), not a session of it."
      : 'Write it like "arn:aws:iam::123456789012:role/deployment".',
  });
}

function checkNamespaces(field: string, namespaces: readonly string[] | undefined): void {
  if (namespaces === undefined) return;
  const wrong = namespaces.findIndex((namespace) => !matches(namespace, NAMESPACE));
  if (namespaces.length > 0 && wrong === -1) return;
  throw new ArgumentError({
    field,
    value: wrong === -1 ? namespaces : namespaces[wrong],
    rule: "must name namespaces: lower-case letters, digits and hyphens, with * for any part",
    remedy: "Name at least one, or leave the list out for the whole cluster.",
  });
}

function checkGroups(field: string, groups: readonly string[] | undefined): void {
  if (groups === undefined) return;
  const wrong = groups.findIndex((group, index) => !matches(group, GROUP) || groups.indexOf(group) !== index);
  if (groups.length > 0 && wrong === -1) return;
  throw new ArgumentError({
    field,
    value: wrong === -1 ? groups : groups[wrong],
    rule: 'must name each group once, without blanks and not beginning with "system:": EKS leaves those to Kubernetes itself',
    remedy: "Name at least one group of a RoleBinding or ClusterRoleBinding, or leave the list out.",
  });
}

/** Makes the entries; returns what a principal's access ends with. */
export function createEksAccess(context: EksContext, clusterName: pulumi.Input<string>, plan: readonly EksAccessPlan[]): pulumi.Resource[] {
  const { region, partition, parent, tags } = context;
  return plan.map(({ name, principalArn, policy, namespaces, kubernetesGroups }) => {
    const entry = new aws.eks.AccessEntry(
      `${context.name}-access-${name}`,
      // An empty list as well: the provider keeps the groups of before when it is told none.
      { region, clusterName, principalArn, kubernetesGroups: [...kubernetesGroups], tags },
      { parent },
    );
    if (policy === undefined) return entry;
    return new aws.eks.AccessPolicyAssociation(
      `${context.name}-access-policy-${name}`,
      {
        region,
        clusterName,
        principalArn: entry.principalArn,
        policyArn: `arn:${partition.id}:eks::aws:cluster-access-policy/${policy}`,
        accessScope: namespaces.length === 0 ? { type: "cluster" } : { type: "namespace", namespaces: [...namespaces] },
      },
      // EKS has one by its principal and policy: another scope is a replacement, whose deletion would take the new one away.
      { parent, deleteBeforeReplace: true },
    );
  });
}
