/** Values of fields as a report may show them: shortened, and never a secret. */
import { credentialShape, isCredentialName, isPlaceholder } from "../views/credentialNames.ts";
import { isObject, type Known, scalarText, UNKNOWN } from "../views/known.ts";

/** A value that is not known before the update, or is a secret of the stack. */
export const NOT_KNOWN = "not known";

const NOT_SET = "not set";
const NOT_SHOWN = "not shown, since it may be a secret";

/** Characters of a value that are shown. */
const MOST_CHARACTERS = 160;

/** A URL with a name or password in it. */
const URL_WITH_USER = /:\/\/[^/\s]*@/;

/** The value of a field of that name, for a person. */
export function shownValue(value: Known<unknown>, name: string): string {
  if (value === UNKNOWN) return NOT_KNOWN;
  if (value === undefined || value === null) return NOT_SET;
  const text = scalarText(value) ?? (Array.isArray(value) || isObject(value) ? JSON.stringify(value) : "");
  const named = isCredentialName(name) && !isPlaceholder(text);
  if (named || credentialShape(text) !== undefined || URL_WITH_USER.test(text)) return NOT_SHOWN;
  if (text === "") return '""';
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS).toWellFormed()}… (${text.length} characters)`;
}
