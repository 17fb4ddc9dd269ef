/** A rule of the model as CEL: what the API server evaluates, and the words it refuses with. */
import { readJobView } from "../views/jobView.ts";
import { findingMessage, type Rule } from "../rule.ts";
import { literal } from "./cel.ts";
import { JobReader } from "./jobReader.ts";
import { Parameters } from "./parameters.ts";
import type { Variable } from "./variables.ts";

/** What a violation does: `mandatory` refuses the change, `advisory` warns and writes it to the audit log. */
export type AdmissionLevel = "mandatory" | "advisory";

/** One condition of a policy. */
export interface Validation {
  /** True for a job without this finding. */
  readonly expression: string;
  /** The text of `findingMessage` for the finding. */
  readonly messageExpression: string;
}

/** A rule and its translation. */
export interface AdmissionRule {
  readonly rule: Rule;
  /** Level in the pack `production`. */
  readonly level: AdmissionLevel;
  /** One validation per finding that the rule may have, in the rule's order; parameters are checked and complete. */
  translate(job: JobReader, parameters: Parameters): readonly Validation[];
}

/** The CEL of a rule with its parameters. */
export interface Translation {
  readonly variables: readonly Variable[];
  readonly validations: readonly Validation[];
}

/** Translates a rule; throws an ArgumentError for parameters that do not fit it. */
export function translate({ rule, translate: own }: AdmissionRule, given: Readonly<Record<string, unknown>> = {}): Translation {
  rule.configure(given);
  const job = new JobReader();
  const validations = own(job, new Parameters(rule.id, rule.parameters.parse(given)));
  return { variables: job.variables.list(), validations };
}

/** Validations for a rule whose findings are a list: the first one tells the first finding, and so on. `list` holds texts. */
export function listValidations(list: string, most: number): Validation[] {
  return Array.from({ length: most }, (_, index) => ({
    expression: `size(${list}) <= ${index}`,
    messageExpression: `${list}[${index}]`,
  }));
}

/** The texts of the findings that a rule has for a manifest: for findings whose words do not depend on the job. */
export function fixedTexts(rule: Rule, manifest: unknown): string[] {
  const result = rule.evaluate(readJobView(manifest));
  return result.status === "violated" ? result.findings.map((finding) => literal(findingMessage(finding))) : [];
}

/** Parts of a finding, each CEL of type string. */
export interface FindingText {
  readonly field: string;
  readonly value: string;
  readonly limit: string;
  readonly remedy: string;
}

/** The words of `findingMessage`. */
export function findingText({ field, value, limit, remedy }: FindingText): string {
  return [literal(field), literal(" is "), value, literal("; the limit is "), limit, literal(": "), remedy].join(" + ");
}
