/** What a platform team says about its admission policies. */
import type * as pulumi from "@pulumi/pulumi";

/** What a violation does. */
export const PolicyLevel = {
  /** The API server refuses the change, with the rule's message. */
  Mandatory: "mandatory",
  /** The API server admits the change, warns with the rule's message and writes it to the audit log. */
  Advisory: "advisory",
  /** There is no policy for the rule. */
  Disabled: "disabled",
} as const;
export type PolicyLevel = (typeof PolicyLevel)[keyof typeof PolicyLevel];

/** What is said of one rule. */
export interface AdmissionRuleArgs {
  /**
   * What a violation does.
   * @default `level` of the component, else the rule's level in the pack `production`
   */
  readonly level?: PolicyLevel;
  /**
   * Parameters of the rule by name, as in RULES.md. One that the rule does not have, or of another type, is refused.
   * @default the rule's defaults
   */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export interface AdmissionPoliciesArgs {
  /**
   * Rules by id, such as `bundle-size`, with what differs from the defaults. A rule that admission cannot hold is refused.
   * @default all rules that admission can hold, with their defaults
   */
  readonly rules?: Readonly<Record<string, AdmissionRuleArgs>>;
  /**
   * Level of every rule whose own is not given: `advisory` to see first what would be refused.
   * @default each rule's level in the pack `production`
   */
  readonly level?: PolicyLevel;
  /**
   * Namespaces in which the policies hold.
   * @default all namespaces but those with an exempting label
   */
  readonly namespaces?: readonly pulumi.Input<string>[];
  /**
   * Beginning of the policies' names, which are the cluster's: another one for each set of policies. At most 30 lower-case letters, digits
   * and hyphens.
   * @default "beam-flink"
   */
  readonly prefix?: string;
}
