/** What the figures are held to. A goal that is not reached is printed like any other: the benchmark is no gate. */
import type { EngineRow } from "./engine.ts";
import { LAYOUTS, type OfflineRow } from "./offline.ts";
import type { StartRow } from "./packStart.ts";
import type { RulesRow } from "./rulesCost.ts";

export interface Goal {
  readonly goal: string;
  /** What was measured, in words. */
  readonly measured: string;
  readonly reached: boolean;
}

export interface Results {
  readonly offline: readonly OfflineRow[];
  readonly starts: readonly StartRow[];
  readonly rules: readonly RulesRow[];
  readonly engine: readonly EngineRow[];
}

/** Megabytes that count as "about 110", and the share by which "flat" may grow. */
const ABOUT_110 = 121;
const FLAT = 1.1;

/** The goals that the results say something about. */
export function judge({ offline, starts, rules, engine }: Results): Goal[] {
  return [
    ...LAYOUTS.flatMap((layout) => offlineGoals(offline.filter((row) => row.layout === layout))),
    ...starts.filter(({ form }) => form === "bundle").map(startGoal),
    ...rules.map(rulesGoal),
    ...engineGoals(engine),
  ];
}

/** Goals on the rows of one layout. */
function offlineGoals(rows: readonly OfflineRow[]): Goal[] {
  const find = (tool: OfflineRow["tool"], size: number) => rows.find((row) => row.tool === tool && row.size === size);
  const less = (tool: OfflineRow["tool"], size: number, times: number): Goal[] => {
    const [ours, theirs] = [find("beam-flink", size), find(tool, size)];
    if (ours === undefined || theirs === undefined) return [];
    const ratio = theirs.cpuSeconds / ours.cpuSeconds;
    const goal = times === 1 ? `CPU never above ${tool}'s` : `CPU at least ${times} times less than ${tool}'s`;
    return [{ goal: `${goal}, ${size} documents, ${ours.layout}`, measured: `${ratio.toFixed(1)} times less`, reached: ratio >= times }];
  };
  const largest = Math.max(...rows.filter(({ tool }) => tool === "kyverno").map(({ size }) => size));
  return [
    ...less("conftest", 100, 1),
    ...less("conftest", 5000, 10),
    ...less("kyverno", largest, 150),
    ...growthGoals(find("beam-flink", 1000), find("beam-flink", 5000)),
  ];
}

function growthGoals(before: OfflineRow | undefined, after: OfflineRow | undefined): Goal[] {
  if (before === undefined || after === undefined) return [];
  const { cpuSeconds, peakMegabytes, layout } = after;
  const growth = cpuSeconds / before.cpuSeconds;
  return [
    {
      goal: `CPU grows no more than the documents, 1000 to 5000, ${layout}`,
      measured: `${growth.toFixed(1)} times for 5 times the documents`,
      reached: growth <= 5,
    },
    {
      goal: `memory about 110 MB at 5000 documents, ${layout}`,
      measured: `${peakMegabytes.toFixed(0)} MB`,
      reached: peakMegabytes <= ABOUT_110,
    },
  ];
}

function startGoal({ pack, medianMilliseconds, bestMilliseconds, medianCpuMilliseconds }: StartRow): Goal {
  const measured = `${medianMilliseconds.toFixed(0)} ms (best ${bestMilliseconds.toFixed(0)}, CPU ${medianCpuMilliseconds.toFixed(0)})`;
  return { goal: `pack ${pack}: start to port under 200 ms`, measured, reached: medianMilliseconds < 200 };
}

function rulesGoal({ pack, microseconds }: RulesRow): Goal {
  return {
    goal: `${pack}: all rules under 100 µs for one resource`,
    measured: `${microseconds.toFixed(0)} µs`,
    reached: microseconds < 100,
  };
}

function engineGoals(rows: readonly EngineRow[]): Goal[] {
  return rows.flatMap((row) => {
    const { pack, resources, packCpuSeconds: cpu, packPeakMegabytes: peak } = row;
    if (pack === "none" || pack === "empty" || cpu === undefined || peak === undefined) return [];
    const find = (name: EngineRow["pack"], size: number) => rows.find((other) => other.pack === name && other.resources === size);
    const empty = find("empty", resources);
    const before = find(pack, 1000)?.packPeakMegabytes;
    const goals: Goal[] = [];
    if (resources === 1000 && empty?.packCpuSeconds !== undefined) {
      const ratio = cpu / empty.packCpuSeconds;
      goals.push({
        goal: `pack ${pack}: CPU at most 1.1 times an empty pack's, 1000 resources`,
        measured: `${ratio.toFixed(2)} times`,
        reached: ratio <= 1.1,
      });
    }
    if (resources === 3000 && before !== undefined) {
      const measured = `${megabytes(before, peak)} (empty pack: ${megabytes(find("empty", 1000)?.packPeakMegabytes, empty?.packPeakMegabytes)})`;
      goals.push({ goal: `pack ${pack}: memory flat from 1000 to 3000 resources`, measured, reached: peak <= before * FLAT });
    }
    return goals;
  });
}

function megabytes(before: number | undefined, after: number | undefined): string {
  return before === undefined || after === undefined ? "not measured" : `${before.toFixed(0)} MB, then ${after.toFixed(0)} MB`;
}
