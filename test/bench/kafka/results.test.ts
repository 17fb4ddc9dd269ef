import { describe, expect, test } from "vitest";
import type { Shape } from "../../../bench/kafka/cases.ts";
import type { Window } from "../../../bench/kafka/counted.ts";
import { renderReport } from "../../../bench/kafka/report.ts";
import { shapeRows } from "../../../bench/kafka/results.ts";

const windows = (...all: readonly (readonly [rate: number, latency: number])[]): Window[] =>
  all.map(([rate, latency]) => ({ rate, latency }));

describe("the shapes of a comparison", () => {
  const rows = shapeRows(
    new Map<Shape, readonly Window[]>([
      ["alone", windows([100, 10], [200, 20], [400, 10])],
      ["together", windows([50, 20], [50, 20], [300, 30])],
    ]),
  );

  test("are compared with the job that reads alone, window by window", () => {
    // A window in which the machine was slow for both says as much as another one.
    expect(rows).toEqual([
      { shape: "alone", rate: 200, latency: 10, ofAlone: { rate: 1, latency: 1 } },
      { shape: "together", rate: 50, latency: 20, ofAlone: { rate: 0.5, latency: 2 } },
    ]);
  });

  test("pass over windows without a record, but for the rate", () => {
    const all = shapeRows(
      new Map<Shape, readonly Window[]>([
        ["alone", windows([100, 10], [100, 10], [100, 10])],
        ["mixed", [...windows([40, 20]), { rate: 0, latency: undefined }, { rate: 0, latency: undefined }]],
      ]),
    );
    expect(all[1]).toEqual({ shape: "mixed", rate: 0, latency: 20, ofAlone: { rate: 0, latency: 2 } });
  });

  test("need that job, and a window with records", () => {
    expect(() => shapeRows(new Map([["mixed", windows([1, 1])]]))).toThrow("alone");
    expect(() => shapeRows(new Map([["alone", [{ rate: 0, latency: undefined }]]]))).toThrow("no window of alone");
  });

  test("are reported as tables, without those that were not measured", () => {
    const checkpoints = [{ alignment: "unaligned", completed: 6, failed: 0, duration: { median: 1500, max: 2000 }, bytes: 1000 } as const];
    const report = renderReport({ throughput: rows, latency: [], liveRate: 300, checkpoints });
    expect(report).toContain("| together | 50 | 0.50 |");
    expect(report).toContain("| unaligned | 1.5 | 2.0 | 1000 | 6 | 0 |");
    expect(report).not.toContain("300 records per second");
  });
});
