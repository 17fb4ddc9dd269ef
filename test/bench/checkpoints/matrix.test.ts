import { describe, expect, test } from "vitest";
import { jobOf, payload } from "../../../bench/checkpoints/jobs.ts";
import { chosen, comparisonName, COMPARISONS, SETTINGS } from "../../../bench/checkpoints/matrix.ts";
import { environmentConfig } from "../../../local/environment/environmentConfig.ts";
import { parseEnvironment } from "../../../stacks/config.ts";

const LOCAL = (await environmentConfig("local")).jobs["bundle-buffer"]!;
const [BASE] = COMPARISONS as [(typeof COMPARISONS)[number]];

describe("the comparisons", () => {
  test("have names of their own", () => {
    expect(new Set(COMPARISONS.map(comparisonName)).size).toBe(COMPARISONS.length);
    expect(comparisonName(BASE)).toBe("buffer, 5 s, 1 pipeline, 1000/s, no payload");
  });

  test("hold what is compared in all of them, and the job's own state for each shape", () => {
    for (const { settings } of COMPARISONS) expect(settings).toEqual(expect.arrayContaining(["bundles", "stock", "ours"]));
    expect(COMPARISONS.filter(({ settings }) => settings.includes("single")).map(({ shape }) => shape)).toEqual(["buffer", "full"]);
  });

  test("cover both shapes and intervals, 1, 10 and 100 pipelines, no payload, 10 KB and 100 KB", () => {
    const values = (field: "shape" | "intervalSeconds" | "pipelines" | "payloadBytes") => [
      ...new Set(COMPARISONS.map((one) => one[field])),
    ];
    expect(values("shape")).toEqual(["buffer", "full"]);
    expect(values("intervalSeconds")).toEqual([5, 10]);
    expect(values("pipelines")).toEqual([1, 10, 100]);
    expect(values("payloadBytes")).toEqual([0, 10_000, 100_000]);
  });
});

describe("--rows", () => {
  test("chooses comparisons by a part of their names, and all of them by default", () => {
    expect(chosen("^buffer, 5 s, 1 pipeline, .*no payload")).toEqual([BASE]);
    expect(chosen("full")).toHaveLength(2);
    expect(chosen("")).toEqual(COMPARISONS);
  });

  test.each([
    ["none", /matches none of these:\n {2}buffer, 5 s, 1 pipeline/],
    ["(", /is no regular expression/],
  ])("refuses %j", (pattern, message) => {
    expect(() => chosen(pattern)).toThrow(message);
  });
});

describe("a job of a comparison", () => {
  test.each(SETTINGS)("is one that an environment's config may hold: %s", (setting) => {
    const job = jobOf({ ...BASE, payloadBytes: 10_000 }, setting, LOCAL);
    expect(() => parseEnvironment({ platform: { stack: "local" }, jobs: { job } }, "test")).not.toThrow();
  });

  test("differs from the others in its bundles alone", () => {
    const [first, ...others] = SETTINGS.map((setting) => {
      const { bundles: _, ...rest } = jobOf(BASE, setting, LOCAL);
      return rest;
    });
    for (const other of others) expect(other).toEqual(first);
  });

  test("leaves bundles to BeamJob in the setting that shows BeamJob's defaults", () => {
    expect(jobOf(BASE, "ours", { ...LOCAL, bundles: { size: 3 } })).not.toHaveProperty("bundles");
    expect(jobOf(BASE, "bundles", LOCAL).bundles).toEqual({ size: 10_000, time: "10 s", finishBeforeCheckpoint: false });
  });

  test("has the comparison's interval, shape, pipelines and payload", () => {
    const job = jobOf({ ...BASE, shape: "full", intervalSeconds: 10, pipelines: 7, payloadBytes: 123 }, "ours", LOCAL);
    expect(job).toMatchObject({
      checkpoints: { interval: "10 s" },
      applicationConfig: { shape: "full", pipelines: 7 },
      pipelineOptions: { payload: payload(123) },
    });
    expect(jobOf(BASE, "ours", LOCAL)).not.toHaveProperty("pipelineOptions");
  });
});

test("a payload has the bytes it should have, is the same each time and does not repeat itself", () => {
  const text = payload(100_000);
  expect(new TextEncoder().encode(text)).toHaveLength(100_000);
  expect(payload(100_000)).toBe(text);
  expect(new Set(text.match(/.{50}/g)).size).toBe(2000);
});
