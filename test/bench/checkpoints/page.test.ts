import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { PLOTS, withResults } from "../../../bench/checkpoints/page.ts";
import { readResults, STORED } from "../../../bench/checkpoints/results.ts";

const DOCS = path.join(import.meta.dirname, "..", "..", "..", "docs");
const results = await readResults(STORED);

describe("docs/benchmarks.md is in step with bench/checkpoints/results.json; node bench/checkpoints/writePage.ts writes", () => {
  test("its tables", async () => {
    const page = await readFile(path.join(DOCS, "benchmarks.md"), "utf8");
    expect(withResults(page, results)).toBe(page);
  });

  test.each(Object.keys(PLOTS))("its plot %s", async (name) => {
    expect(await readFile(path.join(DOCS, "images", name), "utf8")).toBe(await PLOTS[name]!.svg(results));
  });
});

test("a page without a place for the results is refused", () => {
  expect(() => withResults("# Benchmarks\n", results)).toThrow("does not hold <!-- checkpoints");
});
