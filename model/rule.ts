/** What a rule is: a pure function over a view of a job, with a result of three values, and how its findings are told. */
import { z } from "zod";
import { ArgumentError } from "./argumentError.ts";
import type { JobView } from "./jobView.ts";

/** One violation. */
export interface Finding {
  /** What is meant, in words: "checkpointing interval". */
  readonly field: string;
  /** The value found, in words or notation: "5 min", "not set". */
  readonly value: string;
  /** The limit it breaks: "60 s at most". */
  readonly limit: string;
  /** What to change, and to what. */
  readonly remedy: string;
}

/** Result of a rule: a value that is not known is told, never taken as compliant. */
export type RuleResult =
  | { readonly status: "compliant" }
  | { readonly status: "violated"; readonly findings: readonly Finding[] }
  | { readonly status: "notEvaluated"; readonly fields: readonly string[] };

/** What the author of a rule writes. */
export interface RuleDefinition<S extends z.ZodObject> {
  /** File name in kebab case. */
  readonly id: string;
  /** The compliant condition, as a sentence. */
  readonly title: string;
  /** Why it matters, true for the supported versions. */
  readonly reason: string;
  /** Where that is known from. */
  readonly source: string;
  /** Thresholds: each with default, description and `meta({ unit })`. Names end in their unit where they have one. */
  readonly parameters: S;
  evaluate(view: JobView, parameters: z.output<S>): RuleResult;
}

/** A rule as packs use it: parameters arrive unchecked, from a person's configuration. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly reason: string;
  readonly source: string;
  readonly parameters: z.ZodObject;
  /** Evaluates with `parameters` in place of the defaults; a name or type that does not fit is an ArgumentError. */
  evaluate(view: JobView, parameters?: Readonly<Record<string, unknown>>): RuleResult;
}

/** Makes a rule of its definition. */
export function defineRule<S extends z.ZodObject>(definition: RuleDefinition<S>): Rule {
  const { id, title, reason, source, parameters } = definition;
  const schema = parameters.strict();
  return {
    id,
    title,
    reason,
    source,
    parameters,
    evaluate(view, given = {}) {
      const parsed = schema.safeParse(given);
      if (!parsed.success) throw parameterError(id, given, parsed.error, Object.keys(parameters.shape));
      return definition.evaluate(view, parameters.parse(given));
    },
  };
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
  const certain = findings.filter((finding) => finding !== undefined);
  if (certain.length > 0) return { status: "violated", findings: certain };
  return unknownFields.length > 0 ? { status: "notEvaluated", fields: unknownFields } : COMPLIANT;
}

/** `checkpointing interval is 5 min; the limit is 60 s at most: set …`. */
export function findingMessage(finding: Finding): string {
  return `${finding.field} is ${finding.value}; the limit is ${finding.limit}: ${finding.remedy}`;
}
