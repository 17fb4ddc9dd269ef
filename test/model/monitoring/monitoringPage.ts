/** docs/monitoring.md with its tables written from the model, and the plots of a recorded run. */
import { linePlot } from "../../../bench/plot.ts";
import { formatDuration } from "../../../model/index.ts";
import {
  alertRules,
  PIPELINES_RULE,
  type RecordingRule,
  recordingRules,
  resolveThresholds,
  THRESHOLD_DEFAULTS,
} from "../../../model/monitoring/index.ts";
import { RECORDED_PANELS, type RecordedRun } from "../../support/running/prometheusPanels.ts";

const TABLES: Readonly<Record<string, (run: RecordedRun | undefined) => string>> = { rules, alerts, thresholds, seen };

/** The page, with each table between its marks. */
export function withTables(page: string, run: RecordedRun | undefined): string {
  return page.replaceAll(/(<!-- table: (\w+) -->\n)[^]*?(<!-- end -->)/g, (_, start: string, name: string, end: string) => {
    const written = TABLES[name];
    if (written === undefined) throw new Error(`there is no table ${name}`);
    return `${start}\n${written(run)}\n\n${end}`;
  });
}

/** SVG by the name of its file. */
export async function plots(run: RecordedRun | undefined): Promise<ReadonlyMap<string, string>> {
  const made = new Map<string, string>();
  if (run === undefined) return made;
  for (const { file, title, axis } of RECORDED_PANELS) {
    const lines = run.panels[file] ?? [];
    const svg = await linePlot({
      title,
      subtitle: `job ${run.job}, Flink ${run.versions.flink}, Beam ${run.versions.beam}, ${run.date}; its TaskManager was killed`,
      series: lines.map(({ series }) => series || title),
      x: { title: "time", unit: "s" },
      y: axis,
      points: lines.flatMap(({ series, values }) => values.map(([x, y]) => ({ series: series || title, x, y }))),
    });
    made.set(`monitoring-${file}.svg`, svg);
  }
  return made;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(heads), `|${heads.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}

function rules(): string {
  const all: readonly Omit<RecordingRule, "expr">[] = [PIPELINES_RULE, ...recordingRules({ jobs: [], jobNamespaces: [], backlogFloor: 0 })];
  return table(
    ["series", "unit", "meaning"],
    all.map(({ record, unit, meaning, mayBeAbsent }) => [
      `\`${record}\``,
      unit,
      mayBeAbsent === undefined ? meaning : `${meaning} (${mayBeAbsent})`,
    ]),
  );
}

function alerts(): string {
  return table(
    ["alert", "severity", "fires when", "for", "runbook"],
    alertRules(resolveThresholds({}), { jobNamespaces: [], autoscaled: true }).map(({ alert, severity, expr, forMs, runbook }) => [
      alert,
      severity,
      // The page says of all that they select the namespaces.
      `\`${expr.replaceAll('{namespace=~""}', "")}\``,
      forMs === 0 ? "at once" : formatDuration(forMs),
      `[${runbook}](runbooks/${runbook}.md)`,
    ]),
  );
}

/** Why each is what it is stands beside it in the code. */
function thresholds(): string {
  return table(
    ["`thresholds`", "default"],
    Object.entries(THRESHOLD_DEFAULTS).map(([name, value]) => [
      `\`${name}\``,
      typeof value === "string" ? `"${value}"` : value.toLocaleString("en-US"),
    ]),
  );
}

/** A page without a kept run has no such table. */
function seen(run: RecordedRun | undefined): string {
  if (run === undefined) throw new Error("the page shows plots of a run that has not been kept");
  const times = Object.values(run.panels).flatMap((lines) => lines.flatMap(({ values }) => values.map(([at]) => at)));
  return [
    `Kept from a run of ${Math.round(Math.max(...times))} s on ${run.date}:`,
    ...RECORDED_PANELS.map(({ file, title }) => `![${title} of the recorded run](images/monitoring-${file}.svg)`),
  ].join("\n\n");
}
