/**
 * Rules as ValidatingAdmissionPolicies and their bindings, one of each per rule, so that every rule has its own level, its own exemption
 * and its own name in what the API server says.
 */
import { ArgumentError } from "../argumentError.ts";
import { matches } from "../matches.ts";
import { oneOf } from "../oneOf.ts";
import { type AdmissionLevel, translate, type Translation } from "./admissionRule.ts";
import { ADMISSION_RULES, expressibleRules } from "./rules/index.ts";

/** What is said of one rule. */
export interface RuleChoice {
  /**
   * What a violation does, or `disabled` for no policy.
   * @default the rule's level in the pack `production`
   */
  readonly level?: AdmissionLevel | "disabled";
  /**
   * Parameters of the rule, by name.
   * @default the rule's defaults
   */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** Which policies are rendered. */
export interface AdmissionChoice {
  /** By rule. A rule that is not named has its defaults. */
  readonly rules?: Readonly<Record<string, RuleChoice>>;
  /** Level of every rule that has none of its own here. */
  readonly level?: AdmissionLevel | "disabled";
  /** Namespaces in which the policies hold; all where none is named. */
  readonly namespaces?: readonly string[];
  /** Beginning of all names; `beam-flink` where none is given. */
  readonly prefix?: string;
}

/** The two objects of one rule. */
export interface AdmissionManifests {
  readonly rule: string;
  readonly level: AdmissionLevel;
  readonly policy: Manifest<PolicySpec>;
  readonly binding: Manifest<BindingSpec>;
}

interface Manifest<Spec> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: Spec;
}

/** Names and types are Kubernetes'. */
interface PolicySpec {
  readonly failurePolicy: "Fail";
  readonly matchConstraints: {
    readonly matchPolicy: "Equivalent";
    readonly resourceRules: {
      readonly apiGroups: string[];
      readonly apiVersions: string[];
      readonly operations: string[];
      readonly resources: string[];
    }[];
  };
  readonly matchConditions: { readonly name: string; readonly expression: string }[];
  readonly variables: { readonly name: string; readonly expression: string }[];
  readonly validations: { readonly expression: string; readonly message: string; readonly messageExpression: string }[];
}

interface BindingSpec {
  readonly policyName: string;
  readonly validationActions: string[];
  readonly matchResources: { readonly namespaceSelector: { readonly matchExpressions: SelectorTerm[] } };
}

interface SelectorTerm {
  readonly key: string;
  readonly operator: "In" | "NotIn";
  readonly values: string[];
}

/** Label that Kubernetes gives every namespace: its name. */
export const NAMESPACE_NAME_LABEL = "kubernetes.io/metadata.name";

/** Label of a namespace that no policy applies to, with the value EXEMPT. */
export const EXEMPT_LABEL = "beam-flink/policies";

/** Value of the labels that exempt a namespace. */
export const EXEMPT = "exempt";

/** Label of a namespace that the policy of one rule does not apply to, with the value EXEMPT. */
export function exemptLabelOf(rule: string): string {
  return `beam-flink/policy-${rule}`;
}

const API_VERSION = "admissionregistration.k8s.io/v1";

/** What changes in a job's life without changing what the job is: a job that has broken a rule all along may still be suspended. */
const LIFE_CYCLE_FIELDS = {
  spec: ["restartNonce"],
  job: ["state", "savepointTriggerNonce", "checkpointTriggerNonce", "savepointRedeployNonce", "autoscalerResetNonce"],
} as const;

const PREFIX = /^[a-z]([-a-z\d]{0,28}[a-z\d])?$/;

const LEVELS = { mandatory: "mandatory", advisory: "advisory", disabled: "disabled" } as const;

