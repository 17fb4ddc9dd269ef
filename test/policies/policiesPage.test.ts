import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { withOutputs } from "./policiesPage.ts";

const ROOT = path.join(import.meta.dirname, "..", "..");
const PAGE = path.join(ROOT, "docs", "policies.md");

test("docs/policies.md shows what the commands print: BEAM_FLINK_WRITE_DOCS=true rewrites it", async () => {
  process.chdir(ROOT);
  const page = readFileSync(PAGE, "utf8");
  const current = await withOutputs(page);
  if (process.env["BEAM_FLINK_WRITE_DOCS"] === "true") writeFileSync(PAGE, current);
  expect(readFileSync(PAGE, "utf8")).toBe(current);
  expect(current.match(/<!-- (?:file|output): /g)).toHaveLength(5);
});
