/**
 * The fields in which two manifests differ, leaf by leaf. Items of a list that have names are compared by name, as Kubernetes merges them, so
 * that a container or variable in front of others does not make all of them differ. An empty object is another value than none, since the
 * operator compares Java objects; an empty list or map of a pod is the same as none, since the classes of pods start with empty ones.
 */
import type { JobView } from "../views/jobView.ts";
import { isObject, type Known, UNKNOWN } from "../views/known.ts";
import type { ManifestPath } from "../views/place.ts";

/** A field of which the two manifests say different things, or of which one side is not known. */
export interface FieldDifference {
  /** Where it stands afterwards, or stood before. */
  readonly path: ManifestPath;
  /** `spec.podTemplate.spec.containers[flink-main-container].image`. */
  readonly field: string;
  /** Name by which a value is judged to be a secret: of an environment variable its own. */
  readonly name: string;
  readonly before: Known<unknown>;
  readonly after: Known<unknown>;
}

/** One side of the comparison. */
interface Side {
  readonly view: JobView;
  /** undefined where nothing is there. */
  readonly path: ManifestPath | undefined;
}

/** Values that stand for a field that is left out, by the Java classes of the spec. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  "spec.job.state": "running",
  "spec.job.upgradeMode": "stateless",
  "spec.job.allowNonRestoredState": false,
  "spec.job.parallelism": 0,
  "spec.jobManager.replicas": 1,
};

/** Compares what stands below `path`, passing over the fields in `without`, which are written with dots. */
export function fieldDifferences(before: JobView, after: JobView, path: ManifestPath, without: ReadonlySet<string>): FieldDifference[] {
  const differences: FieldDifference[] = [];
  compare({ view: before, path }, { view: after, path }, path.join("."), String(path.at(-1)), without, differences);
  return differences;
}

function compare(before: Side, after: Side, field: string, name: string, without: ReadonlySet<string>, found: FieldDifference[]): void {
  if (without.has(field)) return;
  const count = found.length;
  const old = read(before, field);
  const now = read(after, field);
  const path = after.path ?? before.path ?? [];
  if (old === UNKNOWN || now === UNKNOWN) {
    found.push({ path, field, name, before: old, after: now });
  } else if (isOpen(old) && isOpen(now)) {
    for (const [label, one, other] of pairs(before, after, old, now)) {
      compare(one, other, label.startsWith("[") ? field + label : `${field}.${label}`, nameOf(label, name), without, found);
    }
    if (namesOf(old) !== undefined && namesOf(now) !== undefined && !sameOrder(namesOf(old) ?? [], namesOf(now) ?? [])) {
      found.push({ path, field: `${field} (order)`, name, before: namesOf(old)?.join(", "), after: namesOf(now)?.join(", ") });
    }
    const [one] = old === undefined ? [now] : now === undefined ? [old] : [];
    // It holds nothing that could be told to differ, and yet it is there.
    if (one !== undefined && found.length === count && !isSameAsNone(field, one))
      found.push({ path, field, name, before: old, after: now });
  } else if (!isSame(old, now)) {
    found.push({ path, field, name, before: old, after: now });
  }
}

/** Maps of a pod and of its parts, which start empty. */
const POD_MAPS = /\.(?:labels|annotations|nodeSelector|limits|requests|overhead|matchLabels|volumeAttributes|options)$/;

/** True for what Java's classes make equal to a field that is left out. */
function isSameAsNone(field: string, value: Branch): boolean {
  const ofPod = /(?:^|\.)podTemplate\./.test(field);
  if (Array.isArray(value)) return ofPod || field === "spec.job.args";
  return field.startsWith("metadata.") || (ofPod && POD_MAPS.test(field));
}

type Branch = Record<string, unknown> | readonly unknown[];

/** What is gone into: an object, a list, or nothing where the other side has one of them. */
function isOpen(value: unknown): value is Branch | undefined {
  return value === undefined || isObject(value) || Array.isArray(value);
}

function read({ view, path }: Side, field: string): Known<unknown> {
  const value = path === undefined ? undefined : view.value(...path);
  if (value === null || value === undefined) return Object.hasOwn(DEFAULTS, field) ? DEFAULTS[field] : undefined;
  return value;
}

/** The children of both sides, each with how it is called. */
function* pairs(before: Side, after: Side, old: Branch | undefined, now: Branch | undefined): Generator<readonly [string, Side, Side]> {
  const [ofOld, ofNow] = [childrenOf(old), childrenOf(now)];
  for (const label of new Set([...ofOld.keys(), ...ofNow.keys()])) {
    yield [label, child(before, ofOld.get(label)), child(after, ofNow.get(label))];
  }
}

function child({ view, path }: Side, key: string | number | undefined): Side {
  return { view, path: path === undefined || key === undefined ? undefined : [...path, key] };
}

/** Keys by label: those of an object, names or positions of a list's items in brackets. */
function childrenOf(value: Branch | undefined): ReadonlyMap<string, string | number> {
  if (value === undefined) return new Map();
  if (isObject(value)) return new Map(Object.keys(value).map((key) => [key, key]));
  const names = namesOf(value);
  return new Map(Array.from(value, (_, index) => [`[${names?.[index] ?? index}]`, index]));
}

/** Names of a list's items; undefined where one has none, or two have the same. */
function namesOf(value: Branch | undefined): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const list: readonly unknown[] = value;
  const names = list.flatMap((item) => (isObject(item) && typeof item["name"] === "string" ? [item["name"]] : []));
  return names.length === list.length && new Set(names).size === names.length ? names : undefined;
}

/** The names that both have come in the same order. */
function sameOrder(old: readonly string[], now: readonly string[]): boolean {
  const [ofOld, ofNow] = [old.filter((name) => now.includes(name)), now.filter((name) => old.includes(name))];
  return ofOld.every((name, index) => name === ofNow[index]);
}

function nameOf(label: string, name: string): string {
  // `value` of an environment variable is called as the variable is.
  if (label === "value") return name;
  return label.startsWith("[") ? label.slice(1, -1) : label;
}

/** Numbers and booleans may be written as text. */
function isSame(old: unknown, now: unknown): boolean {
  return old !== undefined && now !== undefined && String(old) === String(now);
}
