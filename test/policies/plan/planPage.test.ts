import { readFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { FIELD_JUDGEMENTS, STATE_JUDGEMENTS } from "../../../model/changeRisk/index.ts";
import { planExample } from "../../../policies/plan/planExample.ts";
import { renderPlanPage } from "../../../policies/plan/planPage.ts";

describe("docs/plan.md", () => {
  test("is what the judgements say: run `node policies/plan/writePlanPage.ts` after a change", async () => {
    const page = readFileSync(path.join(import.meta.dirname, "..", "..", "..", "docs", "plan.md"), "utf8");
    expect(page).toBe(renderPlanPage(await planExample()));
  });

  test.each([...STATE_JUDGEMENTS, ...FIELD_JUDGEMENTS])("explains $id", ({ id, source, classes }) => {
    expect(renderPlanPage("")).toContain(`#### ${id}\n`);
    expect([source, classes.length > 0]).toStrictEqual([expect.stringMatching(/.{10}/), true]);
  });
});
