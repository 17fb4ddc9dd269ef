/** Tags of AWS resources. */
import { ArgumentError } from "../argumentError.ts";
import { matches } from "../matches.ts";

/** What every service takes (Tagging AWS Resources, "Tag naming limits and requirements"). */
const CHARACTERS = "letters, digits, spaces and + - = . _ : / @";
const KEY = /^[\p{L}\p{N} +\-=._:/@]{1,128}$/u;
const VALUE = /^[\p{L}\p{N} +\-=._:/@]{0,256}$/u;
/** AWS's own, in any case. */
const RESERVED = /^aws:/i;
/** AWS takes 50 for each resource. This package adds three at most, of which two on subnets only, and EKS some on nodes. */
const MAX_TAGS = 40;

/** Refuses what AWS does not take as tags; `field` is the argument they are from. */
export function checkAwsTags(tags: { readonly [key: string]: string }, field: string): void {
  const entries = Object.entries(tags);
  const lowerCase = entries.map(([key]) => key.toLowerCase());
  for (const [index, [key, value]] of entries.entries()) {
    const tag = `${field}["${key}"]`;
    const keyRule = wrongKey(key);
    if (keyRule !== undefined) throw new ArgumentError({ field: tag, value: key, rule: keyRule, remedy: "Choose another key." });
    const other = lowerCase.indexOf(key.toLowerCase());
    if (other !== index) {
      throw new ArgumentError({
        field: tag,
        value: key,
        rule: `must differ from "${entries[other]?.[0] ?? ""}" by more than its case: to IAM both are one key`,
        remedy: "Leave one of the two out.",
      });
    }
    if (!matches(value, VALUE)) {
      throw new ArgumentError({
        field: tag,
        value,
        rule: `must have at most 256 ${CHARACTERS}, as tags of AWS`,
        remedy: "Shorten it or leave out other characters.",
      });
    }
  }
  if (entries.length > MAX_TAGS) {
    throw new ArgumentError({
      field,
      value: `${entries.length} tags`,
      rule: `must be at most ${MAX_TAGS}: AWS takes 50 for each resource, and this package and EKS add their own`,
      remedy: "Leave some out.",
    });
  }
}

function wrongKey(key: string): string | undefined {
  if (RESERVED.test(key)) return 'must have a key that does not begin with "aws:": AWS keeps those for itself';
  return KEY.test(key) ? undefined : `must have a key of 1 to 128 ${CHARACTERS}, as tags of AWS`;
}
