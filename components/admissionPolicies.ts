/**
 * Rules that the API server holds itself: a ValidatingAdmissionPolicy and its binding for each rule that CEL can say exactly. Whoever writes
 * a FlinkDeployment, by Pulumi, kubectl or a script, is told the same words as by the policy pack.
 *
 * A namespace is exempt from all of them by the label `beam-flink/policies: exempt`, and from one by `beam-flink/policy-<rule>: exempt`.
 */
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { AdmissionManifests } from "../model/admission/index.ts";
import { ArgumentError, validateNamespace } from "../model/platform.ts";
import type { AdmissionPoliciesArgs } from "./admissionPolicies/args.ts";
import { admission } from "./admissionPolicies/rules.ts";
import { validated } from "./validation.ts";

/** Checks all arguments. Throws an ArgumentError. */
export function planAdmissionPolicies({ rules, level, namespaces, prefix }: AdmissionPoliciesArgs): AdmissionManifests[] {
  if (namespaces !== undefined && namespaces.length === 0) {
    throw new ArgumentError({
      field: "namespaces",
      value: namespaces,
      rule: "must name at least one namespace",
      remedy: "Name the namespaces of the jobs, or leave it out for all.",
    });
  }
  for (const [index, namespace] of (namespaces ?? []).entries()) validateNamespace(namespace, `namespaces[${index}]`);
  return admission.renderAdmissionPolicies({ rules, level, prefix });
}

/** The policies of a cluster, or of some of its namespaces. Needs Kubernetes 1.33 or later. */
export class AdmissionPolicies extends pulumi.ComponentResource {
  /** Rules that have a policy, in the order of RULES.md. */
  readonly rules: readonly string[];
  /** Everything that has to be there before the policies hold. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: AdmissionPoliciesArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const manifests = validated("AdmissionPolicies", name, () => planAdmissionPolicies(args));
    super("beam-flink:index:AdmissionPolicies", name, { ...args }, opts);
    const child = { parent: this };
    const { namespaces } = args;
    const only = namespaces === undefined ? [] : [{ key: admission.NAMESPACE_NAME_LABEL, operator: "In", values: [...namespaces] }];
    this.rules = manifests.map(({ rule }) => rule);
    this.ready = manifests.flatMap(({ rule, policy, binding }) => {
      const made = new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
        `${name}-${rule}`,
        { metadata: policy.metadata, spec: policy.spec },
        child,
      );
      const { matchExpressions } = binding.spec.matchResources.namespaceSelector;
      const bound = new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
        `${name}-${rule}-binding`,
        {
          metadata: binding.metadata,
          spec: {
            policyName: made.metadata.name,
            validationActions: binding.spec.validationActions,
            matchResources: { namespaceSelector: { matchExpressions: [...only, ...matchExpressions] } },
          },
        },
        child,
      );
      return [made, bound];
    });
    this.registerOutputs({ rules: this.rules });
  }
}
