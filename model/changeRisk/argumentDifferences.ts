/** The pipeline options in which two jobs differ. The operator compares the list of arguments as it stands. */
import { readCommandLine } from "../views/commandLine.ts";
import type { JobView } from "../views/jobView.ts";
import { UNKNOWN } from "../views/known.ts";
import { type Compared, difference } from "./difference.ts";

const FIELD = "spec.job.args";
const AT = { path: ["spec", "job", "args"] };

/** Compares the two lists. Arguments without a name are never shown. */
export function argumentDifferences(before: JobView, after: JobView): readonly Compared[] {
  const old = before.arguments();
  const now = after.arguments();
  if (old === UNKNOWN && now === UNKNOWN) return [{ unknownField: FIELD }];
  if (old === UNKNOWN || now === UNKNOWN) {
    const [was, is] = [old, now].map((items) => (items === UNKNOWN ? items : "known"));
    return [difference({ at: AT, field: FIELD, before: was, after: is, action: "redeployed" })];
  }
  const unknown = old.includes(UNKNOWN) && now.includes(UNKNOWN) ? [{ unknownField: `an argument in ${FIELD}` }] : [];
  if (old.length === now.length && old.every((item, index) => item === now[index])) return unknown;
  const names = new Set([...readCommandLine(old), ...readCommandLine(now)].map(({ name }) => name));
  const changed = [...names].flatMap((name): Compared[] => {
    const value = before.option(name);
    const next = after.option(name);
    if (value === next) return [];
    return [difference({ at: { option: name }, field: `--${name}`, name, before: value, after: next, action: "redeployed" })];
  });
  if (changed.length > 0) return [...unknown, ...changed];
  const [was, is] = [`${old.length} arguments`, `${now.length} arguments, in another order or form`];
  return [...unknown, difference({ at: AT, field: FIELD, before: was, after: is, action: "redeployed" })];
}
