import { describe, expect, test } from "vitest";
import type { EngineRow } from "../../../bench/policies/engine.ts";
import { judge, type Results } from "../../../bench/policies/goals.ts";
import type { OfflineRow } from "../../../bench/policies/offline.ts";

const NOTHING: Results = { offline: [], starts: [], rules: [], engine: [] };

const row = (tool: OfflineRow["tool"], size: number, cpuSeconds: number, peakMegabytes = 100): OfflineRow => ({
  size,
  layout: "one file",
  tool,
  runs: 3,
  cpuSeconds,
  wallSeconds: cpuSeconds,
  peakMegabytes,
});

const engine = (resources: number, pack: EngineRow["pack"], packCpuSeconds: number, packPeakMegabytes: number): EngineRow => ({
  resources,
  pack,
  runs: 1,
  previewSeconds: 1,
  violations: 0,
  packCpuSeconds,
  packPeakMegabytes,
});

/** What is said of each goal, by a part of its text. */
const reached = (results: Partial<Results>, goal: string): readonly boolean[] =>
  judge({ ...NOTHING, ...results })
    .filter((one) => one.goal.includes(goal))
    .map((one) => one.reached);

describe("the goals", () => {
  test("are judged by the figures on both sides of each limit", () => {
    const offline = (ours: number, theirs: number) => ({ offline: [row("beam-flink", 5000, ours), row("conftest", 5000, theirs)] });
    expect(reached(offline(1, 10), "10 times less than conftest")).toEqual([true]);
    expect(reached(offline(1, 9.9), "10 times less than conftest")).toEqual([false]);
    const growing = (after: number, megabytes: number) => ({
      offline: [row("beam-flink", 1000, 1), row("beam-flink", 5000, after, megabytes)],
    });
    expect(reached(growing(5, 100), "grows no more")).toEqual([true]);
    expect(reached(growing(5.1, 100), "grows no more")).toEqual([false]);
    expect(reached(growing(5, 121), "about 110 MB")).toEqual([true]);
    expect(reached(growing(5, 122), "about 110 MB")).toEqual([false]);
  });

  test("compare with Kyverno on the most documents it had", () => {
    const rows = [row("beam-flink", 100, 0.1), row("kyverno", 100, 1), row("beam-flink", 1000, 0.2), row("kyverno", 1000, 40)];
    const goals = judge({ ...NOTHING, offline: rows }).filter(({ goal }) => goal.includes("kyverno"));
    expect(goals).toEqual([
      { goal: "CPU at least 150 times less than kyverno's, 1000 documents, one file", measured: "200.0 times less", reached: true },
    ]);
  });

  test("compare a pack with an empty one, and its memory with that of a smaller preview", () => {
    const rows = [
      engine(1000, "empty", 2, 200),
      engine(1000, "baseline", 2.3, 230),
      engine(3000, "empty", 6, 200),
      engine(3000, "baseline", 6, 260),
    ];
    expect(reached({ engine: rows }, "empty pack's")).toEqual([false]);
    expect(reached({ engine: rows }, "memory flat")).toEqual([false]);
    const [memory] = judge({ ...NOTHING, engine: rows }).filter(({ goal }) => goal.includes("memory flat"));
    expect(memory?.measured).toBe("230 MB, then 260 MB (empty pack: 200 MB, then 200 MB)");
    expect(reached({ engine: [rows[0]!, engine(1000, "baseline", 2.2, 230)] }, "empty pack's")).toEqual([true]);
  });

  test("are not judged where nothing was measured", () => {
    expect(judge(NOTHING)).toEqual([]);
    expect(judge({ ...NOTHING, offline: [row("beam-flink", 100, 1)] })).toEqual([]);
  });
});
