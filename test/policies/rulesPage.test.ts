import { readFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { entriesOf } from "../../policies/packs/pack.ts";
import { PRODUCTION } from "../../policies/packs/production.ts";
import { renderRulesPage } from "../../policies/rulesPage.ts";

describe("docs/RULES.md", () => {
  test("is what the rules say: run `node policies/writeRulesPage.ts` after a change", () => {
    const page = readFileSync(path.join(import.meta.dirname, "..", "..", "docs", "RULES.md"), "utf8");
    expect(page).toBe(renderRulesPage());
  });

  test.each(entriesOf(PRODUCTION))("explains $rule.id", ({ rule }) => {
    const page = renderRulesPage();
    expect(page).toContain(`### ${rule.id}\n`);
    for (const name of Object.keys(rule.parameters.shape)) expect(page).toContain(`| \`${name}\` |`);
  });
});
