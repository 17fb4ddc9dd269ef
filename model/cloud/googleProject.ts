/** Ids of Google Cloud projects. */
import { ArgumentError } from "../argumentError.ts";
import { matches } from "../matches.ts";

/** Projects of an organization's early days have its domain before the id. */
const PROJECT = /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/;

/** `value`, when it has the form of a project's id. */
export function googleProject(value: string, field: string): string {
  if (matches(value, PROJECT)) return value;
  throw new ArgumentError({
    field,
    value,
    rule: "must be the id of a project: 6 to 30 lower-case letters, digits and hyphens, which begins with a letter and does not end with a hyphen",
    remedy: "Take the id, not the name or the number, from the console's dashboard of the project.",
  });
}
