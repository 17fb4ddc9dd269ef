/** What the benchmark yields, and how its figures come about. */
import { median } from "../measured.ts";
import type { Alignment, Shape } from "./cases.ts";
import type { Window } from "./counted.ts";

/** One way to read, measured in several windows at the same times as the others. */
export interface ShapeRow {
  readonly shape: Shape;
  /** Records of the busy topic per second, in the median of the windows. */
  readonly rate: number;
  /** Mean latency of a window in milliseconds, in the median of the windows that had a record. */
  readonly latency: number;
  /** To the job that reads the busy topic alone, window by window, in the median of those in which both had a record. */
  readonly ofAlone: { readonly rate: number; readonly latency: number };
}

/** Checkpoints of one job whose last step is too slow. */
export interface CheckpointRow {
  readonly alignment: Alignment;
  readonly completed: number;
  readonly failed: number;
  /** From trigger to end, in milliseconds. */
  readonly duration: { readonly median: number; readonly max: number };
  /** Bytes, the median: an unaligned checkpoint holds the elements under way. */
  readonly bytes: number;
}

export interface Results {
  /** All shapes read as fast as they can from a topic that was written before. */
  readonly throughput: readonly ShapeRow[];
  /** All shapes read a topic that is written at `liveRate` records per second. */
  readonly latency: readonly ShapeRow[];
  readonly liveRate: number;
  readonly checkpoints: readonly CheckpointRow[];
}

/** `windows` holds for each shape its windows, which began and ended together. */
export function shapeRows(windows: ReadonlyMap<Shape, readonly Window[]>): ShapeRow[] {
  const alone = windows.get("alone");
  if (alone === undefined) throw new Error("without the shape alone there is nothing to compare with");
  return [...windows].map(([shape, own]) => {
    const pairs = own.map((window, index) => [window, alone[index]!] as const);
    return {
      shape,
      rate: median(own.map(({ rate }) => rate)),
      latency: medianOf(
        shape,
        own.map(({ latency }) => latency),
      ),
      ofAlone: {
        rate: medianOf(
          shape,
          pairs.map(([{ rate }, beside]) => (beside.rate === 0 ? undefined : rate / beside.rate)),
        ),
        latency: medianOf(
          shape,
          pairs.map(([{ latency }, beside]) => ratio(latency, beside.latency)),
        ),
      },
    };
  });
}

/** A job that waits for quiet splits, or a machine that is busy, leaves windows without a record. */
function medianOf(shape: Shape, figures: readonly (number | undefined)[]): number {
  const known = figures.filter((figure) => figure !== undefined);
  if (known.length === 0) throw new Error(`no window of ${shape} had a record: the machine may be too busy`);
  return median(known);
}

function ratio(figure: number | undefined, of: number | undefined): number | undefined {
  return figure === undefined || of === undefined ? undefined : figure / of;
}
