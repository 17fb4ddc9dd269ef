/** Labels of Google Cloud resources: fewer characters are allowed than in Kubernetes labels or AWS tags. */
import { ArgumentError } from "../argumentError.ts";
import { matches } from "../matches.ts";

const KEY = /^[a-z][a-z0-9_-]{0,62}$/;
const VALUE = /^[a-z0-9_-]{0,63}$/;
/** Google allows 64 for each resource; GKE adds some of its own. */
const MAX_LABELS = 50;

/** Refuses what Google Cloud does not take as labels; `field` is the argument they are from. */
export function checkGoogleLabels(labels: { readonly [key: string]: string }, field: string): void {
  const entries = Object.entries(labels);
  for (const [key, value] of entries) {
    if (!matches(key, KEY)) {
      throw new ArgumentError({
        field: `${field}["${key}"]`,
        value: key,
        rule: "must have a key that begins with a lower-case letter and has at most 63 lower-case letters, digits, hyphens and underscores",
        remedy: "Write it in lower case and without other characters.",
      });
    }
    if (!matches(value, VALUE)) {
      throw new ArgumentError({
        field: `${field}["${key}"]`,
        value,
        rule: "must have at most 63 lower-case letters, digits, hyphens and underscores, as labels of Google Cloud",
        remedy: "Write it in lower case and without other characters.",
      });
    }
  }
  if (entries.length > MAX_LABELS) {
    throw new ArgumentError({
      field,
      value: `${entries.length} labels`,
      rule: `must be at most ${MAX_LABELS}: Google Cloud takes 64, and GKE adds its own`,
      remedy: "Leave some out.",
    });
  }
}
