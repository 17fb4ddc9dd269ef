/** The results as Markdown: tables, then the goals. */
import { type Circumstances, circumstancesLine } from "../circumstances.ts";
import type { Goal, Results } from "./goals.ts";
import { LAYOUTS, type OfflineRow } from "./offline.ts";

export function renderReport(results: Results, goals: readonly Goal[], where: Circumstances): string {
  return [
    circumstancesLine(where),
    ...LAYOUTS.map((layout) => offlineTable(results.offline.filter((row) => row.layout === layout))),
    table(
      ["pack", "form", "runs", "ms to port, median", "best", "CPU ms, median"],
      results.starts.map((row) => [
        row.pack,
        row.form,
        row.runs,
        row.medianMilliseconds.toFixed(0),
        row.bestMilliseconds.toFixed(0),
        row.medianCpuMilliseconds.toFixed(0),
      ]),
    ),
    table(
      ["pack", "policies", "resources", "CPU µs for one resource", "violations"],
      results.rules.map((row) => [row.pack, row.policies, row.resources, row.microseconds.toFixed(0), row.violations]),
    ),
    table(
      ["resources", "pack", "runs", "preview s", "pack CPU s", "pack MB", "violations"],
      results.engine.map((row) => [
        row.resources,
        row.pack,
        row.runs,
        row.previewSeconds.toFixed(1),
        row.packCpuSeconds?.toFixed(2) ?? "",
        row.packPeakMegabytes?.toFixed(0) ?? "",
        row.violations,
      ]),
    ),
    table(
      ["goal", "measured", "reached"],
      goals.map(({ goal, measured, reached }) => [goal, measured, reached ? "yes" : "**no**"]),
    ),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function offlineTable(rows: readonly OfflineRow[]): string {
  return table(
    ["documents", "layout", "tool", "runs", "CPU s", "wall s", "peak MB", "CPU, ours = 1"],
    rows.map((row) => {
      const ours = rows.find(({ tool, size }) => tool === "beam-flink" && size === row.size);
      const ratio = ours === undefined ? "" : (row.cpuSeconds / ours.cpuSeconds).toFixed(1);
      return [
        row.size,
        row.layout,
        row.tool,
        row.runs,
        row.cpuSeconds.toFixed(2),
        row.wallSeconds.toFixed(2),
        row.peakMegabytes.toFixed(0),
        ratio,
      ];
    }),
  );
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
