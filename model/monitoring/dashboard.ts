/** The Grafana dashboard as its JSON model (schema 39, Grafana 10.4 and later), made of `panels.ts`. */
import { ArgumentError } from "../argumentError.ts";
import { DASHBOARD_ROWS, type Panel } from "./panels.ts";

/** Longest `uid` that Grafana takes. */
const UID_LENGTH = 40;
const GRID_WIDTH = 24;
const PANEL_HEIGHT = 8;
const ROW_HEIGHT = 1;

const DATASOURCE = { type: "prometheus", uid: "${datasource}" };

interface GridPosition {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A panel or the title of a row. */
export interface GrafanaPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: GridPosition;
  readonly [key: string]: unknown;
}

export interface GrafanaDashboard {
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly panels: readonly GrafanaPanel[];
  readonly [key: string]: unknown;
}

/** By which Grafana finds the dashboard of a Monitoring of this name again, and tells it from others. */
export function dashboardUid(name: string): string {
  return `beam-flink-${name.replaceAll(/[^a-zA-Z0-9_-]/g, "-")}`.slice(0, UID_LENGTH);
}

/** Throws an ArgumentError for a `uid` that Grafana does not take. */
export function checkDashboardUid(uid: string, field: string): string {
  if (new RegExp(`^[a-zA-Z0-9_-]{1,${UID_LENGTH}}$`).test(uid)) return uid;
  throw new ArgumentError({
    field,
    value: uid,
    rule: `must be up to ${UID_LENGTH} letters, digits, "-" and "_"`,
    remedy: 'Shorten it, such as "orders-production".',
  });
}

/** The dashboard. */
export function grafanaDashboard(title: string, uid: string): GrafanaDashboard {
  return {
    uid,
    title,
    tags: ["beam", "flink"],
    schemaVersion: 39,
    editable: true,
    graphTooltip: 1,
    refresh: "30s",
    time: { from: "now-1h", to: "now" },
    timezone: "",
    templating: {
      list: [
        { name: "datasource", label: "Prometheus", type: "datasource", query: "prometheus" },
        variable("namespace", "Namespace", "label_values(beam_job:running, namespace)"),
        variable("job", "Job", 'label_values(beam_job:running{namespace=~"$namespace"}, job_name)'),
      ],
    },
    annotations: { list: [] },
    panels: placed(),
  };
}

/** Any number of values, all of them at first. */
function variable(name: string, label: string, query: string): object {
  return {
    name,
    label,
    type: "query",
    datasource: DATASOURCE,
    query: { query, refId: name },
    definition: query,
    includeAll: true,
    multi: true,
    allValue: ".+",
    current: { text: ["All"], value: ["$__all"] },
    refresh: 2,
    sort: 1,
  };
}

/** Rows one under the other, panels from left to right until the row is full. */
function placed(): GrafanaPanel[] {
  const panels: GrafanaPanel[] = [];
  let y = 0;
  for (const row of DASHBOARD_ROWS) {
    panels.push({
      id: panels.length + 1,
      type: "row",
      title: row.title,
      collapsed: false,
      panels: [],
      gridPos: { x: 0, y, w: GRID_WIDTH, h: ROW_HEIGHT },
    });
    y += ROW_HEIGHT;
    let x = 0;
    for (const panel of row.panels) {
      if (x + panel.width > GRID_WIDTH) [x, y] = [0, y + PANEL_HEIGHT];
      panels.push(grafanaPanel(panels.length + 1, panel, { x, y, w: panel.width, h: PANEL_HEIGHT }));
      x += panel.width;
    }
    y += PANEL_HEIGHT;
  }
  return panels;
}

function grafanaPanel(id: number, { title, description, kind, unit, queries }: Panel, gridPos: GridPosition): GrafanaPanel {
  const now = kind !== "timeseries";
  return {
    id,
    type: kind,
    title,
    description,
    datasource: DATASOURCE,
    gridPos,
    fieldConfig: {
      defaults: { unit, min: 0, custom: kind === "timeseries" ? { lineWidth: 1, fillOpacity: 10, showPoints: "never" } : {} },
      overrides: [],
    },
    options: kind === "timeseries" ? { legend: { displayMode: "list", placement: "bottom" }, tooltip: { mode: "multi" } } : {},
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCodePoint("A".codePointAt(0)! + index),
      datasource: DATASOURCE,
      expr,
      legendFormat: legend,
      // The present value, where a panel shows one.
      ...(now ? { instant: true, range: false, format: kind === "table" ? "table" : "time_series" } : { range: true }),
    })),
  };
}
