/**
 * Checks a custom resource against the schema of its CustomResourceDefinition without a server.
 *
 * Needed in previews in which the CRD itself is still to be created or changed, so that the API server
 * cannot judge the object yet. Covers types, enums, required and unknown fields, bounds and patterns;
 * not CEL rules and formats, which the server checks when the object is applied.
 */
import { isObject, type Json, type JsonObject, objectAt, objectsAt, UNKNOWN } from "./values.ts";

export interface Complaint {
  readonly field: string;
  readonly message: string;
}

/** The schema that `crd` gives for `apiVersion` and `kind`, if it is the CRD of that kind. */
export function schemaOf(crd: JsonObject, apiVersion: string, kind: string): JsonObject | undefined {
  const spec = objectAt(crd, "spec");
  if (objectAt(spec, "names")["kind"] !== kind) return undefined;
  const version = objectsAt(spec, "versions").find((item) => `${String(spec["group"])}/${String(item["name"])}` === apiVersion);
  const schema = version && objectAt(version, "schema")["openAPIV3Schema"];
  return isObject(schema) ? schema : undefined;
}

/** All that is wrong with `object`; unknown values are right. */
export function checkAgainst(schema: JsonObject, object: JsonObject): Complaint[] {
  const complaints: Complaint[] = [];
  // These the API server defines for every kind, whatever the CRD says.
  const { apiVersion: _1, kind: _2, metadata: _3, ...own } = object;
  const { apiVersion: _4, kind: _5, metadata: _6, ...properties } = objectAt(schema, "properties");
  const required = Array.isArray(schema["required"])
    ? schema["required"].filter((key) => key !== "apiVersion" && key !== "kind" && key !== "metadata")
    : [];
  checkValue({ ...schema, properties, required }, own, "", complaints);
  return complaints;
}

function checkValue(schema: JsonObject, value: Json, field: string, complaints: Complaint[]): void {
  if (value === UNKNOWN || (value === null && schema["nullable"] === true)) return;
  const complain = (message: string) => complaints.push({ field, message });
  if (schema["x-kubernetes-int-or-string"] === true) {
    if (typeof value !== "string" && !Number.isInteger(value)) complain(`must be an integer or a string, not ${typeName(value)}`);
    return;
  }
  const type = schema["type"];
  if (typeof type === "string" && !hasType(value, type)) {
    complain(`must be of type ${type}, not ${typeName(value)}`);
    return;
  }
  if (isObject(value)) checkFields(schema, value, field, complaints);
  else if (Array.isArray(value)) checkItems(schema, value, field, complaints);
  else checkScalar(schema, value, complain);
}

// No message quotes the value: it may be a secret.
function checkScalar(schema: JsonObject, value: Json, complain: (message: string) => void): void {
  const { enum: allowed, minimum, maximum, pattern, minLength, maxLength } = schema;
  if (Array.isArray(allowed) && !allowed.includes(value))
    complain(`must be one of ${allowed.map((item) => JSON.stringify(item)).join(", ")}`);
  if (typeof value === "number") {
    if (typeof minimum === "number" && value < minimum) complain(`must be at least ${minimum}`);
    if (typeof maximum === "number" && value > maximum) complain(`must be at most ${maximum}`);
  }
  if (typeof value === "string") {
    if (typeof pattern === "string" && expression(pattern)?.test(value) === false) complain(`must match ${pattern}`);
    if (typeof minLength === "number" && value.length < minLength) complain(`must have at least ${minLength} characters`);
    if (typeof maxLength === "number" && value.length > maxLength) complain(`must have at most ${maxLength} characters`);
  }
}

function checkItems(schema: JsonObject, value: Json[], field: string, complaints: Complaint[]): void {
  const { items, minItems, maxItems } = schema;
  if (typeof minItems === "number" && value.length < minItems) complaints.push({ field, message: `must have at least ${minItems} items` });
  if (typeof maxItems === "number" && value.length > maxItems) complaints.push({ field, message: `must have at most ${maxItems} items` });
  if (isObject(items)) value.forEach((item, i) => checkValue(items, item, `${field}[${i}]`, complaints));
}

function checkFields(schema: JsonObject, value: JsonObject, field: string, complaints: Complaint[]): void {
  const properties = objectAt(schema, "properties");
  const additional = schema["additionalProperties"];
  // Like the API server, which prunes every field that no schema names, at the top level too.
  const open = additional === true || schema["x-kubernetes-preserve-unknown-fields"] === true;
  const at = (key: string) => (field === "" ? key : `${field}.${key}`);
  for (const [key, item] of Object.entries(value)) {
    const property = properties[key];
    if (isObject(property)) checkValue(property, item, at(key), complaints);
    else if (isObject(additional)) checkValue(additional, item, at(key), complaints);
    else if (!open && schema["x-kubernetes-embedded-resource"] !== true) complaints.push({ field: at(key), message: "unknown field" });
  }
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  for (const key of required) {
    if (typeof key === "string" && !(key in value) && !hasDefault(properties[key]))
      complaints.push({ field: at(key), message: "required value is missing" });
  }
}

function hasDefault(schema: Json | undefined): boolean {
  return isObject(schema) && schema["default"] !== undefined;
}

/** CRD patterns are Go regular expressions; one that JavaScript cannot read is left to the server. */
function expression(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, "u");
  } catch {
    return undefined;
  }
}

function hasType(value: Json, type: string): boolean {
  return type === "integer" ? Number.isInteger(value) : typeName(value) === type;
}

function typeName(value: Json): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}
