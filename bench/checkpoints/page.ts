/** The measured part of `docs/benchmarks.md` and its plots, made of a stored run. */
import { describeBytes } from "../../model/index.ts";
import { rangePlot } from "../plot.ts";
import { predictions } from "./budget.ts";
import { AIMS, judge } from "./goals.ts";
import { comparisonName, COMPARISONS, SETTING_NAMES, SETTINGS, SHAPES } from "./matrix.ts";
import { circumstancesLine } from "../circumstances.ts";
import { rowsTable, table, whole } from "./report.ts";
import { punctual, type Results, type Row } from "./results.ts";

const BEGIN = "<!-- checkpoints: written by bench/checkpoints/writePage.ts from results.json -->";
const END = "<!-- /checkpoints -->";

/** The page with the measured part as the results say it. */
export function withResults(page: string, results: Results): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`the page does not hold ${BEGIN} and, behind it, ${END}`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${measuredPart(results)}\n\n${page.slice(end)}`;
}

function measuredPart(results: Results): string {
  const { ratio, overState } = judge(results.rows);
  const most = Math.max(...overState.map(({ times }) => times));
  return [
    circumstancesLine(results),
    ...Object.entries(PLOTS).map(([name, { says }]) => `![${says}](images/${name})`),
    "#### Each row",
    "Sizes are of one pipeline's share of a checkpoint, which is what one interval writes; `job graph` and `_metadata` are the job's.",
    rowsTable(results.rows),
    ...notMeasured(results.rows),
    "#### Goals",
    table(
      ["goal", "measured", "reached"],
      [
        [
          `large bundles alone write at least ${AIMS.ratio} times what BeamJob's defaults write (buffer, 5 s, 1 pipeline, medians)`,
          ratio === null ? "not measured" : `${ratio.toFixed(1)} times`,
          ratio !== null && ratio >= AIMS.ratio ? "yes" : "**no**",
        ],
        [
          `BeamJob's defaults write at most ${AIMS.overState} times the state that the job itself keeps (medians)`,
          overState.map(({ shape, intervalSeconds, times }) => `${shape}, ${intervalSeconds} s: ${times.toFixed(3)}`).join("; "),
          most <= AIMS.overState ? "yes" : "**no**",
        ],
      ],
    ),
    "#### What the budget predicts",
    "`beam-flink budget` and the rule `checkpoint-budget` estimate the largest checkpoint of those that come on time. Measured is the largest where bundles end by themselves, and the median where the interval ends them: on a busy machine one checkpoint comes late and holds more, the next one less. The state is that of the job itself, above.",
    table(
      ["comparison", "setting", "measured", "predicted", "difference", "checkpoints on time"],
      predictions(results).map(({ name, row, bytes, predicted }) => [
        name,
        SETTING_NAMES[row.setting],
        whole(bytes),
        whole(predicted),
        `${(100 * (predicted / bytes - 1)).toFixed(0)} %`,
        punctual(row) ? "yes" : "**no**",
      ]),
    ),
  ].join("\n\n");
}

function notMeasured(rows: readonly Row[]): string[] {
  const measured = new Set(rows.map((row) => comparisonName(row)));
  const missing = COMPARISONS.map(comparisonName).filter((name) => !measured.has(name));
  return missing.length === 0 ? [] : [`Not measured in this run: ${missing.join("; ")}.`];
}

interface PagePlot {
  /** The plot in a sentence, for whoever cannot see it. */
  readonly says: string;
  svg(results: Results): Promise<string>;
}

const plain = ({ pipelines, payloadBytes }: Row) => pipelines === 1 && payloadBytes === 0;
const names = (rows: readonly Row[]) =>
  SETTINGS.filter((setting) => rows.some((row) => row.setting === setting)).map((one) => SETTING_NAMES[one]);
const SIZE = { title: "size of a checkpoint, lowest to highest, the point is the median", unit: "B", scale: "log" } as const;

/** The plots by file name in `docs/images`. */
export const PLOTS: Readonly<Record<string, PagePlot>> = {
  "checkpoint-settings.svg": {
    says: "Checkpoints of one pipeline by shape, interval and setting: large bundles alone write the most, BeamJob's defaults the job's own state",
    svg: ({ date, rows }) => {
      const shown = rows.filter(plain);
      return rangePlot({
        title: "Checkpoints of one pipeline",
        subtitle: `1,000 elements of 200 bytes a second; ${date}`,
        series: names(shown),
        categories: "shape, checkpoint interval",
        value: SIZE,
        ranges: SHAPES.flatMap((shape) => shown.filter((row) => row.shape === shape)).map((row) => ({
          category: `${row.shape}, ${row.intervalSeconds} s`,
          series: SETTING_NAMES[row.setting],
          ...range(row),
        })),
      });
    },
  },
  "checkpoint-pipelines.svg": {
    says: "Checkpoints of jobs of 1, 10 and 100 pipelines by setting",
    svg: ({ date, rows }) => {
      const shown = rows.filter(
        (row) => row.shape === "buffer" && row.intervalSeconds === 5 && row.payloadBytes === 0 && row.setting !== "single",
      );
      return rangePlot({
        title: "Checkpoints of jobs of many pipelines, all of a job's together",
        subtitle: `shape buffer, interval 5 s; ${date}`,
        series: names(shown),
        categories: "pipelines, elements a second in each",
        value: SIZE,
        ranges: shown.map((row) => ({
          category: `${row.pipelines}, ${row.elementsPerSecond}/s`,
          series: SETTING_NAMES[row.setting],
          ...range(row),
        })),
      });
    },
  },
  "checkpoint-options.svg": {
    says: "Job graph and checkpoint by the size of the pipeline options: the job graph grows with them, the checkpoint does not",
    svg: ({ date, versions, rows }) => {
      const shown = rows.filter(
        (row) => row.setting === "ours" && row.shape === "buffer" && row.intervalSeconds === 5 && row.pipelines === 1,
      );
      const same = (bytes: number) => ({ low: bytes, middle: bytes, high: bytes });
      return rangePlot({
        title: "Where large pipeline options go",
        subtitle: `Beam ${versions["Beam"]}, one pipeline, BeamJob's defaults; ${date}`,
        series: ["job graph", "checkpoint"],
        categories: "payload in the options",
        value: { title: "size", unit: "B", scale: "log" },
        ranges: shown.flatMap((row) => {
          const category = row.payloadBytes === 0 ? "none" : describeBytes(row.payloadBytes);
          return [
            { category, series: "job graph", ...same(row.jobGraphBytes) },
            { category, series: "checkpoint", ...range(row) },
          ];
        }),
      });
    },
  },
};

const range = ({ bytes: { min, median, max } }: Row) => ({ low: min, middle: median, high: max });
