/**
 * From a rule to a policy of the engine. A violation is reported at the policy's level. What a preview does not know is reported too: the
 * policy throws the SDK's own error for unknown values, which the engine shows as an advisory under the policy's name, whatever the
 * policy's level. So an unknown neither passes in silence nor blocks the preview; the update checks again, before it changes the job.
 */
import type { ResourceValidation, ResourceValidationPolicy } from "@pulumi/policy";
import {
  ArgumentError,
  type Attempt,
  findingMessage,
  type JobView,
  readJobView,
  type Rule,
  type RuleResult,
  UNKNOWN,
} from "../model/index.ts";
import { configSchema } from "./configSchema.ts";
import type { Pack } from "./packs/pack.ts";

/** Type token of a FlinkDeployment, however the program made it. */
export const FLINK_DEPLOYMENT = "kubernetes:flink.apache.org/v1beta1:FlinkDeployment";

/** The policies of a pack. */
export function jobPolicies(pack: Pack): ResourceValidationPolicy[] {
  return pack.entries.map(({ rule, level }) => ({
    name: rule.id,
    description: rule.title,
    enforcementLevel: level,
    configSchema: configSchema(rule),
    // The mark lets the server skip other resources before it decodes their properties.
    validateResource: Object.assign(validation(rule), { __pulumiType: FLINK_DEPLOYMENT }),
  }));
}

/** Evaluates one rule on one resource. */
export function validation(rule: Rule): ResourceValidation {
  return (args, reportViolation) => {
    if (args.type !== FLINK_DEPLOYMENT) return;
    let firstUnknown: Error | undefined;
    const attempt: Attempt = (read) => {
      try {
        return read();
      } catch (error) {
        if (!isUnknownValueError(error)) throw error;
        firstUnknown ??= error;
        return UNKNOWN;
      }
    };
    const view = readJobView(args.props, attempt);
    if (view.hasJob === false) args.notApplicable("a session cluster has no job of its own");
    const result = evaluate(rule, view, args.getConfig<Record<string, unknown>>());
    if (result.status === "violated") {
      for (const finding of result.findings) reportViolation(findingMessage(finding));
    } else if (result.status === "notEvaluated") {
      throw notEvaluated(result.fields, firstUnknown);
    }
  };
}

function evaluate(rule: Rule, view: JobView, parameters: Record<string, unknown>): RuleResult {
  try {
    return rule.evaluate(view, parameters);
  } catch (error) {
    // The server shows the stack: for a mistake in a person's configuration the message alone is right.
    if (error instanceof ArgumentError) error.stack = error.message;
    throw error;
  }
}

/** The SDK exports the class without its type. */
function isUnknownValueError(error: unknown): error is Error {
  return error instanceof Error && "unknownTypeSentinel" in error;
}

function notEvaluated(fields: readonly string[], unknown: Error | undefined): Error {
  if (unknown === undefined) return new Error(`${fields.join(" and ")} was not evaluated although every value is known`);
  unknown.message = `${fields.join(" and ")} not known before the update, which checks it (${unknown.message})`;
  return unknown;
}
