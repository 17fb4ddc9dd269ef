import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { withParts } from "../../build/docs/generatedParts.ts";
import { checkOutput, MANIFEST, manifestDifference, planOutput, renderedManifest } from "./migration.ts";
import { ROOT } from "./pages.ts";

const PAGE = path.join(ROOT, "docs", "migrating-from-yaml.md");

const block = (language: string, text: string) => `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
const file = (name: string) => readFileSync(path.join(ROOT, name), "utf8");

const MAKERS = {
  difference: async () => block("diff", await manifestDifference()),
  // What only restarts the job is in the difference, field by field.
  plan: async () => block("text", (await planOutput()).replace(/^ {2}restart \[[\s\S]*?\n(?=\n1 job)/m, "  …\n")),
  check: async (which: string) =>
    block(
      "text",
      await (which === "before"
        ? checkOutput(file(MANIFEST.slice(ROOT.length + 1)), "orders.yaml")
        : checkOutput(await renderedManifest(), "rendered.yaml")),
    ),
};

test("docs/migrating-from-yaml.md shows what the commands print: BEAM_FLINK_WRITE_DOCS=true rewrites it", async () => {
  const page = readFileSync(PAGE, "utf8");
  const current = await withParts(page, MAKERS);
  if (process.env["BEAM_FLINK_WRITE_DOCS"] === "true") writeFileSync(PAGE, current);
  expect(readFileSync(PAGE, "utf8")).toBe(current);
  expect(current.match(/<!-- (?:difference|check|plan): /g)).toHaveLength(4);
});

test("the plan calls the move no loss of state, and says what to look at", async () => {
  const plan = await planOutput();
  expect(plan).toMatch(/^orders\/orders: state at risk /m);
  expect(plan).toMatch(/maximum parallelism/i);
});

test("the migrated job breaks no rule, and the old one does", async () => {
  expect(await checkOutput(file("docs/examples/migration/orders.yaml"), "orders.yaml")).toMatch(/^failed .*\n\$ echo \$\?\n1$/m);
  expect(await checkOutput(await renderedManifest(), "rendered.yaml")).toMatch(/^passed .*0 violations.*\n\$ echo \$\?\n0$/m);
});
