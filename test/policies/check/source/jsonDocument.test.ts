import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ManifestPath } from "../../../../model/index.ts";
import { readJson } from "../../../../policies/check/source/jsonDocument.ts";

const read = (text: string) => readJson(Buffer.from(text));

const TEXT = `{
  "kind": "List", "quo\\"te": [],
  "items": [
    {"a": 1, "b": "],}"},
    { "spec": { "args": ["x", "y\\\\", {"z" : null}] } }
  ]
}
`;

function locate(path: ManifestPath): string {
  const document = read(TEXT);
  if (document === undefined || "problem" in document) throw new Error("is no document");
  const { line, column } = document.locate(path);
  return `${line}:${column}`;
}

describe("JSON", () => {
  test.each<[ManifestPath, string]>([
    [[], "1:1"],
    [["kind"], "2:3"],
    [['quo"te'], "2:19"],
    [["items", 0], "4:5"],
    [["items", 0, "b"], "4:14"],
    [["items", 1], "5:5"],
    [["items", 1, "spec", "args", 1], "5:31"],
    [["items", 1, "spec", "args", 2, "z"], "5:39"],
    // What is not there: the nearest around it.
    [["items", 2], "3:3"],
    [["items", 1, "spec", "args", 3], "5:17"],
    [['quo"te', 0], "2:19"],
    [["kind", "deeper"], "2:3"],
  ])("%j is at %s", (path, expected) => {
    expect(locate(path)).toBe(expected);
  });

  test("is no JSON: left to YAML", () => {
    for (const text of ["{a: 1}", "{", "", '{"a": 1} {"b": 2}', '{"a": 1,}']) expect(read(text)).toBeUndefined();
    expect(readJson(Buffer.from([0x7b, 0xff, 0x7d]))).toBeUndefined();
  });

  test("a byte order mark is no part of it", () => {
    expect(read('\ufeff{"a": 1}')).toMatchObject({ value: { a: 1 } });
  });

  test("tells the key that is there twice", () => {
    expect(read('{"a": {"x": 1},\n "b": {"x": ":", "y": {"x": 1},\n  "x": 2}}')).toStrictEqual({
      line: 3,
      column: 3,
      problem: "the key is there twice",
      remedy: "remove one of the two",
    });
  });

  test("takes any JSON without a key twice, and points to every value of it", () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 1, "\t"), (json, space) => {
        const value: unknown = JSON.parse(json);
        const text = JSON.stringify(value, undefined, space);
        const document = read(text);
        expect(document).toMatchObject({ value });
        for (const path of pathsOf(value)) expect(isExpectedAt(path, pointedTo(text, path))).toBe(true);
      }),
    );
  });

  test.each([
    ["lists", "[", "]", "1:1001"],
    ["objects", '{"a":', "}", "1:5001"],
  ])("nested deeper than any recursion may go is refused, where it becomes so: %s", (_, open, close, place) => {
    const nested = (depth: number) => read(`${open.repeat(depth)}1${close.repeat(depth)}`);
    expect(nested(1000)).toHaveProperty("value");
    for (const depth of [1001, 100_000]) {
      const refused = nested(depth);
      if (refused === undefined || !("problem" in refused)) throw new Error("was read");
      expect(`${refused.line}:${refused.column} ${refused.problem}`).toBe(`${place} it is nested deeper than 1000 levels`);
    }
  });
});

/** The text from the place of a path on. */
function pointedTo(text: string, path: ManifestPath): string {
  const document = read(text);
  if (document === undefined || "problem" in document) throw new Error("is no document");
  const { line, column } = document.locate(path);
  return text.split("\n")[line - 1]?.slice(column - 1) ?? "";
}

/** An entry begins with its key, an item or the whole with a value. */
function isExpectedAt(path: ManifestPath, pointed: string): boolean {
  const last = path.at(-1);
  return typeof last === "string" ? pointed.startsWith(`${JSON.stringify(last)}:`) : /^["[{\d\-tfn]/.test(pointed);
}

function pathsOf(value: unknown, base: ManifestPath = []): ManifestPath[] {
  if (typeof value !== "object" || value === null) return [base];
  const keys: readonly (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [base, ...keys.flatMap((key) => pathsOf(Reflect.get(value, key), [...base, key]))];
}
