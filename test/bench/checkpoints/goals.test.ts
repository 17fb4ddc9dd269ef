import { describe, expect, test } from "vitest";
import { judge } from "../../../bench/checkpoints/goals.ts";
import { renderReport } from "../../../bench/checkpoints/report.ts";
import { resultsOf, rowOf } from "./rows.ts";

const BUNDLES = rowOf(1_085_000, { setting: "bundles" });
const OURS = rowOf(5000);
const SINGLE = rowOf(4900, { setting: "single" });

describe("the ratio", () => {
  test("is of large bundles alone to BeamJob's defaults, one pipeline, no payload, 5 s", () => {
    const others = [
      rowOf(9e9, { setting: "bundles", shape: "full" }),
      rowOf(9e9, { setting: "bundles", intervalSeconds: 10 }),
      rowOf(9e9, { setting: "bundles", pipelines: 10 }),
      rowOf(9e9, { setting: "bundles", payloadBytes: 10_000 }),
    ];
    expect(judge([...others, BUNDLES, OURS]).ratio).toBe(217);
  });

  test("is of medians", () => {
    const wide = { ...BUNDLES, bytes: { median: 500_000, min: 1, max: 9e9 } };
    expect(judge([wide, OURS]).ratio).toBe(100);
  });

  test("is none where one of the two was not measured", () => {
    expect(judge([BUNDLES, SINGLE]).ratio).toBeNull();
    expect(judge([]).ratio).toBeNull();
  });
});

test("the job's own state is what bundles of one element write", () => {
  const full = [rowOf(60_000, { shape: "full" }), rowOf(50_000, { shape: "full", setting: "single" })];
  expect(judge([OURS, SINGLE, ...full]).overState).toEqual([
    { shape: "buffer", intervalSeconds: 5, times: 5000 / 4900 },
    { shape: "full", intervalSeconds: 5, times: 1.2 },
  ]);
});

describe("the report", () => {
  test("tells the share of one pipeline", () => {
    const rows = [rowOf(2_500_000, { setting: "stock", pipelines: 10, failed: 3 })];
    const text = renderReport(resultsOf(rows), judge(rows));
    expect(text).toContain(
      "| buffer | 5 | 10 | 1000 | 0 | Beam's defaults | 10 (3) | 250,000 | 250,000 | 250,000 | 50 (90) | 100 KB | 6 KB | 1 |",
    );
    expect(text).toContain("2026-01-02, linux x64, 2 × a processor, 24 GiB. Beam 2.70.0, Flink 1.19.1.");
  });

  test("ends with the ratio", () => {
    const rows = [BUNDLES, OURS, SINGLE];
    const lines = renderReport(resultsOf(rows), judge(rows)).split("\n");
    expect(lines.at(-1)).toBe("ratio 217.0");
    expect(lines.at(-2)).toBe("over-state 1.020 (buffer, 5 s; aim: at most 1.1 times the job's own state)");
    expect(renderReport(resultsOf([]), judge([])).split("\n").at(-1)).toBe("ratio not measured");
  });
});
