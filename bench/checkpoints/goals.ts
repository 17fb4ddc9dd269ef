/** What the ladder is held to. A goal that is not reached is printed like any other: the benchmark is no gate. */
import type { Setting } from "./matrix.ts";
import type { Row } from "./results.ts";

export interface Goals {
  /**
   * How many times the bytes of a checkpoint, in the median, large bundles alone write of what `BeamJob`'s defaults write: one pipeline
   * that buffers, no payload, the interval below the time of a bundle. Null where one of the two was not measured.
   */
  readonly ratio: number | null;
  /**
   * For each shape, at an interval of 5 s: the bytes that `BeamJob`'s defaults write, in the median, for each byte of the state that the job itself
   * keeps. That is what the same pipeline writes at bundles of one element, where no output can wait for the end of a bundle.
   */
  readonly overState: readonly { readonly shape: Row["shape"]; readonly intervalSeconds: number; readonly times: number }[];
}

/** Aims: the ratio at least this, and never more bytes than this many times the job's own state. */
export const AIMS = { ratio: 200, overState: 1.1 } as const;

export function judge(rows: readonly Row[]): Goals {
  const base = rows.filter(({ pipelines, payloadBytes }) => pipelines === 1 && payloadBytes === 0);
  const median = (setting: Setting, { shape, intervalSeconds }: Pick<Row, "shape" | "intervalSeconds">) =>
    base.find((row) => row.setting === setting && row.shape === shape && row.intervalSeconds === intervalSeconds)?.bytes.median;
  const first = { shape: "buffer", intervalSeconds: 5 } as const;
  const [bundles, ours] = [median("bundles", first), median("ours", first)];
  return {
    ratio: bundles === undefined || ours === undefined ? null : bundles / ours,
    overState: base
      .filter(({ setting }) => setting === "single")
      .flatMap((row) => {
        const written = median("ours", row);
        const { shape, intervalSeconds } = row;
        return written === undefined ? [] : [{ shape, intervalSeconds, times: written / row.bytes.median }];
      }),
  };
}
