import { describe, expect, test } from "vitest";
import { checkDashboardUid, DASHBOARD_ROWS, dashboardUid, grafanaDashboard, type GrafanaPanel } from "../../../model/monitoring/index.ts";

const { panels, ...dashboard } = grafanaDashboard("Beam on Flink", "beam");

const overlap = (a: GrafanaPanel["gridPos"], b: GrafanaPanel["gridPos"]) =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

describe("the dashboard", () => {
  test("has every panel of every row once, by an id of its own", () => {
    const titles = DASHBOARD_ROWS.flatMap((row) => [row.title, ...row.panels.map(({ title }) => title)]);
    expect(panels.map(({ title }) => title)).toEqual(titles);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  test("lays them out within the grid and none over another", () => {
    for (const [index, { gridPos, title }] of panels.entries()) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      expect(
        panels.slice(index + 1).filter((other) => overlap(gridPos, other.gridPos)),
        title,
      ).toEqual([]);
    }
  });

  test("fills each row but the last panel's rest", () => {
    for (const { title, panels: own } of DASHBOARD_ROWS) expect(own.reduce((sum, { width }) => sum + width, 0) % 24, title).toBe(0);
  });

  test("asks the data source, the namespace and the job of the person who looks", () => {
    const text = JSON.stringify(panels);
    const used = new Set(text.match(/\$\{?\w+\}?/g));
    expect(used).toEqual(new Set(["${datasource}", "$namespace", "$job"]));
    expect(JSON.stringify(dashboard["templating"])).toContain('"name":"datasource"');
    expect(JSON.stringify(dashboard["templating"])).toContain("label_values(beam_job:running, namespace)");
  });

  test("is the same text for the same title", () => {
    expect(JSON.stringify(grafanaDashboard("a", "b"))).toBe(JSON.stringify(grafanaDashboard("a", "b")));
    expect(grafanaDashboard("Jobs of orders", "orders")).toMatchObject({ title: "Jobs of orders", uid: "orders" });
  });

  test("is known to Grafana by the name of its component, in characters and a length that Grafana takes", () => {
    expect(dashboardUid("streaming-monitoring")).toBe("beam-flink-streaming-monitoring");
    expect(dashboardUid("orders.eu 1")).toBe("beam-flink-orders-eu-1");
    expect(checkDashboardUid(dashboardUid("x".repeat(80)), "dashboard.uid")).toHaveLength(40);
    for (const uid of ["", "a b", "x".repeat(41)]) expect(() => checkDashboardUid(uid, "dashboard.uid")).toThrow(/dashboard\.uid is /);
  });
});
