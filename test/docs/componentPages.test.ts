import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { describeApi } from "../../build/api/describe.ts";
import { argumentTables, outputTable } from "../../build/docs/componentTables.ts";
import { withParts } from "../../build/docs/generatedParts.ts";
import { ROOT } from "./pages.ts";

const api = describeApi();
const pageOf = (component: string) => path.join(ROOT, "docs", "components", `${component}.md`);

const MAKERS = {
  example: (component: string) => {
    const program = readFileSync(path.join(ROOT, "docs", "examples", "components", `${component}.ts`), "utf8");
    return `\`\`\`ts\n${program.trim()}\n\`\`\``;
  },
  arguments: (component: string) => argumentTables(api, component),
  outputs: (component: string) => outputTable(api, component),
};

describe.each(api.components.map(({ name }) => name))("the page of %s", (component) => {
  test("says what the code says: BEAM_FLINK_WRITE_DOCS=true rewrites it", async () => {
    expect(existsSync(pageOf(component)), `docs/components/${component}.md`).toBe(true);
    const page = readFileSync(pageOf(component), "utf8");
    const current = await withParts(page, MAKERS);
    if (process.env["BEAM_FLINK_WRITE_DOCS"] === "true") writeFileSync(pageOf(component), current);
    expect(readFileSync(pageOf(component), "utf8")).toBe(current);
    for (const kind of Object.keys(MAKERS)) expect(page).toContain(`<!-- ${kind}: ${component} -->`);
  });

  test("explains every argument and output", () => {
    const tables = `${argumentTables(api, component)}\n${outputTable(api, component)}`;
    expect(tables.split("\n").filter((line) => /\|\s*\|$/.test(line))).toEqual([]);
  });
});

test("a type is told once, and other pages lead to it", () => {
  expect(argumentTables(api, "BeamJob")).toContain("### CheckpointSettings\n");
  const platform = argumentTables(api, "StreamingPlatform");
  expect(platform).not.toContain("### CheckpointSettings\n");
  expect(platform).toContain("[PlatformJob](#platformjob)");
  expect(platform).toContain("[AutoscalingSettings](AutoscalingPolicy.md#arguments)");
});

test("only parts that are marked are rewritten", async () => {
  const page = "a\n<!-- list: x -->\nold\n<!-- end of list -->\nb\n<!-- other: y -->\nkept\n<!-- end of other -->\n";
  expect(await withParts(page, { list: (subject) => `$& of ${subject}` })).toBe(
    "a\n<!-- list: x -->\n\n$& of x\n\n<!-- end of list -->\nb\n<!-- other: y -->\nkept\n<!-- end of other -->\n",
  );
});
