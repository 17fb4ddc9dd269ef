/** The lines that a finding's suggestion changes, as a person would write them. */
import { type Finding, type JobView, scalarText, UNKNOWN } from "../../model/index.ts";
import { credentialShape } from "../../model/views/credentialNames.ts";
import type { Change } from "./report/checkReport.ts";
import { shortened } from "./report/plainText.ts";

/** Keys of a manifest above those of Flink's configuration. */
const CONFIGURATION_DEPTH = 2;

/** A URL with a name or password in it: never shown. */
const CREDENTIALS = /:\/\/[^/\s]*@/;

/** The change, where the finding names the right value of a job. */
export function proposedChange({ at, suggestion }: Finding, view: JobView): Change | undefined {
  if (suggestion === undefined) return undefined;
  if ("option" in at) {
    return change(view.option(at.option), suggestion, (value) => `--${at.option}=${value}`);
  }
  if ("setting" in at) {
    const value = view.setting(at.setting);
    // Where an older name stands in the file, it is that line that changes.
    const name = value === undefined ? at.setting : view.locate(at).slice(CONFIGURATION_DEPTH).join(".");
    return change(value, suggestion, (text) => `${name === "" ? at.setting : name}: ${yamlText(text)}`);
  }
  const found = view.value(...at.path);
  return change(found === UNKNOWN ? UNKNOWN : scalarText(found), suggestion, (text) => `${at.path.join(".")}: ${text}`);
}

function isSecret(value: string): boolean {
  return CREDENTIALS.test(value) || credentialShape(value) !== undefined;
}

function change(found: string | undefined | typeof UNKNOWN, suggestion: string, line: (value: string) => string): Change {
  if (found === undefined || found === UNKNOWN) return { added: line(suggestion) };
  return { removed: line(isSecret(found) ? "…" : shortened(found)), added: line(suggestion) };
}

/** What YAML takes for no string at all, or for more than one value. */
const NOT_PLAIN = /^$|^[-+]?[.\d][\d_.:eExXoO+-]*$|^(?:true|false|null|yes|no|on|off|[yn~])$|^[^\w./]|: |:$| #|\s$|[\r\n]/i;

/** The text of a setting: quoted where YAML would take it for something else, since the operator wants strings. */
function yamlText(text: string): string {
  return NOT_PLAIN.test(text) ? JSON.stringify(text) : text;
}
