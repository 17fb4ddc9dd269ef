/** Names of jobs: the operator names everything of a job after its FlinkDeployment. */
import { ArgumentError } from "./argumentError.ts";
import { matches } from "./matches.ts";

/** Longest name the operator takes: it appends suffixes that must stay within Kubernetes' 63 characters. */
export const MAX_JOB_NAME_LENGTH = 45;

/** The operator's own rule (DefaultValidator of 1.15.0). */
const JOB_NAME = /^[a-z]([-a-z\d]{0,43}[a-z\d])?$/;

/** The same in words. */
export const JOB_NAME_LIMIT = `1 to ${MAX_JOB_NAME_LENGTH} lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen`;

/** What is wrong with a name, and what to do; undefined if the operator would take it for a FlinkDeployment. */
export function jobNameProblem(name: string): { readonly rule: string; readonly remedy: string } | undefined {
  if (matches(name, JOB_NAME)) return undefined;
  return {
    rule: `must be ${JOB_NAME_LIMIT}`,
    remedy: name.length > MAX_JOB_NAME_LENGTH ? `Shorten it by ${name.length - MAX_JOB_NAME_LENGTH}.` : 'Write it like "orders-by-hour".',
  };
}

/** Returns `name` if the operator would take it for a FlinkDeployment. */
export function validateJobName(name: string, field: string): string {
  const problem = jobNameProblem(name);
  if (problem !== undefined) throw new ArgumentError({ field, value: name, ...problem });
  return name;
}
