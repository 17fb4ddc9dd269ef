import { describe, expect, test } from "vitest";
import { type BudgetInputs, describeBytes, estimateCheckpoint } from "../../../model/budget/checkpointBudget.ts";

/**
 * The pipeline that was measured: a source, a DoFn that emits at the end of its bundle, a stateful DoFn, a window, a count. Its checkpoints
 * without buffered output were 58,413 bytes in most runs and 80,613 in others; the middle stands for both.
 */
const WHOLE: BudgetInputs = {
  pipelines: 1,
  elementsPerSecond: 1000,
  elementBytes: 200,
  stateBytes: 69_513,
  parallelism: 1,
  bundleSize: 10_000,
  bundleTimeMs: 10_000,
  intervalMs: 10_000,
  finishBundle: false,
  optionsBytes: 0,
  registeredStates: 20,
  beam: "2.70",
};

const SMALL_BUNDLES = { bundleSize: 1000, bundleTimeMs: 1000 };
const FINISHED = { finishBundle: true };
/** The part of the pipeline that only buffers. */
const BUFFER_ONLY: BudgetInputs = { ...WHOLE, stateBytes: 10_372, registeredStates: 4 };
/** Beam 2.70 with its serializers made to hold the options, as before 2.56. */
const OLD = { beam: "2.55" };

/** Where the period of the bundles met that of the checkpoints some checkpoints buffered little: the largest of a run is compared. */
const MEASURED: readonly (readonly [name: string, inputs: BudgetInputs, bytes: number])[] = [
  ["small bundles", { ...WHOLE, ...SMALL_BUNDLES }, 277_313],
  ["small bundles, 10 KB of options", { ...WHOLE, ...SMALL_BUNDLES, optionsBytes: 10_000 }, 277_973],
  ["small bundles, 100 KB of options", { ...WHOLE, ...SMALL_BUNDLES, optionsBytes: 100_000 }, 276_213],
  ["large bundles, median", WHOLE, 2_226_513],
  ["large bundles", WHOLE, 2_346_113],
  ["large bundles, 10 KB of options", { ...WHOLE, optionsBytes: 10_000 }, 2_391_173],
  ["large bundles, 100 KB of options", { ...WHOLE, optionsBytes: 100_000 }, 2_276_873],
  ["small finished bundles", { ...WHOLE, ...SMALL_BUNDLES, ...FINISHED }, 58_413],
  ["small finished bundles, 100 KB of options", { ...WHOLE, ...SMALL_BUNDLES, ...FINISHED, optionsBytes: 100_000 }, 58_413],
  ["large finished bundles", { ...WHOLE, ...FINISHED }, 80_613],
  ["large finished bundles, 10 KB of options", { ...WHOLE, ...FINISHED, optionsBytes: 10_000 }, 58_413],
  ["large finished bundles, 100 KB of options", { ...WHOLE, ...FINISHED, optionsBytes: 100_000 }, 58_413],
  ["large finished bundles, 2 MB of options", { ...WHOLE, ...FINISHED, elementsPerSecond: 500, optionsBytes: 2_000_000 }, 58_413],
  ["the buffering DoFn alone", { ...BUFFER_ONLY, elementsPerSecond: 500 }, 1_104_921],
  ["10 pipelines", { ...WHOLE, pipelines: 10, elementsPerSecond: 500 }, 12_680_000],
  ["10 pipelines with finished bundles", { ...WHOLE, pipelines: 10, elementsPerSecond: 500, ...FINISHED }, 584_000],
  ["100 pipelines", { ...WHOLE, pipelines: 100, elementsPerSecond: 20 }, 13_080_000],
  ["100 pipelines with finished bundles", { ...WHOLE, pipelines: 100, elementsPerSecond: 20, ...FINISHED }, 5_830_000],
  ["10 pipelines on S3", { ...WHOLE, pipelines: 10, elementsPerSecond: 200 }, 5_210_000],
  ["10 pipelines on S3 with finished bundles", { ...WHOLE, pipelines: 10, elementsPerSecond: 200, ...FINISHED }, 790_000],
];

