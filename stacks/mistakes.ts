/** What a schema refuses, in the words of a person who writes YAML: one mistake each, with its place and what must be there. */
import { z } from "zod";
import { nearest } from "../model/nearest.ts";

export interface Mistake {
  /** `jobs.orders.image`; empty for the value as a whole. */
  readonly place: string;
  /** What must hold, with the value where that says more. */
  readonly rule: string;
}

type Issue = z.core.$ZodIssue;
type Key = PropertyKey;

/** All mistakes of `value` that `error` tells, in its order. `schema` is the one that refused it. */
export function mistakes(error: z.ZodError, schema: z.core.$ZodType, value: unknown): readonly Mistake[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") return unknownKeys(issue, schema);
    const given = issue.path.reduce(child, value);
    return [{ place: placeOf(issue.path), rule: ruleOf(issue, given, schema) }];
  });
}

function unknownKeys(issue: Extract<Issue, { code: "unrecognized_keys" }>, schema: z.core.$ZodType): Mistake[] {
  const allowed = keysAt(schema, issue.path);
  return issue.keys.map((key) => {
    const meant = nearest(key, allowed);
    const hint = meant === undefined ? "" : ` (did you mean ${meant}?)`;
    return { place: placeOf([...issue.path, key]), rule: `is not known${hint}: allowed here are ${allowed.join(", ")}` };
  });
}

function ruleOf(issue: Issue, given: unknown, schema: z.core.$ZodType): string {
  if (issue.code !== "custom" && (given === undefined || given === null)) return "must be set";
  if (issue.code === "invalid_type") return typeRule(issue.expected, given, keysAt(schema, issue.path));
  return `${valueRule(issue)}${shown(given)}`;
}

/** What YAML has read as another kind of value than the one that is wanted. */
function typeRule(expected: string, given: unknown, keys: readonly string[]): string {
  if (expected === "string" && (typeof given === "number" || typeof given === "boolean")) {
    return `must be a text: put it in quotes, "${given}"`;
  }
  if (typeof given === "string" && isUnquoted(expected, given)) return `must be ${named(expected)}: write it without quotes, ${given}`;
  const of = keys.length === 0 ? "" : ` with any of the keys ${keys.join(", ")}`;
  return `must be ${named(expected)}${of}${shown(given)}`;
}

function isUnquoted(expected: string, given: string): boolean {
  if (expected === "boolean") return given === "true" || given === "false";
  return expected === "number" && given.trim() !== "" && Number.isFinite(Number(given));
}

function valueRule(issue: Issue): string {
  switch (issue.code) {
    case "invalid_value":
      return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "too_small":
      if (issue.origin === "string") return "must not be empty";
      return issue.origin === "array" ? `must have at least ${issue.minimum} in it` : `must be at least ${issue.minimum}`;
    case "too_big":
      return `must be at most ${issue.maximum}`;
    case "invalid_format":
      return issue.format === "url" ? 'must be an address such as "https://s3.example.com"' : issue.message;
    case "invalid_union":
      return `must be ${kindsOf(issue).join(" or ")}`;
    default:
      return issue.message;
  }
}

function kindsOf({ errors }: Extract<Issue, { code: "invalid_union" }>): string[] {
  return errors.flatMap(([first]) => (first?.code === "invalid_type" ? [named(first.expected)] : []));
}

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a mapping",
  record: "a mapping",
};

function named(expected: string): string {
  return KINDS[expected] ?? expected;
}

function shown(given: unknown): string {
  return given === undefined || typeof given === "object" ? "" : `, not ${JSON.stringify(given)}`;
}

/** Places of a list as `[0]`, keys that are no words in quotes. */
function placeOf(path: readonly Key[]): string {
  return path.reduce<string>((place, key) => {
    if (typeof key === "number") return `${place}[${key}]`;
    const name = String(key);
    if (!/^[\w-]+$/.test(name)) return `${place}[${JSON.stringify(name)}]`;
    return place === "" ? name : `${place}.${name}`;
  }, "");
}

function child(value: unknown, key: Key): unknown {
  return typeof value === "object" && value !== null ? (Reflect.get(value, key) as unknown) : undefined;
}

/** Keys that the schema allows at `path`; none where it takes any, or no mapping. */
function keysAt(schema: z.core.$ZodType, path: readonly Key[]): readonly string[] {
  const found = path.reduce<z.core.$ZodType | undefined>((at, key) => at && schemaOf(at, key), schema);
  const mapping = found && bare(found);
  return mapping instanceof z.ZodObject ? Object.keys(mapping.shape) : [];
}

function schemaOf(parent: z.core.$ZodType, key: Key): z.core.$ZodType | undefined {
  const schema = bare(parent);
  if (schema instanceof z.ZodObject) return (schema.shape as Readonly<Record<Key, z.core.$ZodType | undefined>>)[key];
  if (schema instanceof z.ZodRecord) return schema.valueType;
  return schema instanceof z.ZodArray ? schema.element : undefined;
}

/** Without what makes it optional. */
function bare(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? bare(schema.unwrap()) : schema;
}
