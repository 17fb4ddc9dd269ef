/** One setting in Flink's configuration, which may be flat (`a.b.c: x`) or, since operator 1.12, nested YAML, or a mixture. */
import { type Attempt, isObject, type Known, listText, scalarText, UNKNOWN } from "./known.ts";

/** A setting that is there. */
export interface FoundSetting {
  readonly text: Known<string>;
  /** Keys under which it stands, from the configuration's root. */
  readonly keys: readonly string[];
}

/** The setting of that dotted name, however it is split over levels. A list is joined with semicolons, as Flink writes it. */
export function findSetting(configuration: unknown, name: string, attempt: Attempt): FoundSetting | undefined {
  if (!isObject(configuration)) return undefined;
  for (const [key, rest] of splits(name)) {
    if (!Object.hasOwn(configuration, key)) continue;
    const value = attempt(() => configuration[key]);
    if (value === UNKNOWN) return { text: UNKNOWN, keys: [key] };
    const found = rest === undefined ? leaf(value, attempt) : findSetting(value, rest, attempt);
    if (found !== undefined) return { text: found.text, keys: [key, ...found.keys] };
  }
  return undefined;
}

function leaf(value: unknown, attempt: Attempt): FoundSetting | undefined {
  const text = Array.isArray(value) ? listText(value, attempt) : scalarText(value);
  return text === undefined ? undefined : { text, keys: [] };
}

type Split = readonly [key: string, rest: string | undefined];

/** Settings are asked for by few names, for many jobs. */
const SPLITS = new Map<string, readonly Split[]>();

function splits(name: string): readonly Split[] {
  let found = SPLITS.get(name);
  if (found === undefined) SPLITS.set(name, (found = split(name)));
  return found;
}

/** `a.b.c`: the whole name, then `a.b` and `c`, then `a` and `b.c`. */
function split(name: string): readonly Split[] {
  const parts = name.split(".");
  return parts.map((_, index): Split => {
    const length = parts.length - index;
    return [parts.slice(0, length).join("."), length === parts.length ? undefined : parts.slice(length).join(".")];
  });
}
