import { describe, expect, test } from "vitest";
import { BYTES_READ, backlogSeconds, PENDING_BYTES } from "../../../model/reactive/backlog.ts";
import { scrapes, totalRate, valuesOf } from "./recordedScrapes.ts";

describe("backlogSeconds", () => {
  test.each<[string, number[], number | undefined, number | undefined]>([
    ["nothing for one record that is never read", [1], 0, 0],
    ["nothing for less than the floor, all sources together", [500, 499], 0, 0],
    ["much from the floor on", [500, 500], 0, 1000],
    ["bytes over bytes a second", [120_000, 30_000], 1000, 150],
    ["nothing where nothing waits", [0, 0], 1000, 0],
    ["nothing where nothing waits and nothing is read", [0], 0, 0],
    ["much where something waits and nothing is read", [5000], 0, 5000],
    ["without the sources that cannot tell", [-1, 2000], 1000, 2],
    ["unknown where no source can tell", [-1, -1], 1000, undefined],
    ["unknown without sources", [], 1000, undefined],
    ["unknown where nobody counts what is read", [2000], undefined, undefined],
  ])("is %s", (_, waiting, rate, expected) => {
    expect(backlogSeconds(waiting, rate, 1000)).toBe(expected);
  });

  test("is what a real job with KafkaIO reports", async () => {
    const recorded = await scrapes();
    const waiting = valuesOf(recorded, PENDING_BYTES).map(([, values]) => values.at(-1) ?? Number.NaN);
    // 11 MB of the busy topic and none of the idle one, read at 28 KB a second.
    expect(waiting).toEqual([11_083_320, 0]);
    expect(totalRate(recorded, BYTES_READ)).toBe((4_419_864 - 1_705_440) / 96);
    expect(backlogSeconds(waiting, totalRate(recorded, BYTES_READ), 102_400)).toBeCloseTo(392, 0);
  });
});
