/**
 * Plots as SVG for the documentation, by vega-lite without a browser: light background, axis titles with units, the same bytes for the
 * same figures. `rangePlot` shows medians with their lowest and highest, one line for each category; `linePlot` shows values over x.
 */
import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";

/** One axis of numbers. */
export interface Axis {
  /** What it shows, without the unit: `size of a checkpoint`. */
  readonly title: string;
  /** Unit of the values, `B` or `s`: it stands behind the title, and large values get a prefix (`12 kB`). */
  readonly unit?: string;
  /** @default "linear", from 0 */
  readonly scale?: "linear" | "log";
}

interface Plot {
  readonly title: string;
  readonly subtitle?: string;
  /** Names of the series in the order of the legend, which is the order of their colours. */
  readonly series: readonly string[];
}

export interface RangePlot extends Plot {
  /** What the categories are. */
  readonly categories: string;
  readonly value: Axis;
  /** In the order in which they are drawn. */
  readonly ranges: readonly {
    readonly category: string;
    readonly series: string;
    readonly low: number;
    readonly middle: number;
    readonly high: number;
  }[];
}

export interface LinePlot extends Plot {
  readonly x: Axis;
  readonly y: Axis;
  readonly points: readonly { readonly series: string; readonly x: number; readonly y: number }[];
  /**
   * Moments or bounds worth a word: a dashed line at that value of x or y.
   * @default none
   */
  readonly marks?: readonly { readonly text: string; readonly x?: number; readonly y?: number }[];
}

/** Told apart by people who do not see all colours (Okabe and Ito). */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];
const INK = "#24292f";
const GRID = "#e6e8eb";
const FONT = "Helvetica, Arial, sans-serif";
const WIDTH = 560;
const LINE_HEIGHT = 260;
/** More names in a row would make the picture wider than the plot. */
const LEGEND_COLUMNS = 3;
/** Height of one range, and of the space around a category. */
const RANGE_HEIGHT = 18;

const CONFIG = {
  background: "#ffffff",
  padding: 12,
  font: FONT,
  title: { anchor: "start", color: INK, fontSize: 15, subtitleColor: "#57606a", subtitleFontSize: 12, offset: 14 },
  axis: {
    labelColor: INK,
    titleColor: INK,
    gridColor: GRID,
    domainColor: "#8c959f",
    tickColor: "#8c959f",
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titlePadding: 8,
    labelLimit: 280,
  },
  legend: { orient: "bottom", title: null, labelColor: INK, labelFontSize: 12, labelLimit: 320, symbolSize: 90, columnPadding: 24 },
  view: { stroke: null },
} as const satisfies TopLevelSpec["config"];

/** Median, lowest and highest of each series in each category; the medians' numbers stand beside them. */
export function rangePlot({ title, subtitle, series, categories, value, ranges }: RangePlot): Promise<string> {
  const names = [...new Set(ranges.map(({ category }) => category))];
  const y = {
    field: "category",
    type: "nominal",
    sort: names,
    title: categories,
    axis: { grid: false, domain: false, ticks: false },
  } as const;
  const yOffset = { field: "series", type: "nominal", sort: [...series] } as const;
  const x = (field: string) => ({ field, type: "quantitative", ...quantity(value) }) as const;
  const color = colour(series);
  return render({
    ...heading(title, subtitle),
    width: WIDTH,
    height: { step: RANGE_HEIGHT, for: "offset" },
    data: { values: ranges.map((range) => ({ ...range, label: short(range.middle, value.unit) })) },
    layer: [
      { mark: { type: "rule", strokeWidth: 3, opacity: 0.45 }, encoding: { y, yOffset, x: x("low"), x2: { field: "high" }, color } },
      { mark: { type: "point", filled: true, size: 70, opacity: 1 }, encoding: { y, yOffset, x: x("middle"), color } },
      {
        mark: { type: "text", align: "left", dx: 9, fontSize: 10, color: INK },
        encoding: { y, yOffset, x: x("high"), text: { field: "label", type: "nominal" } },
      },
    ],
  });
}

/** Values over x, one line for each series. */
export function linePlot({ title, subtitle, series, x, y, points, marks = [] }: LinePlot): Promise<string> {
  const dashed = { type: "rule" as const, strokeDash: [4, 3], color: "#57606a" };
  const word = { type: "text", fontSize: 10, color: INK, align: "left", dx: 4, dy: -5 } as const;
  const text = { field: "text", type: "nominal" } as const;
  return render({
    ...heading(title, subtitle),
    width: WIDTH,
    height: LINE_HEIGHT,
    layer: [
      {
        data: { values: [...points] },
        mark: { type: "line", interpolate: "linear", strokeWidth: 2 },
        encoding: {
          x: { field: "x", type: "quantitative", ...quantity(x) },
          y: { field: "y", type: "quantitative", ...quantity(y) },
          color: colour(series),
        },
      },
      ...marks.flatMap((mark) => {
        const data = { values: [mark] };
        const upright = mark.x !== undefined;
        const at = { field: upright ? "x" : "y", type: "quantitative" } as const;
        const rule = { data, mark: dashed, encoding: upright ? { x: at } : { y: at } };
        const start = { value: 0 };
        return [
          rule,
          { data, mark: upright ? { ...word, dy: 8 } : word, encoding: { text, ...(upright ? { x: at, y: start } : { y: at, x: start }) } },
        ];
      }),
    ],
  });
}

function heading(title: string, subtitle: string | undefined) {
  return { title: subtitle === undefined ? { text: title } : { text: title, subtitle } };
}

function colour(series: readonly string[]) {
  const scale = { domain: [...series], range: COLOURS.slice(0, series.length) };
  return { field: "series", type: "nominal", scale, legend: series.length > 1 ? { columns: LEGEND_COLUMNS } : null } as const;
}

/** Title, scale and labels of an axis of numbers. */
function quantity({ title, unit, scale = "linear" }: Axis) {
  return {
    title: unit === undefined ? title : `${title} (${unit})`,
    scale: scale === "log" ? ({ type: "log", nice: true } as const) : ({ type: "linear", zero: true } as const),
    // A log axis labels its powers of ten.
    axis: { format: "~s", tickCount: scale === "log" ? 5 : 6 },
  } as const;
}

/** `12.3 kB`, as the axis writes it. */
function short(value: number, unit = ""): string {
  const [prefix = "", size = 1] = [["G", 1e9] as const, ["M", 1e6] as const, ["k", 1e3] as const].find(([, one]) => value >= one) ?? [];
  return `${Number((value / size).toPrecision(3))} ${prefix}${unit}`.trimEnd();
}

async function render(spec: TopLevelSpec): Promise<string> {
  const { spec: program } = compile(spec, { config: CONFIG });
  const view = new View(parse(program), { renderer: "none" });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
}
