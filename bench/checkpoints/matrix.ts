/** What the ladder compares: settings of bundles and checkpoints, side by side on jobs that are alike in everything else. */
import { UserError } from "../../local/support/errors.ts";

/** The settings of one comparison, from the largest checkpoints that are expected to the smallest. */
export const SETTINGS = ["bundles", "stock", "ours", "single"] as const;
export type Setting = (typeof SETTINGS)[number];

/** Each setting in words. */
export const SETTING_NAMES: Readonly<Record<Setting, string>> = {
  bundles: "large bundles alone",
  stock: "Beam's defaults",
  ours: "BeamJob's defaults",
  single: "bundles of one element",
};

/** `full` has keyed state and a windowed count behind the DoFn that buffers, `buffer` has nothing that keeps state. */
export const SHAPES = ["buffer", "full"] as const;
export type Shape = (typeof SHAPES)[number];

/** The circumstances that the jobs of one comparison share. */
export interface Comparison {
  readonly shape: Shape;
  readonly intervalSeconds: number;
  readonly pipelines: number;
  /** Of each pipeline. */
  readonly elementsPerSecond: number;
  readonly elementBytes: number;
  /** Bytes of a pipeline option that nothing reads. */
  readonly payloadBytes: number;
  readonly settings: readonly Setting[];
}

const COMPARED = ["bundles", "stock", "ours"] as const satisfies readonly Setting[];

/**
 * One pipeline, no payload, an interval below the time of a large bundle: the comparison that the ratio is taken from. `single` is its
 * reference: where each bundle is one element, no bundle is ever open, and a checkpoint holds the job's own state and nothing else.
 */
const BASE: Comparison = {
  shape: "buffer",
  intervalSeconds: 5,
  pipelines: 1,
  elementsPerSecond: 1000,
  elementBytes: 200,
  payloadBytes: 0,
  settings: [...COMPARED, "single"],
};

/** Rates fall as pipelines grow in number, so that three such jobs at once do not want more than two cores. */
export const COMPARISONS: readonly Comparison[] = [
  BASE,
  { ...BASE, intervalSeconds: 10, settings: COMPARED },
  { ...BASE, shape: "full" },
  { ...BASE, shape: "full", intervalSeconds: 10, settings: COMPARED },
  { ...BASE, pipelines: 10, elementsPerSecond: 200, settings: COMPARED },
  { ...BASE, pipelines: 100, elementsPerSecond: 20, settings: COMPARED },
  { ...BASE, payloadBytes: 10_000, settings: COMPARED },
  { ...BASE, payloadBytes: 100_000, settings: COMPARED },
];

/** Names a comparison for people and for `--rows`: `buffer, 5 s, 10 pipelines, 200/s, no payload`. */
export function comparisonName(comparison: Omit<Comparison, "settings">): string {
  const { shape, intervalSeconds, pipelines, elementsPerSecond, payloadBytes } = comparison;
  const count = pipelines === 1 ? "1 pipeline" : `${pipelines} pipelines`;
  const payload = payloadBytes === 0 ? "no payload" : `${payloadBytes / 1000} KB of payload`;
  return `${shape}, ${intervalSeconds} s, ${count}, ${elementsPerSecond}/s, ${payload}`;
}

/** The comparisons whose names the regular expression matches somewhere. */
export function chosen(pattern: string): readonly Comparison[] {
  const found = COMPARISONS.filter((comparison) => expression(pattern).test(comparisonName(comparison)));
  if (found.length > 0) return found;
  const names = COMPARISONS.map(comparisonName).join("\n  ");
  throw new UserError(`--rows ${JSON.stringify(pattern)} matches none of these:\n  ${names}`, { exitCode: 2 });
}

function expression(pattern: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch (error) {
    throw new UserError(`--rows ${JSON.stringify(pattern)} is no regular expression`, { exitCode: 2, cause: error });
  }
}