/** Renders the policies; throws an ArgumentError for a rule, level or parameter that there is not. */
export function renderAdmissionPolicies({
  rules = {},
  level,
  namespaces = [],
  prefix = "beam-flink",
}: AdmissionChoice = {}): AdmissionManifests[] {
  if (!matches(prefix, PREFIX)) {
    throw new ArgumentError({
      field: "prefix",
      value: prefix,
      rule: "must be 1 to 30 lower-case letters, digits and hyphens, start with a letter and not end with a hyphen",
      remedy: 'Write it like "beam-flink".',
    });
  }
  for (const name of Object.keys(rules)) {
    if (expressibleRules.includes(name)) continue;
    throw new ArgumentError({
      field: `rules["${name}"]`,
      value: name,
      rule: `must be one of ${expressibleRules.join(", ")}`,
      remedy: "Leave it out: other rules are for the policy pack and for beam-flink check.",
    });
  }
  return ADMISSION_RULES.flatMap((entry) => {
    const { rule } = entry;
    const choice = rules[rule.id] ?? {};
    // Translated all the same: parameters that do not fit are a mistake even where the rule is off.
    const translation = translate(entry, choice.parameters);
    const own = choice.level === undefined ? undefined : oneOf(choice.level, LEVELS, `rules["${rule.id}"].level`);
    const chosen = own ?? (level === undefined ? entry.level : oneOf(level, LEVELS, "level"));
    if (chosen === "disabled") return [];
    const name = `${prefix}-${rule.id}`;
    const metadata = {
      name,
      labels: { "app.kubernetes.io/part-of": "beam-flink" },
      annotations: { "beam-flink/rule": rule.title, "beam-flink/reason": rule.reason },
    };
    return [
      {
        rule: rule.id,
        level: chosen,
        policy: { apiVersion: API_VERSION, kind: "ValidatingAdmissionPolicy", metadata, spec: policySpec(rule.title, translation) },
        binding: {
          apiVersion: API_VERSION,
          kind: "ValidatingAdmissionPolicyBinding",
          metadata,
          spec: bindingSpec(name, rule.id, chosen, namespaces),
        },
      },
    ];
  });
}

function policySpec(title: string, { variables, validations }: Translation): PolicySpec {
  return {
    failurePolicy: "Fail",
    matchConstraints: {
      matchPolicy: "Equivalent",
      resourceRules: [
        // Not flinkdeployments/status or /scale: the operator must always be able to report.
        { apiGroups: ["flink.apache.org"], apiVersions: ["v1beta1"], operations: ["CREATE", "UPDATE"], resources: ["flinkdeployments"] },
      ],
    },
    matchConditions: [
      { name: "has-a-job", expression: "has(object.spec) && has(object.spec.job)" },
      // Without it nobody could take a finalizer from a job that broke the rule before the rule was there.
      {
        name: "is-new-or-changed",
        expression: `request.operation == 'CREATE' || !has(oldObject.spec) || ${compared("object")} != ${compared("oldObject")}`,
      },
    ],
    variables: [...variables],
    // The API server falls back on the title where its limit for texts, 5 KiB, is not enough.
    validations: validations.map((validation) => ({ ...validation, message: title })),
  };
}

/** The spec without the fields of the life cycle. */
function compared(root: string): string {
  const names = (fields: readonly string[]) => `[${fields.map((field) => `'${field}'`).join(", ")}]`;
  const job = `dyn(v).transformMap(f, w, !(f in ${names(LIFE_CYCLE_FIELDS.job)}), w)`;
  return `dyn(${root}.spec).transformMap(k, v, !(k in ${names(LIFE_CYCLE_FIELDS.spec)}), k == 'job' ? dyn(${job}) : dyn(v))`;
}

function bindingSpec(policyName: string, rule: string, level: AdmissionLevel, namespaces: readonly string[]): BindingSpec {
  return {
    policyName,
    validationActions: level === "mandatory" ? ["Deny"] : ["Warn", "Audit"],
    matchResources: {
      namespaceSelector: {
        matchExpressions: [
          ...(namespaces.length === 0 ? [] : [{ key: NAMESPACE_NAME_LABEL, operator: "In" as const, values: [...namespaces] }]),
          { key: EXEMPT_LABEL, operator: "NotIn", values: [EXEMPT] },
          { key: exemptLabelOf(rule), operator: "NotIn", values: [EXEMPT] },
        ],
      },
    },
  };
}
