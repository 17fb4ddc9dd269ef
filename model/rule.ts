/** What a rule is: a pure function over a view of a job, a bucket or a cluster, with a result of three values, and how its findings are told. */
import { z } from "zod";
import { ArgumentError } from "./argumentError.ts";
import { credentialShape } from "./views/credentialNames.ts";
import type { JobView } from "./views/jobView.ts";
import type { Place } from "./views/place.ts";

/** One violation. */
export interface Finding {
  /** What is meant, in words: "checkpointing interval". */
  readonly field: string;
  /** The value found, in words or notation: "5 min", "not set". Never a secret. */
  readonly value: string;
  /** The limit it breaks: "60 s at most". */
  readonly limit: string;
  /** What to change, and to what. */
  readonly remedy: string;
  /** What is set wrong, or has to be set: a gate finds the line of the file by it. */
  readonly at: Place;
  /** Text of the value that `at` should have, where one can be named: a report shows it as a difference, a remediation sets it. */
  readonly suggestion?: string;
  /** URN of the resource that `at` is in, where a view is of several: a bucket and its policy. */
  readonly resource?: string;
}

/** Result of a rule: a value that is not known is told, never taken as compliant. */
export type RuleResult =
  | { readonly status: "compliant" }
  | { readonly status: "violated"; readonly findings: readonly Finding[] }
  | { readonly status: "notEvaluated"; readonly fields: readonly string[] };

/** What all rules have, whatever they look at. */
interface RuleText {
  /** File name in kebab case. */
  readonly id: string;
  /** The compliant condition, as a sentence. */
  readonly title: string;
  /** Why it matters, true for the supported versions. */
  readonly reason: string;
  /** Where that is known from. */
  readonly source: string;
  /** Versions of Beam, Flink and the operator that it holds for. */
  readonly versions: string;
  /** The suggestions of its findings are the one right answer: a pack may be told to set them. */
  readonly remediable?: boolean;
}

/** What the author of a rule writes. */
export interface RuleDefinition<S extends z.ZodObject, View> extends RuleText {
  /** Thresholds: each with default, description and `meta({ unit })`. Names end in their unit where they have one. */
  readonly parameters: S;
  evaluate(view: View, parameters: z.output<S>): RuleResult;
}

/** A rule as packs use it: parameters arrive unchecked, from a person's configuration. */
export interface Rule<View = JobView> extends RuleText {
  readonly parameters: z.ZodObject;
  /** The rule with `parameters` in place of the defaults; a name or type that does not fit is an ArgumentError. */
  configure(parameters?: Readonly<Record<string, unknown>>): (view: View) => RuleResult;
  /** Evaluates once: `configure` serves many views. */
  evaluate(view: View, parameters?: Readonly<Record<string, unknown>>): RuleResult;
}

/** Makes a rule of its definition. */
export function defineRule<S extends z.ZodObject, View = JobView>(definition: RuleDefinition<S, View>): Rule<View> {
  const { evaluate, ...text } = definition;
  const schema = definition.parameters.strict();
  const configure = (given: Readonly<Record<string, unknown>> = {}): ((view: View) => RuleResult) => {
    const parsed = schema.safeParse(given);
    if (!parsed.success) throw parameterError(text.id, given, parsed.error, Object.keys(definition.parameters.shape));
    const parameters = definition.parameters.parse(given);
    return (view) => evaluate(view, parameters);
  };
  return { ...text, configure, evaluate: (view, given) => configure(given)(view) };
}

function parameterError(id: string, given: Readonly<Record<string, unknown>>, error: z.ZodError, known: readonly string[]): ArgumentError {
  const [issue] = error.issues;
  const name = issue?.code === "unrecognized_keys" ? issue.keys[0] : issue?.path[0]?.toString();
  return new ArgumentError({
    field: `parameter ${name ?? "of"} of rule ${id}`,
    value: name === undefined ? given : given[name],
    rule: issue?.message ?? "must fit the rule's parameters",
    remedy: known.length === 0 ? "The rule has no parameters." : `The rule has ${known.join(", ")}.`,
  });
}

/** Nothing to report. */
export const COMPLIANT: RuleResult = { status: "compliant" };

/** The result for what was found and what could not be looked at. A certain violation counts, whatever else is unknown. */
export function ruleResult(findings: readonly (Finding | undefined)[], unknownFields: readonly string[] = []): RuleResult {
  const certain = findings.filter((finding) => finding !== undefined).map(withoutCredential);
  if (certain.length > 0) return { status: "violated", findings: certain };
  return unknownFields.length > 0 ? { status: "notEvaluated", fields: unknownFields } : COMPLIANT;
}

/** A value may have been quoted from anywhere: a directory can be a URL with a password. */
function withoutCredential(finding: Finding): Finding {
  const shape = credentialShape(finding.value);
  return shape === undefined ? finding : { ...finding, value: `not shown, since it looks like ${shape}` };
}

/** `checkpointing interval is 5 min; the limit is 60 s at most: set …`. */
export function findingMessage(finding: Finding): string {
  return `${finding.field} is ${finding.value}; the limit is ${finding.limit}: ${finding.remedy}`;
}
