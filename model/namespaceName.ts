/** Names of Kubernetes namespaces: DNS labels (RFC 1123). */
import { ArgumentError } from "./argumentError.ts";

const LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Checks a namespace where it is a string: one that is an output of another resource is checked by the API server. */
export function validateNamespace(value: unknown, field: string): void {
  if (typeof value !== "string" || LABEL.test(value)) return;
  throw new ArgumentError({
    field,
    value,
    rule: "must be the name of a namespace: 1 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends",
    remedy: 'Use a name such as "beam-jobs".',
  });
}