const OLD_WHOLE: BudgetInputs = { ...WHOLE, ...OLD, elementsPerSecond: 500, intervalMs: 5000, stateBytes: 89_636 };
const REENACTED: typeof MEASURED = [
  ["finished bundles, no options", { ...OLD_WHOLE, ...FINISHED }, 89_636],
  ["finished bundles, 5 KB of options", { ...OLD_WHOLE, ...FINISHED, optionsBytes: 5000 }, 216_068],
  ["finished bundles, 10 KB of options", { ...OLD_WHOLE, ...FINISHED, optionsBytes: 10_000 }, 330_470],
  ["finished bundles, 100 KB of options", { ...OLD_WHOLE, ...FINISHED, optionsBytes: 100_000 }, 4_330_252],
  ["open bundles that the interval ends, 10 KB of options", { ...OLD_WHOLE, optionsBytes: 10_000 }, 903_264],
  ["the buffering DoFn alone, 36 KB of options", { ...BUFFER_ONLY, ...OLD, optionsBytes: 36_000 }, 2_482_722],
  ["the same with finished bundles", { ...BUFFER_ONLY, ...OLD, ...FINISHED, optionsBytes: 36_000 }, 307_126],
  ["the same without options", { ...BUFFER_ONLY, ...OLD, ...FINISHED }, 10_372],
];

/**
 * The ladder of the blog of December 2023 (Beam 2.52). It tells sizes and not rates or options: the rate is that of the measurement, the
 * options are those whose copies make its second step; the first and the last step and the job of 100 pipelines follow.
 */
const BLOG_STEP: BudgetInputs = { ...BUFFER_ONLY, beam: "2.52", stateBytes: 10_000, ...FINISHED, optionsBytes: 22_500 };
const BLOG: typeof MEASURED = [
  ["open bundles", { ...BLOG_STEP, finishBundle: false }, 2_000_000],
  ["finished bundles", BLOG_STEP, 150_000],
  ["finished bundles, options moved out", { ...BLOG_STEP, optionsBytes: 0 }, 10_000],
  ["100 pipelines with finished bundles", { ...BLOG_STEP, pipelines: 100 }, 15_000_000],
];

/** How sure an estimate on measured inputs says it is. */
const { relativeUncertainty } = estimateCheckpoint(WHOLE);

describe("the estimate is as near as it says", () => {
  test("which is 25 %", () => {
    expect(relativeUncertainty).toBe(0.25);
  });

  test.each(MEASURED)("to a measured checkpoint: %s", (_, inputs, bytes) => {
    const { totalBytes, basis } = estimateCheckpoint(inputs);
    expect(basis).toBe("measured");
    expect(Math.abs(totalBytes - bytes) / bytes).toBeLessThanOrEqual(relativeUncertainty);
  });

  test.each(REENACTED)("to a checkpoint of a Beam made to store its options: %s", (_, inputs, bytes) => {
    expect(Math.abs(estimateCheckpoint(inputs).totalBytes - bytes) / bytes).toBeLessThanOrEqual(relativeUncertainty);
  });

  test.each(BLOG)("to the blog: %s", (_, inputs, bytes) => {
    expect(Math.abs(estimateCheckpoint(inputs).totalBytes - bytes) / bytes).toBeLessThanOrEqual(relativeUncertainty);
  });
});

