/** The results as text: Markdown tables. */
import type { CheckpointRow, Results, ShapeRow } from "./results.ts";

export function renderReport({ throughput, latency, liveRate, checkpoints }: Results): string {
  return [
    ...section("As fast as it can, from a topic that was written before", throughput, throughputTable),
    ...section(`${liveRate} records per second, as they are written`, latency, latencyTable),
    ...section("Checkpoints while the last step is too slow", checkpoints, checkpointTable),
  ].join("\n\n");
}

function section<Row>(title: string, rows: readonly Row[], draw: (rows: readonly Row[]) => string): string[] {
  return rows.length === 0 ? [] : [`${title}:`, draw(rows)];
}

const throughputTable = (rows: readonly ShapeRow[]) =>
  table(
    ["reads", "records/s, median", "of alone"],
    rows.map(({ shape, rate, ofAlone }) => [shape, rate.toFixed(0), ofAlone.rate.toFixed(2)]),
  );

const latencyTable = (rows: readonly ShapeRow[]) =>
  table(
    ["reads", "latency in ms, median", "of alone", "records/s, median"],
    rows.map(({ shape, rate, latency, ofAlone }) => [shape, latency.toFixed(0), ofAlone.latency.toFixed(2), rate.toFixed(0)]),
  );

const checkpointTable = (rows: readonly CheckpointRow[]) =>
  table(
    ["checkpoints", "duration in s, median", "longest", "bytes, median", "completed", "failed"],
    rows.map(({ alignment, duration, bytes, completed, failed }) => [
      alignment,
      (duration.median / 1000).toFixed(1),
      (duration.max / 1000).toFixed(1),
      bytes.toFixed(0),
      String(completed),
      String(failed),
    ]),
  );

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}
