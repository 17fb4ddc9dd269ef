import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { predictions } from "../../../bench/checkpoints/budget.ts";
import { comparisonName, COMPARISONS } from "../../../bench/checkpoints/matrix.ts";
import { punctual, readResults, rowName, STORED, storeResults } from "../../../bench/checkpoints/results.ts";
import { WANTED } from "../../../bench/checkpoints/statistics.ts";
import { resultsOf, rowOf } from "./rows.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "beam-flink-results-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("rows are added, and one that is measured again takes the former one's place", async () => {
  const file = path.join(folder, "results.json");
  await storeResults(file, resultsOf([rowOf(1), rowOf(2, { setting: "stock" })]));
  await storeResults(file, { ...resultsOf([rowOf(3)]), date: "2026-02-03" });
  const stored = await readResults(file);
  expect(stored.date).toBe("2026-02-03");
  expect(stored.rows.map(({ setting, bytes }) => [setting, bytes.median])).toEqual([
    ["ours", 3],
    ["stock", 2],
  ]);
});

test("a file that holds something else is not overwritten", async () => {
  const file = path.join(folder, "results.json");
  await writeFile(file, '{"rows": []}');
  await expect(storeResults(file, resultsOf([rowOf(1)]))).rejects.toThrow(/date/);
  expect(await readFile(file, "utf8")).toBe('{"rows": []}');
});

test("the state that a prediction starts from is that of the same shape", () => {
  const rows = [
    rowOf(5000, { setting: "single" }),
    rowOf(50_000, { setting: "single", shape: "full" }),
    rowOf(60_000, { shape: "full", intervalSeconds: 10 }),
    rowOf(1, { pipelines: 10 }),
  ];
  expect(predictions(resultsOf(rows)).map(({ predicted }) => predicted)).toEqual([50_000, 50_000]);
  expect(() => predictions(resultsOf([rowOf(1)]))).toThrow("bundles of one element were not measured for the shape buffer");
});

test("a row is punctual where each checkpoint ended within the interval", () => {
  const row = (max: number) => rowOf(1, { intervalSeconds: 5, milliseconds: { median: 1, min: 1, max } });
  expect(punctual(row(5000))).toBe(true);
  expect(punctual(row(5001))).toBe(false);
});

describe("the stored run", () => {
  test("holds comparisons of the ladder, each with all its settings and as many checkpoints as it wants", async () => {
    const { rows } = await readResults(STORED);
    const names = new Set(rows.map((row) => comparisonName(row)));
    const wanted = COMPARISONS.filter((comparison) => names.has(comparisonName(comparison))).flatMap((comparison) =>
      comparison.settings.map((setting) => `${comparisonName(comparison)}, ${setting}`),
    );
    expect(rows.map(rowName).toSorted()).toEqual(wanted.toSorted());
    for (const { checkpoints } of rows) expect(checkpoints).toBeGreaterThanOrEqual(WANTED);
  });

  test("holds the comparison that the ratio is taken from, its checkpoints on time", async () => {
    const { rows } = await readResults(STORED);
    const base = rows.filter((row) => comparisonName(row) === comparisonName(COMPARISONS[0]!));
    expect(base).toHaveLength(4);
    expect(base.every(punctual)).toBe(true);
  });
});
