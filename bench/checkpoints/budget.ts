/** What the checkpoint budget predicts for each measured row, given the state that the same pipeline keeps by itself. */
import { estimateCheckpoint } from "../../model/budget/checkpointBudget.ts";
import { BUNDLE_DEFAULTS, parseDuration } from "../../model/index.ts";
import { BUNDLES } from "./jobs.ts";
import { comparisonName, type Setting } from "./matrix.ts";
import type { Results, Row } from "./results.ts";

export interface Prediction {
  /** Of the comparison. */
  readonly name: string;
  readonly row: Row;
  /**
   * What was measured of what the estimate is of: the largest checkpoint of those that come on time. Where bundles end by themselves that is
   * the largest. Where the interval ends them it is the median, as each checkpoint gathers an interval: a late one more, the next one less.
   */
  readonly bytes: number;
  readonly predicted: number;
}

/** Of every setting that was compared; `single` is where the state comes from. */
export function predictions({ rows, versions }: Pick<Results, "rows" | "versions">): Prediction[] {
  return rows
    .filter(({ setting }) => setting !== "single")
    .map((row) => {
      const { pipelines, elementsPerSecond, elementBytes, payloadBytes, shape } = row;
      const bundle = bundleOf(row.setting);
      const intervalMs = row.intervalSeconds * 1000;
      const { totalBytes } = estimateCheckpoint({
        pipelines,
        elementsPerSecond,
        elementBytes,
        stateBytes: ownState(rows, row),
        parallelism: 1,
        ...bundle,
        intervalMs,
        optionsBytes: payloadBytes,
        registeredStates: shape === "buffer" ? 4 : 20,
        beam: (versions["Beam"] ?? "").split(".").slice(0, 2).join("."),
      });
      const byInterval = intervalMs < bundle.bundleTimeMs;
      return { name: comparisonName(row), row, bytes: byInterval ? row.bytes.median : row.bytes.max, predicted: totalBytes };
    });
}

/** Bytes of the state that one pipeline of the row's shape keeps, whatever the interval: what it writes at bundles of one element. */
function ownState(rows: readonly Row[], { shape }: Row): number {
  const alike = rows.find((row) => row.setting === "single" && row.shape === shape);
  if (alike === undefined) throw new Error(`bundles of one element were not measured for the shape ${shape}`);
  return alike.bytes.median;
}

function bundleOf(setting: Setting): { bundleSize: number; bundleTimeMs: number; finishBundle: boolean } {
  const { size, time, finishBeforeCheckpoint } = { ...BUNDLE_DEFAULTS, ...BUNDLES[setting] };
  return { bundleSize: size, bundleTimeMs: parseDuration(time, "bundles.time"), finishBundle: finishBeforeCheckpoint };
}