describe("an estimate", () => {
  test("tells its parts for the whole job", () => {
    const budget = estimateCheckpoint({ ...BUFFER_ONLY, ...OLD, pipelines: 3, optionsBytes: 10_000, stateBytes: 1000 });
    expect(budget.parts).toEqual({ state: 3000, bufferedOutput: 3 * 10_000 * 220, options: 3 * 4 * 10_000 });
    expect(budget.bytesPerPipeline).toBe(1000 + 2_200_000 + 40_000);
    expect(budget.totalBytes).toBe(3 * budget.bytesPerPipeline);
  });

  test.each([
    ["time ends it, which Beam looks at every half of it", { bundleTimeMs: 2000 }, 3000],
    ["the interval ends it", { intervalMs: 3000 }, 3000],
    ["its size ends it", { bundleSize: 4000 }, 4000],
    ["each parallel instance has one", { bundleSize: 4000, parallelism: 2 }, 8000],
    ["there are no more elements than instances could gather", { parallelism: 50 }, 10_000],
    ["nothing else ends it", { bundleTimeMs: 60_000, intervalMs: 30_000, bundleSize: 1_000_000 }, 30_000],
  ])("takes the open bundle to be as long as %s", (_, inputs, elements) => {
    expect(estimateCheckpoint({ ...WHOLE, ...inputs }).parts.bufferedOutput).toBe(elements * 220);
  });

  test("ends the bundle by its time where there is no interval", () => {
    const { intervalMs: _, ...withoutInterval } = WHOLE;
    expect(estimateCheckpoint({ ...withoutInterval, bundleTimeMs: 5000 }).parts.bufferedOutput).toBe(7500 * 220);
  });

  test("has nothing in an open bundle to which nothing comes", () => {
    const idle = { ...WHOLE, elementsPerSecond: 0, bundleTimeMs: Number.POSITIVE_INFINITY };
    expect(estimateCheckpoint({ ...idle, intervalMs: Number.POSITIVE_INFINITY }).parts.bufferedOutput).toBe(0);
  });

  test.each([
    ["2.55", 400_000 * 2],
    ["2.56", 0],
    ["2.77", 0],
  ])("stores options up to Beam 2.55: %s", (beam, bytes) => {
    expect(estimateCheckpoint({ ...BUFFER_ONLY, beam, optionsBytes: 100_000 }).parts.options).toBe(bytes);
  });

  test("never shrinks with more options", () => {
    const sizes = [0, 1, 10_000, 16_384, 16_385, 20_000, 32_768, 32_769, 100_000];
    const parts = sizes.map((optionsBytes) => estimateCheckpoint({ ...BUFFER_ONLY, ...OLD, optionsBytes }).parts.options);
    expect(parts).toEqual([0, 4, 40_000, 65_536, 65_548, 108_928, 262_144, 262_152, 800_000]);
  });

  test.each([
    ["more pipelines", { pipelines: 101 }, "More than 100 pipelines"],
    ["a higher rate", { elementsPerSecond: 1001 }, "Rates were measured"],
    ["a lower rate", { elementsPerSecond: 19 }, "Rates were measured"],
    ["other elements", { elementBytes: 2000 }, "Elements were measured"],
    ["parallel instances", { parallelism: 2 }, "one parallel instance"],
    ["options in checkpoints", { ...OLD, optionsBytes: 1 }, "Options in checkpoints"],
  ])("is less sure beyond what was measured: %s", (_, inputs, reason) => {
    const { basis, relativeUncertainty: share, assumptions } = estimateCheckpoint({ ...WHOLE, ...inputs });
    expect({ basis, share }).toEqual({ basis: "derived", share: 0.5 });
    expect(assumptions.join(" ")).toContain(reason);
  });

  test("does not depend on elements where bundles are finished", () => {
    expect(estimateCheckpoint({ ...WHOLE, ...FINISHED, elementsPerSecond: 1e6, elementBytes: 1, parallelism: 9 }).basis).toBe("measured");
  });

  test("is derived where an input is assumed, and says so", () => {
    const { basis, assumptions } = estimateCheckpoint(WHOLE, ["State of 1 byte."]);
    expect(basis).toBe("derived");
    expect(assumptions).toContain("State of 1 byte.");
  });
});

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1000, "1 KB"],
  [999_499, "999 KB"],
  [999_999, "1 MB"],
  [10_372, "10.4 KB"],
  [2_258_413, "2.26 MB"],
  [15_000_000, "15 MB"],
  [3.2e9, "3.2 GB"],
])("%d bytes read as %s", (bytes, text) => {
  expect(describeBytes(bytes)).toBe(text);
});
