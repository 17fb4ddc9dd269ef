/** What the benchmark yields, and how its figures come about. */
import { median } from "../measured.ts";
import type { Alignment, Shape } from "./cases.ts";
import type { Window } from "./counted.ts";

/** One way to read, measured in several windows at the same times as the others. */
export interface ShapeRow {
  readonly shape: Shape;
  /** Records of the busy topic per second, in the median of the windows. */
  readonly rate: number;
  /** Mean latency of a window in milliseconds, in the median of the windows. */
  readonly latency: number;
  /** To the job that reads the busy topic alone, window by window, in the median. */
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
  return [...windows].map(([shape, own]) => ({
    shape,
    rate: median(own.map(({ rate }) => rate)),
    latency: median(own.map(latencyOf)),
    ofAlone: {
      rate: median(own.map(({ rate }, index) => rate / alone[index]!.rate)),
      latency: median(own.map((window, index) => latencyOf(window) / latencyOf(alone[index]!))),
    },
  }));
}

function latencyOf({ latency }: Window): number {
  if (latency === undefined) throw new Error("no record was read in one of the windows: the machine may be too busy");
  return latency;
}
