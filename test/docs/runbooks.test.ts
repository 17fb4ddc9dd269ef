import { readFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { PAGES, pageAt, ROOT } from "./pages.ts";

const INDEX = "docs/runbooks/README.md";
const runbooks = PAGES.filter((page) => page.startsWith("docs/runbooks/") && page !== INDEX);

describe("a runbook", () => {
  test.each(runbooks)("says what one sees, why, and what to do, with commands that tell: %s", (page) => {
    const text = readFileSync(path.join(ROOT, page), "utf8");
    expect(text).toContain("\n## Check\n");
    expect(text).toContain("| what you see | cause | remedy |");
    expect(pageAt(page).blocks.filter(({ language }) => language === "sh").length).toBeGreaterThan(0);
    expect(pageAt(INDEX).links.map(({ target }) => target)).toContain(path.basename(page));
  });

  test("is there for each of these troubles", () => {
    expect(runbooks.map((page) => path.basename(page, ".md"))).toEqual(
      expect.arrayContaining(["checkpoint-times-out", "job-does-not-recover", "delete-hangs", "backlog-grows", "autoscaler-does-not-move"]),
    );
  });
});
