import { describe, expect, test } from "vitest";
import { checkedBand, factor, target, tolerance, wantedTaskManagers } from "../../../model/reactive/band.ts";

const CPU = { up: 0.9, down: 0.7 };
const BACKLOG = { up: 120, down: 10 };

describe("a band", () => {
  test("is a target and a tolerance on both sides of it", () => {
    expect([target(CPU), tolerance(CPU)]).toEqual([0.8, 0.125]);
    expect(target(CPU) * (1 + tolerance(CPU))).toBeCloseTo(0.9, 10);
    expect(target(CPU) * (1 - tolerance(CPU))).toBeCloseTo(0.7, 10);
    expect([target(BACKLOG), tolerance(BACKLOG)]).toEqual([65, 0.846154]);
  });

  test.each([
    [0.95, 0.95 / 0.8],
    [0.9, 1],
    [0.8, 1],
    [0.7, 1],
    [0.6, 0.75],
    [0, 0],
  ])("wants %f CPU to be %f times the TaskManagers", (share, times) => {
    expect(factor(share, CPU)).toBeCloseTo(times, 10);
  });

  test("says nothing about a figure that is unknown", () => {
    expect(factor(undefined, CPU)).toBeUndefined();
    expect(factor(Number.NaN, CPU)).toBeUndefined();
  });

  test.each([
    [{ up: 0.7, down: 0.9 }, /down is 0\.9: must be above 0 and under up \(0\.7\)/],
    [{ up: 0.9, down: 0 }, /down is 0: must be above 0/],
    // 0.75 to 0.9 is 0.825 with 9.1 %.
    [{ up: 0.9, down: 0.75 }, /down is 0\.75: must be at most 0\.736 with up 0\.9/],
  ])("is refused as %o", (band, message) => {
    expect(() => checkedBand(band, "up", "down")).toThrow(message);
  });

  test("is accepted at the bound that the refusal names", () => {
    expect(checkedBand({ up: 0.9, down: 0.736 }, "up", "down")).toEqual({ up: 0.9, down: 0.736 });
  });
});

describe("wantedTaskManagers", () => {
  const limits = { min: 1, max: 10 };
  const wanted = (present: number, cpu: number | undefined, backlog: number | undefined): number =>
    wantedTaskManagers(present, [factor(cpu, CPU), factor(backlog, BACKLOG)], limits);

  test.each([
    ["more for CPU alone", 4, 0.95, 60, 5],
    ["more for backlog alone", 2, 0.8, 121, 4],
    ["more for backlog while CPU would take away", 2, 0.3, 130, 4],
    ["the greater of two", 2, 1, 260, 8],
    ["none within both bands", 4, 0.85, 60, 4],
    ["none while only CPU is low", 4, 0.3, 60, 4],
    ["none while only the backlog is low", 4, 0.8, 2, 4],
    ["fewer once both are low", 4, 0.4, 2, 2],
    ["fewer by CPU where the backlog is unknown", 4, 0.4, undefined, 2],
    ["more by CPU where the backlog is unknown", 4, 0.95, undefined, 5],
    ["none where nothing is known", 4, undefined, undefined, 4],
    ["none where the rest would be above the middle of the band", 2, 0.6, 2, 2],
    ["not more than the most", 8, 0.8, 600, 10],
    ["not fewer than the fewest", 1, 0, 0, 1],
  ])("asks for %s", (_, present, cpu, backlog, expected) => {
    expect(wanted(present, cpu, backlog)).toBe(expected);
  });

  test("leaves alone what Kubernetes leaves alone", () => {
    // 88 % is within 10 % of 80 %, the default tolerance of a HorizontalPodAutoscaler.
    expect(wantedTaskManagers(10, [0.88 / 0.8], { min: 1, max: 20 })).toBe(10);
    expect(wantedTaskManagers(10, [0.89 / 0.8], { min: 1, max: 20 })).toBe(12);
    expect(wantedTaskManagers(10, [0.89 / 0.8], { min: 1, max: 20, tolerance: 0.125 })).toBe(10);
  });
});
