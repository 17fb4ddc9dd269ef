import { describe, expect, test } from "vitest";
import { predictions } from "../../../bench/checkpoints/budget.ts";
import { SETTING_NAMES } from "../../../bench/checkpoints/matrix.ts";
import { punctual, readResults, STORED } from "../../../bench/checkpoints/results.ts";

/** The stored run of `npm run bench:checkpoints`, less what a busy machine made late: its sizes are not those of its interval. */
const ROWS = predictions(await readResults(STORED)).filter(({ row }) => punctual(row));

describe("the estimate is within 25 % of the measured ladder", () => {
  test.each(ROWS.map((one) => [`${one.name}, ${SETTING_NAMES[one.row.setting]}`, one] as const))("%s", (_, { bytes, predicted }) => {
    expect(predicted / bytes).toBeGreaterThanOrEqual(0.75);
    expect(predicted / bytes).toBeLessThanOrEqual(1.25);
  });
});

test("large bundles alone and BeamJob's defaults are told apart as they were measured", () => {
  const of = (setting: string) =>
    ROWS.find(({ row, name }) => row.setting === setting && name.startsWith("buffer, 5 s, 1 pipeline, 1000/s, no"))!;
  const [bundles, ours] = [of("bundles"), of("ours")];
  const [measured, predicted] = [bundles.bytes / ours.bytes, bundles.predicted / ours.predicted];
  expect(Math.abs(predicted / measured - 1)).toBeLessThanOrEqual(0.25);
});
