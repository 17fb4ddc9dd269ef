import { expect, test } from "vitest";
import { checkAgainst, schemaOf } from "../../../local/provider/schemaCheck.ts";
import { type Json, type JsonObject, UNKNOWN } from "../../../local/provider/values.ts";

const integer = { type: "integer", minimum: 1, maximum: 8 };
const text = { type: "string", pattern: "^[a-z]+$", minLength: 2, maxLength: 4 };
const schema: JsonObject = {
  type: "object",
  required: ["apiVersion", "kind", "spec"],
  properties: {
    apiVersion: { type: "string" },
    spec: {
      type: "object",
      required: ["count", "mode"],
      properties: {
        count: integer,
        mode: { type: "string", enum: ["a", "b"], default: "a" },
        name: text,
        map: { type: "object", additionalProperties: { type: "string" } },
        any: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
        empty: { type: "object" },
        list: { type: "array", maxItems: 2, items: integer },
        port: { "x-kubernetes-int-or-string": true },
        maybe: { type: "string", nullable: true },
      },
    },
  },
};

const complaints = (spec: Json) =>
  checkAgainst(schema, { apiVersion: "x.example/v1", kind: "X", metadata: { name: "x" }, spec }).map(
    ({ field, message }) => `${field}: ${message}`,
  );

test("an object that fits has no complaints", () => {
  expect(
    complaints({ count: 1, name: "abc", map: { k: "v" }, any: { x: [1] }, empty: {}, list: [1, 8], port: "http", maybe: null }),
  ).toEqual([]);
});

test("all mistakes are told at once, each with its field", () => {
  expect(complaints({ count: "four", mode: "c", map: { k: 1 }, list: [1, "x", 9], tpyo: 1, port: 1.5 })).toEqual([
    "spec.count: must be of type integer, not string",
    'spec.mode: must be one of "a", "b"',
    "spec.map.k: must be of type string, not number",
    "spec.list: must have at most 2 items",
    "spec.list[1]: must be of type integer, not string",
    "spec.list[2]: must be at most 8",
    "spec.tpyo: unknown field",
    "spec.port: must be an integer or a string, not number",
  ]);
});

test("a required value may be missing only where the schema has a default", () => {
  expect(complaints({})).toEqual(["spec.count: required value is missing"]);
  expect(checkAgainst(schema, { apiVersion: "x.example/v1", kind: "X", metadata: {} })).toEqual([
    { field: "spec", message: "required value is missing" },
  ]);
});

test("bounds, lengths and patterns hold", () => {
  expect(complaints({ count: 0 })).toEqual(["spec.count: must be at least 1"]);
  expect(complaints({ count: 1.5 })).toEqual(["spec.count: must be of type integer, not number"]);
  expect(complaints({ count: 1, name: "A" })).toEqual(["spec.name: must match ^[a-z]+$", "spec.name: must have at least 2 characters"]);
  expect(complaints({ count: 1, name: "abcde" })).toEqual(["spec.name: must have at most 4 characters"]);
});

test("null fits only where it is allowed, and an object without fields takes none", () => {
  expect(complaints({ count: null, empty: { x: 1 } })).toEqual([
    "spec.count: must be of type integer, not null",
    "spec.empty.x: unknown field",
  ]);
});

test("unknown values fit everywhere", () => {
  expect(complaints({ count: UNKNOWN, map: UNKNOWN, list: [UNKNOWN] })).toEqual([]);
  expect(complaints(UNKNOWN)).toEqual([]);
});

test("a complaint never quotes the value", () => {
  expect(complaints({ count: 1, mode: "hunter2", name: "hunter2" }).join()).not.toContain("hunter2");
});

test("the schema is found by group, version and kind", () => {
  const crd = { spec: { group: "x.example", names: { kind: "X" }, versions: [{ name: "v1", schema: { openAPIV3Schema: schema } }] } };
  expect(schemaOf(crd, "x.example/v1", "X")).toBe(schema);
  expect(schemaOf(crd, "x.example/v2", "X")).toBeUndefined();
  expect(schemaOf(crd, "y.example/v1", "X")).toBeUndefined();
  expect(schemaOf(crd, "x.example/v1", "Y")).toBeUndefined();
});
