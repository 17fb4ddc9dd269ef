/** A run as text: a Markdown table, then the goals. */
import { describeBytes } from "../../model/index.ts";
import { circumstancesLine } from "../circumstances.ts";
import { AIMS, type Goals } from "./goals.ts";
import { SETTING_NAMES } from "./matrix.ts";
import type { Results, Row, Spread } from "./results.ts";

export function renderReport(results: Results, goals: Goals): string {
  return [circumstancesLine(results), rowsTable(results.rows), goalLines(goals)].join("\n\n");
}

/** Sizes are of one pipeline's share of one checkpoint, which is what one interval writes. */
export function rowsTable(rows: readonly Row[]): string {
  return table(
    [
      "shape",
      "interval s",
      "pipelines",
      "elements/s each",
      "payload",
      "setting",
      "checkpoints (failed)",
      "bytes per pipeline, median",
      "min",
      "max",
      "ms, median (max)",
      "job graph",
      "_metadata",
      "load",
    ],
    rows.map((row) => {
      const each = perPipeline(row);
      return [
        row.shape,
        row.intervalSeconds,
        row.pipelines,
        row.elementsPerSecond,
        row.payloadBytes === 0 ? "0" : describeBytes(row.payloadBytes),
        SETTING_NAMES[row.setting],
        `${row.checkpoints} (${row.failed})`,
        whole(each.median),
        whole(each.min),
        whole(each.max),
        `${Math.round(row.milliseconds.median)} (${row.milliseconds.max})`,
        describeBytes(row.jobGraphBytes),
        describeBytes(row.metadataBytes),
        row.load,
      ];
    }),
  );
}

export function perPipeline({ bytes, pipelines }: Row): Spread {
  return { median: bytes.median / pipelines, min: bytes.min / pipelines, max: bytes.max / pipelines };
}

/** The last line is the ratio, for whoever reads it with a program. */
function goalLines({ ratio, overState }: Goals): string {
  return [
    ...overState.map(
      ({ shape, intervalSeconds, times }) =>
        `over-state ${times.toFixed(3)} (${shape}, ${intervalSeconds} s; aim: at most ${AIMS.overState} times the job's own state)`,
    ),
    ratio === null ? "ratio not measured" : `ratio ${ratio.toFixed(1)}`,
  ].join("\n");
}

/** `1,085,000`. */
export const whole = (number: number): string => Math.round(number).toLocaleString("en-US");

export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
