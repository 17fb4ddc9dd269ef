import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { readResults, type Results } from "./faultResults.ts";
import { PAGE, withFigures } from "./faultsPage.ts";

const RESULTS: Results = {
  date: "2026-11-26",
  machine: { cores: 2, memoryGiB: 24 },
  versions: { beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" },
  faults: [
    {
      fault: "node restarted",
      faultSeconds: 22.7,
      checkpointBefore: 8,
      restored: 9,
      restoredSavepoint: false,
      runningSeconds: 74.5,
      checkpointSeconds: 81,
      failedCheckpoints: 1,
      checked: 70_000,
      lost: 0,
      doubled: 3,
    },
  ],
};

describe("docs/faults.md", () => {
  test("holds the figures of the last run", async () => {
    const page = await readFile(PAGE, "utf8");
    expect(withFigures(page, await readResults()), "run node test/support/running/faultsPage.ts").toBe(page);
  });

  test("tells a row of each fault, with what was lost and doubled", () => {
    const page = withFigures(
      "before\n<!-- figures: made by test/support/running/faultsPage.ts -->\nold\n<!-- end of figures -->\nafter",
      RESULTS,
    );
    expect(page).toContain("| node restarted | 23 s | 8 | checkpoint 9 | 75 s | 81 s | 1 | 0 | 3 |");
    expect(page).toContain("Last run: 2026-11-26, 2 cores, 24 GiB. Beam 2.70.0, Flink 1.19.1");
    expect(page).toMatch(/^before\n[\s\S]*\nafter$/);
    expect(page).not.toContain("old");
  });

  test("is refused without a place for them", () => {
    expect(() => withFigures("no marks", RESULTS)).toThrow(/has no place for the figures/);
  });
});
