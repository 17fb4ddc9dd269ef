/** Names of jobs: the operator names everything of a job after its FlinkDeployment. */
import { ArgumentError } from "./argumentError.ts";
import { matches } from "./matches.ts";

/** Longest name the operator takes: it appends suffixes that must stay within Kubernetes' 63 characters. */
export const MAX_JOB_NAME_LENGTH = 45;

/** The operator's own rule (DefaultValidator of 1.15.0). */
const JOB_NAME = /^[a-z]([-a-z\d]{0,43}[a-z\d])?$/;

/** Returns `name` if the operator would take it for a FlinkDeployment. */
export function validateJobName(name: string, field: string): string {
  if (matches(name, JOB_NAME)) return name;
  throw new ArgumentError({
    field,
    value: name,
    rule: `must be 1 to ${MAX_JOB_NAME_LENGTH} lower-case letters, digits and hyphens, start with a letter and not end with a hyphen`,
    remedy: name.length > MAX_JOB_NAME_LENGTH ? `Shorten it by ${name.length - MAX_JOB_NAME_LENGTH}.` : 'Write it like "orders-by-hour".',
  });
}
