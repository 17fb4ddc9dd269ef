/** Values that may not be known yet, as in a preview whose bucket does not exist. An unknown is never taken for a missing one. */

/** Stands for a value that is not known yet. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A value, or that it is not known yet. */
export type Known<T> = T | typeof UNKNOWN;

/** Reads a value and turns "not known yet", however the caller's manifest tells it, into UNKNOWN. */
export type Attempt = <T>(read: () => T) => Known<T>;

/** The values of a plain manifest are all known. */
export const readAll: Attempt = (read) => read();

/** True for an object that is not a list. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path; undefined where there is none. */
export function readPath(root: unknown, path: readonly (string | number)[], attempt: Attempt = readAll): Known<unknown> {
  let value: unknown = root;
  for (const key of path) {
    const parent = value;
    if (typeof parent !== "object" || parent === null) return undefined;
    // A key of the prototype (`constructor`, `length`) is none of the manifest.
    value = attempt(() => (Object.hasOwn(parent, key) ? (parent as Record<string | number, unknown>)[key] : undefined));
    if (value === UNKNOWN) return UNKNOWN;
  }
  return value;
}

/** The items of a list, each perhaps unknown; none where the value is no list. */
export function readList(value: unknown, attempt: Attempt = readAll): Known<unknown>[] {
  if (!Array.isArray(value)) return [];
  const list: readonly unknown[] = value;
  return Array.from({ length: list.length }, (_, index) => attempt(() => list[index]));
}

/** Text of a scalar; undefined for anything else. */
export function scalarText(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** Texts of a list's items, joined with semicolons as Flink writes a list; UNKNOWN if one is. */
export function listText(list: unknown, attempt: Attempt = readAll): Known<string> {
  const items = readList(list, attempt);
  return items.includes(UNKNOWN) ? UNKNOWN : items.map((item) => scalarText(item) ?? "").join(";");
}
