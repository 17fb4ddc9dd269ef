import { describe, expect, test } from "vitest";
import { ruleGroups, type RuleSettings } from "../../../model/monitoring/index.ts";

type Settings = Partial<RuleSettings>;
const all = (settings: Settings = {}) => ruleGroups({ jobNamespaces: ["beam"], ...settings });
const rules = (settings: Settings = {}) => all(settings).flatMap((group) => group.rules);
const alert = (name: string, settings: Settings = {}) => rules(settings).find((rule) => rule.alert === name);

describe("the rules", () => {
  test("record before they alert, each name once where nothing is declared", () => {
    const written = rules();
    const names = written.map(({ record, alert: name }) => record ?? name);
    expect(new Set(names).size).toBe(names.length);
    expect(written.findIndex((rule) => rule.alert !== undefined)).toBe(written.filter((rule) => rule.record !== undefined).length);
  });

  test("read a recorded figure only after it is recorded", () => {
    const recorded = new Set(["beam_job:pipelines"]);
    for (const { record, expr } of rules()) {
      const missing = (expr.match(/beam_(?:job|task):[\w:]+/g) ?? []).filter((name) => !recorded.has(name));
      expect(missing, expr).toEqual([]);
      if (record !== undefined) recorded.add(record);
    }
  });

  test("select the jobs of their namespaces, and no others, wherever they read a series", () => {
    for (const { expr } of rules({ jobNamespaces: ["beam", "orders"], autoscaled: true })) {
      const named = expr.replaceAll(/__name__=~"[^"]*"/g, "").match(/\b(?:beam|flink)_[\w:]+(?![\w:]|\{namespace=~"beam\|orders")/g);
      expect(named, expr).toBeNull();
      expect(expr.match(/__name__=~"[^"]*"(?!, namespace=~"beam\|orders")/g), expr).toBeNull();
    }
  });

  test("count no backlog under the floor, the same as for reactive scaling", () => {
    const seconds = (settings?: Settings) => rules(settings).find(({ record }) => record === "beam_job:backlog_seconds")?.expr;
    expect(seconds()).toContain(">= 102400 or");
    expect(seconds({ thresholds: { backlogFloor: "2 mb" } })).toContain(">= 2097152 or");
  });

  test("know the pipelines of declared jobs", () => {
    const jobs = [
      { namespace: "beam", jobName: "orders", pipelines: 10 },
      { namespace: "beam", jobName: "refunds" },
    ];
    expect(rules({ jobs }).slice(0, 2)).toEqual([
      { record: "beam_job:pipelines", expr: "vector(10)", labels: { namespace: "beam", job_name: "orders" } },
      { record: "beam_job:pipelines", expr: "vector(1)", labels: { namespace: "beam", job_name: "refunds" } },
    ]);
  });

  test("take thresholds in Flink's notation", () => {
    const thresholds = { checkpointDuration: "90 s", recovery: "90 s", checkpointAge: "2 h", backlog: "500 ms", busy: 0.75, restarts: 2 };
    expect(alert("BeamCheckpointNearsTimeout", { thresholds })?.expr).toBe('beam_job:checkpoint_seconds{namespace=~"beam"} > 90');
    expect(alert("BeamJobDoesNotRecover", { thresholds })?.for).toBe("90s");
    expect(alert("BeamCheckpointMissing", { thresholds })?.for).toBe("2h");
    expect(alert("BeamBacklogGrows", { thresholds })?.expr).toMatch(/^beam_job:backlog_seconds\{\S+\} > 0\.5 or /);
    expect(alert("BeamJobRestarts", { thresholds })).toMatchObject({ expr: 'beam_job:restarts:increase15m{namespace=~"beam"} >= 2' });
    expect(alert("BeamJobDoesNotRecover", { thresholds })?.expr).toContain("[90s]");
    expect(alert("BeamJobRestarts")?.for).toBeUndefined();
    expect(alert("BeamAutoscalerDoesNotMove", { thresholds, autoscaled: true })?.expr).toContain("> 0.75 and");
  });

  test("leave a threshold that is undefined at its default", () => {
    expect(alert("BeamJobDoesNotRecover", { thresholds: { recovery: undefined } })?.for).toBe("5m");
  });

  test("speak of the autoscaler only where there is one", () => {
    expect(alert("BeamAutoscalerDoesNotMove")).toBeUndefined();
    expect(alert("BeamAutoscalerDoesNotMove", { autoscaled: true })?.for).toBe("30m");
  });

  test("link runbooks where an address is given, and name them where not", () => {
    const page = "job-restarts";
    expect(alert("BeamJobRestarts")?.annotations).toMatchObject({ runbook: page });
    const { annotations } = alert("BeamJobRestarts", { runbookBaseUrl: "https://wiki.example.org/beam/" })!;
    expect(annotations).toMatchObject({ runbook_url: `https://wiki.example.org/beam/${page}.md` });
    expect(annotations).not.toHaveProperty("runbook");
  });

  test("give each alert the labels that its route needs", () => {
    expect(alert("BeamJobRestarts", { alertLabels: { team: "orders" } })?.labels).toEqual({ severity: "warning", team: "orders" });
  });

  test.each<[string, Settings, RegExp]>([
    ["a threshold that is no duration", { thresholds: { backlog: "soon" } }, /thresholds\.backlog is "soon": must be a Flink duration/],
    ["no time at all", { thresholds: { recovery: "0 s" } }, /thresholds\.recovery is "0 s": must be above 0/],
    ["a count of nothing", { thresholds: { restarts: 0 } }, /thresholds\.restarts is 0: must be a whole number above 0/],
    ["more than all", { thresholds: { backpressure: 1.1 } }, /thresholds\.backpressure is 1\.1: must be above 0 and at most 1/],
    ["a share that is none", { thresholds: { busy: Number.NaN } }, /thresholds\.busy is NaN/],
    [
      "an address that no browser opens",
      { runbookBaseUrl: "docs/runbooks" },
      /runbookBaseUrl is "docs\/runbooks": must be an http or https/,
    ],
    ["a label that Prometheus refuses", { alertLabels: { "on-call": "a" } }, /alertLabels is "on-call"/],
    ["a label that the alert has", { alertLabels: { namespace: "a" } }, /alertLabels is "namespace"/],
    ["another severity", { alertLabels: { severity: "page" } }, /alertLabels is "severity"/],
    ["a floor that is no size", { thresholds: { backlogFloor: "little" } }, /thresholds\.backlogFloor is "little"/],
    [
      "a job that its rules do not see",
      { jobs: [{ namespace: "orders", jobName: "orders" }] },
      /jobs\[0\]\.namespace is "orders": must be one of jobNamespaces/,
    ],
    [
      "a job twice",
      { jobs: [1, 2].map(() => ({ namespace: "beam", jobName: "orders" })) },
      /jobs\[1\] is "beam\/orders": must not be named twice/,
    ],
    ["pipelines that are none", { jobs: [{ namespace: "beam", jobName: "orders", pipelines: 0 }] }, /jobs\[0\]\.pipelines is 0/],
    ["a job without a proper name", { jobs: [{ namespace: "beam", jobName: "Orders!" }] }, /jobs\[0\]\.jobName is "Orders!"/],
  ])("refuse %s", (_, settings, message) => {
    expect(() => all(settings)).toThrow(message);
  });
});
