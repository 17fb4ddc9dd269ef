/**
 * Property values as the Pulumi engine sends them over gRPC, and back.
 *
 * A property bag is a protobuf Struct in which two things are encoded specially: a value that is not known
 * yet is a fixed string, and a secret is an object with a signature key. Here a bag becomes plain JSON plus
 * the paths that were secret; unknown values stay in place as {@link UNKNOWN}.
 */
import { Struct } from "./protobuf.ts";

export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}
export type Path = readonly (string | number)[];

/** A value the engine does not know yet; seen in previews only. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

// Fixed by the engine's wire format (its resource package: SigKey, SecretSig, OutputValueSig).
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

export interface Bag {
  readonly value: JsonObject;
  readonly secrets: readonly Path[];
}

/** Reads a Struct; a missing one is an empty bag. */
export function decode(message: Struct | undefined): Bag {
  const raw: unknown = message?.toJavaScript();
  return decodeObject(isObject(raw) ? raw : {});
}

/** The same for a Struct that is plain JSON already. */
export function decodeObject(raw: JsonObject): Bag {
  const secrets: Path[] = [];
  const unwrap = (item: Json, path: Path): Json => {
    if (Array.isArray(item)) return item.map((entry, i) => unwrap(entry, [...path, i]));
    if (!isObject(item)) return item;
    if (item[SIGNATURE] === SECRET) {
      secrets.push(path);
      return unwrap(item["value"] ?? null, path);
    }
    if (item[SIGNATURE] === OUTPUT) {
      if (item["secret"] === true) secrets.push(path);
      return "value" in item ? unwrap(item["value"] ?? null, path) : UNKNOWN;
    }
    return mapValues(item, (entry, key) => unwrap(entry, [...path, key]));
  };
  return { value: mapValues(raw, (entry, key) => unwrap(entry, [key])), secrets };
}

/** Writes a Struct in which the values at `secrets`, where they exist, are secret. */
export function encode(value: JsonObject, secrets: readonly Path[] = []): Struct {
  return Struct.fromJavaScript(encodeObject(value, secrets));
}

/** The same, as plain JSON. */
export function encodeObject(value: JsonObject, secrets: readonly Path[]): JsonObject {
  const marked = new Set(secrets.map((path) => JSON.stringify(path)));
  if (marked.size === 0) return value;
  const wrap = (item: Json, path: Path): Json => {
    let inner: Json = item;
    if (Array.isArray(item)) inner = item.map((entry, i) => wrap(entry, [...path, i]));
    else if (isObject(item)) inner = mapValues(item, (entry, key) => wrap(entry, [...path, key]));
    return marked.has(JSON.stringify(path)) ? { [SIGNATURE]: SECRET, value: inner } : inner;
  };
  return mapValues(value, (entry, key) => wrap(entry, [key]));
}

export function hasUnknown(value: Json): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** Removes unknown values, and the lists that contain one: leaving gaps would shift their items. */
export function withoutUnknown(value: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === UNKNOWN || (Array.isArray(item) && hasUnknown(item))) continue;
    result[key] = isObject(item) ? withoutUnknown(item) : item;
  }
  return result;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object at `key`, or an empty one. */
export function objectAt(value: JsonObject, key: string): JsonObject {
  const item = value[key];
  return isObject(item) ? item : {};
}

/** The objects in the list at `key`, or none. */
export function objectsAt(value: JsonObject, key: string): JsonObject[] {
  const items = value[key];
  return Array.isArray(items) ? items.filter(isObject) : [];
}

/** The text at `key`, if there is one. */
export function textAt(value: JsonObject, key: string): string | undefined {
  const item = value[key];
  return typeof item === "string" ? item : undefined;
}

function mapValues(value: JsonObject, change: (item: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item, key)]));
}

export function equal(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => equal(item, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && equal(a[key], b[key]));
}

/** Writes a path the way Pulumi does: `spec.job.args[0]`, `data["a.b"]`. */
export function formatPath(path: Path): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else if (/^[\w-]+$/.test(part)) text += text === "" ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text;
}
