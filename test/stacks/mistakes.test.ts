import { describe, expect, test } from "vitest";
import { z } from "zod";
import { mistakes } from "../../stacks/mistakes.ts";

const text = z.string().min(1);
const schema = z.strictObject({
  name: text,
  count: z.int().optional(),
  share: z.number().optional(),
  on: z.boolean().optional(),
  kind: z.enum(["big", "small"]).optional(),
  part: z.strictObject({ size: text, color: text.optional() }).optional(),
  byName: z.record(z.string(), z.strictObject({ size: text })).default({}),
  list: z
    .array(z.strictObject({ size: text }))
    .min(1)
    .optional(),
  options: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  url: z.url({ protocol: /^https?$/ }).optional(),
  even: z
    .number()
    .refine((value) => value % 2 === 0, "must be even")
    .optional(),
});

function told(value: unknown): string[] {
  const result = schema.safeParse(value);
  return result.success ? [] : mistakes(result.error, schema, value).map(({ place, rule }) => `${place}: ${rule}`);
}

describe("what a schema refuses is told in a person's words:", () => {
  test.each<[string, object, string]>([
    ["a value that is missing", { name: undefined }, "name: must be set"],
    ["a key without a value", { name: null }, "name: must be set"],
    ["an empty text", { name: "" }, 'name: must not be empty, not ""'],
    ["a number for a text", { name: 1.34 }, 'name: must be a text: put it in quotes, "1.34"'],
    ["a boolean for a text", { name: true }, 'name: must be a text: put it in quotes, "true"'],
    ["a list for a text", { name: ["a"] }, "name: must be a text"],
    ["a text for a number", { count: "many" }, 'count: must be a number, not "many"'],
    ["a number in quotes, whole or not", { count: "12" }, "count: must be a number: write it without quotes, 12"],
    ["a fraction for a whole number", { count: 1.5 }, "count: must be a whole number, not 1.5"],
    ["a number that is too large", { count: 2 ** 60 }, `count: must be at most ${Number.MAX_SAFE_INTEGER}, not ${2 ** 60}`],
    ["a number in quotes", { share: "0.5" }, "share: must be a number: write it without quotes, 0.5"],
    ["an empty text for a number", { share: "" }, 'share: must be a number, not ""'],
    ["a boolean in quotes", { on: "true" }, "on: must be true or false: write it without quotes, true"],
    ["a word for a boolean", { on: "yes" }, 'on: must be true or false, not "yes"'],
    ["a wrong choice", { kind: "huge" }, 'kind: must be one of "big", "small", not "huge"'],
    ["a text for a mapping", { part: "large" }, 'part: must be a mapping with any of the keys size, color, not "large"'],
    ["a list for a mapping of any keys", { byName: [] }, "byName: must be a mapping"],
    ["a text for a list", { list: "a" }, 'list: must be a list, not "a"'],
    ["an empty list", { list: [] }, "list: must have at least 1 in it"],
    ["a mapping for a text or a number", { options: { a: {} } }, "options.a: must be a text or a number"],
    ["an address that is none", { url: "s3" }, 'url: must be an address such as "https://s3.example.com", not "s3"'],
    ["a rule of the schema's own", { even: 3 }, "even: must be even, not 3"],
    ["a value below a name", { byName: { a: { size: 1 } } }, 'byName.a.size: must be a text: put it in quotes, "1"'],
    ["a value below a name that is no word", { byName: { "a.b": {} } }, 'byName["a.b"].size: must be set'],
    ["a value in a list", { list: [{ size: "s" }, {}] }, "list[1].size: must be set"],
    [
      "a key that is not known",
      { part: { size: "s", colour: "red" } },
      "part.colour: is not known (did you mean color?): allowed here are size, color",
    ],
    ["a key that is like none", { part: { size: "s", weight: 1 } }, "part.weight: is not known: allowed here are size, color"],
    [
      "such a key below a name",
      { byName: { a: { size: "s", sice: 1 } } },
      "byName.a.sice: is not known (did you mean size?): allowed here are size",
    ],
    [
      "such a key in a list",
      { list: [{ size: "s", sizes: 1 }] },
      "list[0].sizes: is not known (did you mean size?): allowed here are size",
    ],
  ])("%s", (_, change, message) => expect(told({ name: "a", ...change })).toEqual([message]));

  test("several keys that are not known, each by itself", () => {
    expect(told({ name: "a", prat: {}, lits: [] }).map((line) => line.replace(/: allowed here are .*/, ""))).toEqual([
      "prat: is not known (did you mean part?)",
      "lits: is not known (did you mean list?)",
    ]);
  });

  test("the value as a whole, which has no place", () => {
    expect(told("a")).toEqual([expect.stringMatching(/^: must be a mapping with any of the keys name, count, .*, not "a"$/)]);
  });

  test("nothing of a value that is right", () => {
    expect(told({ name: "a", count: 1, share: 0.5, on: false, kind: "big", list: [{ size: "s" }], options: { a: 1 }, even: 2 })).toEqual(
      [],
    );
  });
});
