import { describe, expect, test } from "vitest";
import { type LinePlot, linePlot, type RangePlot, rangePlot } from "../../bench/plot.ts";

const RANGES: RangePlot = {
  title: "Checkpoints",
  subtitle: "one pipeline",
  series: ["before", "after"],
  categories: "pipeline",
  value: { title: "size", unit: "B", scale: "log" },
  ranges: [
    { category: "small", series: "before", low: 900, middle: 1_000, high: 4_000 },
    { category: "small", series: "after", low: 100, middle: 120, high: 150 },
    { category: "large", series: "before", low: 2_000_000, middle: 2_345_678, high: 3_000_000 },
  ],
};

const LINES: LinePlot = {
  title: "Backlog",
  series: ["orders"],
  x: { title: "time", unit: "s" },
  y: { title: "backlog", unit: "B" },
  points: [
    { series: "orders", x: 0, y: 0 },
    { series: "orders", x: 10, y: 4_000 },
  ],
  marks: [
    { text: "load doubled", x: 5 },
    { text: "alert", y: 3_000 },
  ],
};

const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
const count = (svg: string, pattern: RegExp) => [...svg.matchAll(pattern)].length;

describe("a plot of ranges", () => {
  test("says title, subtitle, categories, series, the axis with its unit, and each median", async () => {
    const said = texts(await rangePlot(RANGES));
    expect(said).toEqual(
      expect.arrayContaining(["Checkpoints", "one pipeline", "pipeline", "small", "large", "before", "after", "size (B)"]),
    );
    expect(said).toEqual(expect.arrayContaining(["1 kB", "120 B", "2.35 MB"]));
  });

  test("draws a line and a point for each range, in the colour of its series", async () => {
    const svg = await rangePlot(RANGES);
    expect(count(svg, /aria-roledescription="rule mark"/g)).toBe(3);
    expect(count(svg, /aria-roledescription="point"/g)).toBe(3);
    expect(count(svg, /stroke="#0072b2"/g)).toBeGreaterThanOrEqual(2);
    expect(count(svg, /stroke="#d55e00"/g)).toBeGreaterThanOrEqual(1);
  });

  test("has a light background, whatever is around it", async () => {
    expect(await rangePlot(RANGES)).toContain('fill="#ffffff"');
  });
});

describe("a plot of lines", () => {
  test("says its axes with their units, and its marks", async () => {
    expect(texts(await linePlot(LINES))).toEqual(expect.arrayContaining(["Backlog", "time (s)", "backlog (B)", "load doubled", "alert"]));
  });

  test("draws one line for each series, and needs no legend for one", async () => {
    const two = {
      ...LINES,
      series: ["orders", "returns"],
      points: [...LINES.points, ...LINES.points.map((point) => ({ ...point, series: "returns" }))],
    };
    expect(count(await linePlot(LINES), /aria-roledescription="line mark"/g)).toBe(1);
    expect(count(await linePlot(two), /aria-roledescription="line mark"/g)).toBe(2);
    expect(texts(await linePlot(LINES))).not.toContain("orders");
    expect(texts(await linePlot(two))).toEqual(expect.arrayContaining(["orders", "returns"]));
  });
});

test("the same figures give the same bytes", async () => {
  expect(await rangePlot(RANGES)).toBe(await rangePlot(structuredClone(RANGES)));
  expect(await linePlot(LINES)).toBe(await linePlot(structuredClone(LINES)));
});
