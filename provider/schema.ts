/** The schema of the package, as it was generated from the components: what the provider serves, and checks arguments against. */
import { readFileSync } from "node:fs";
import * as path from "node:path";

/** The type of a value. */
export interface ValueShape {
  readonly type?: "string" | "number" | "boolean" | "array" | "object";
  readonly items?: ValueShape;
  readonly additionalProperties?: ValueShape;
  readonly $ref?: string;
  /** The program must know it. */
  readonly plain?: true;
}

/** A set of named properties. */
export interface ObjectShape {
  readonly properties: Readonly<Record<string, ValueShape>>;
  readonly required: readonly string[];
}

export interface EnumShape {
  readonly enum: readonly { readonly value: string }[];
}

interface PackageShape {
  readonly version: string;
  readonly resources: Readonly<Record<string, ComponentShape>>;
  readonly types: Readonly<Record<string, ObjectShape | EnumShape>>;
}

interface ComponentShape {
  readonly inputProperties: ObjectShape["properties"];
  readonly requiredInputs: ObjectShape["required"];
  readonly properties: ObjectShape["properties"];
}

/** Its text, for the engine. */
export const SCHEMA = readFileSync(path.join(import.meta.dirname, "schema.json"), "utf8");

const PACKAGE: PackageShape = JSON.parse(SCHEMA);

export const VERSION = PACKAGE.version;

/** A component by its type token, such as `beam-flink:index:BeamJob`; undefined where there is none. */
export function componentShape(token: string): { readonly inputs: ObjectShape; readonly outputs: readonly string[] } | undefined {
  const found = Object.hasOwn(PACKAGE.resources, token) ? PACKAGE.resources[token] : undefined;
  if (found === undefined) return undefined;
  return {
    inputs: { properties: found.inputProperties, required: found.requiredInputs },
    outputs: Object.keys(found.properties),
  };
}

/** Name of the type that a reference names: the last part of its token. */
export const typeName = (reference: string): string => reference.split(":").at(-1) ?? reference;

const TYPES = "#/types/";

/** The object or enum that a reference names; undefined for a reference to any JSON value. */
export function referredShape(reference: string): ObjectShape | EnumShape | undefined {
  return reference.startsWith(TYPES) ? PACKAGE.types[reference.slice(TYPES.length)] : undefined;
}
