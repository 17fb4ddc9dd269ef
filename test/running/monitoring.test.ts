/** A real job, scraped by a real Prometheus as its PodMonitor says, with the rules and the dashboard's queries evaluated by it. */
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { planMonitoring } from "../../components/monitoring/plan.ts";
import type { JobStack } from "../../local/environment/jobStack.ts";
import { DASHBOARD_ROWS, recordingRules } from "../../model/monitoring/index.ts";
import { RECORDED_PANELS, type RecordedRun } from "../support/running/prometheusPanels.ts";
import { LOCAL_JOB, NAMESPACE, runningPlatform, type RunningPlatform } from "../support/running/platform.ts";
import { until } from "../support/until.ts";
import { type PodMonitorSpec, type Prometheus, startPrometheus } from "../support/running/prometheus.ts";

const JOB = "monitored-job";
const PIPELINES = 2;
const OF_JOB = `namespace="${NAMESPACE}", job_name="${JOB}"`;

/** Others run jobs beside it. */
const SMALL = { jobManager: { ...LOCAL_JOB.jobManager, cpu: 0.1 }, taskManager: { ...LOCAL_JOB.taskManager, cpu: 0.1 } };

/** The rules with a patience that a test has. */
const MONITORING = {
  jobNamespaces: [NAMESPACE],
  podMonitor: { interval: "3 s" },
  jobs: [{ namespace: NAMESPACE, jobName: JOB, pipelines: PIPELINES }],
  autoscaled: true,
  thresholds: { recovery: "3 s" },
};

/** What a healthy job on a machine with much other work may be about to alert on: it has little CPU. */
const MAY_BE_PENDING = new Set<unknown>(["BeamAutoscalerDoesNotMove", "BeamBackpressure"]);

/** The job's generator reports the bytes that wait, and counts neither elements that wait nor bytes that it has read. */
const NOT_OF_A_GENERATOR = ["beam_job:backlog_elements", "beam_job:backlog_seconds"];
const ofThisJob = (expr: string) => !NOT_OF_A_GENERATOR.some((name) => expr.startsWith(name));

/** A run that is kept shows the job for some minutes: before its TaskManager is killed, and after. */
const KEPT = process.env["BEAM_FLINK_WRITE_DOCS"] === "true";
const KEPT_MS = KEPT ? 90_000 : 0;

const QUERIES = DASHBOARD_ROWS.flatMap(({ panels }) =>
  panels.flatMap(({ title, queries }) => queries.map((query) => ({ title, ...query }))),
);
const RULES = [...new Map(recordingRules({ ...MONITORING, backlogFloor: 1 }).map((rule) => [rule.record, rule])).values()];

describe("a monitored job", () => {
  let platform: RunningPlatform;
  let stack: JobStack;
  let prometheus: Prometheus;
  let began: number;

  beforeAll(async () => {
    platform = await runningPlatform();
    stack = await platform.openStack("monitoring");
    stack.use({
      [JOB]: {
        ...LOCAL_JOB,
        ...SMALL,
        applicationConfig: { ...LOCAL_JOB.applicationConfig, elementsPerSecond: 200, pipelines: PIPELINES },
      },
    });
    await stack.stack.up({ color: "never" });
    const { podMonitor, ruleFile } = planMonitoring("jobs", MONITORING);
    prometheus = await startPrometheus(platform, podMonitor as PodMonitorSpec, ruleFile);
    began = Date.now() / 1000;
  });
  afterAll(async () => {
    await prometheus?.stop();
    await stack?.stack.destroy({ color: "never" });
    await stack?.close();
  });

  const has = async (expr: string) => (await prometheus.query(expr)).length > 0 || undefined;

  test("is scraped: JobManager and TaskManager, by their labels and the port's name", async () => {
    const pods = await until("both pods", 60, async () => {
      const up = await prometheus.query(`up{app="${JOB}"} == 1`);
      return up.length >= 2 ? up : undefined;
    });
    expect(pods.map(({ metric }) => metric["component"]).toSorted()).toEqual(["jobmanager", "taskmanager"]);
    expect(await prometheus.scrapeErrors()).toEqual([]);
  });

  test.each(RULES.filter(({ record }) => ofThisJob(record)))("has $record", async ({ record }) => {
    await until(record, 90, () => has(`${record}{${OF_JOB}}`));
    expect(await prometheus.ruleErrors()).toEqual([]);
  });

  test.each(RULES.filter(({ record }) => !ofThisJob(record)))("has no $record, as its rule says", async ({ record, mayBeAbsent }) => {
    expect(await prometheus.query(`${record}{${OF_JOB}}`)).toEqual([]);
    expect(mayBeAbsent).toBeDefined();
  });

  test("tells figures that Flink's REST API tells, too", async () => {
    const [value] = await prometheus.query(`beam_job:parallelism{${OF_JOB}}`);
    expect(value?.value).toBe(1);
    const [size] = await prometheus.query(`beam_job:checkpoint_bytes{${OF_JOB}}`);
    const [share] = await prometheus.query(`beam_job:checkpoint_bytes_per_pipeline{${OF_JOB}}`);
    const sizes = (await platform.job(JOB).checkpoints())?.history.map(({ state_size }) => state_size) ?? [];
    expect(sizes).toContain(size?.value);
    expect(share!.value * PIPELINES).toBeCloseTo(size!.value);
  });

  test.each(QUERIES)("shows $title: $legend", async ({ expr, mayBeEmpty }) => {
    const filled = expr.replaceAll("$namespace", NAMESPACE).replaceAll("$job", JOB);
    const found = await prometheus.query(filled);
    // A panel of alerts shows what there is.
    const may = !ofThisJob(expr) || expr.startsWith("ALERTS");
    expect(found.length > 0 || (may && mayBeEmpty !== undefined), filled).toBe(true);
  });

  test("fires no alert while it is healthy, and the right one while its TaskManager is lost", async () => {
    const alerts = async (state: string) =>
      (await prometheus.query(`ALERTS{alertstate="${state}", ${OF_JOB}}`)).map(({ metric }) => metric["alertname"]);
    await until("the job runs", 60, () => has(`beam_job:running{${OF_JOB}} == 1`));
    await until("no alert", 60, async () => ((await alerts("firing")).length === 0 ? true : undefined));
    const pending = async () => (await alerts("pending")).filter((name) => !MAY_BE_PENDING.has(name));
    await until("no alert that is about to fire", 90, async () => ((await pending()).length === 0 ? true : undefined));

    await sleep(KEPT_MS);
    await platform.kubectl.run(["-n", NAMESPACE, "delete", "pod", "-l", `app=${JOB},component=taskmanager`, "--grace-period=0", "--force"]);
    await until("the alert", 120, async () => ((await alerts("firing")).includes("BeamJobDoesNotRecover") ? true : undefined));

    // The new TaskManager is another pod.
    await until("the alert's end", 180, async () => {
      await prometheus.discover();
      return (await alerts("firing")).length === 0 && (await has(`beam_job:running{${OF_JOB}} == 1`)) ? true : undefined;
    });
    expect(await has(`beam_job:restarts:increase15m{${OF_JOB}} >= 1`)).toBe(true);
  });

  test("is recorded for docs/monitoring.md where BEAM_FLINK_WRITE_DOCS is true", async () => {
    await sleep(KEPT_MS);
    const range = { start: Math.floor(began), end: Math.ceil(Date.now() / 1000), step: 2 };
    const panels: Record<string, RecordedRun["panels"][string]> = {};
    for (const { file, expr, label } of RECORDED_PANELS) {
      const series = await prometheus.queryRange(expr.replaceAll("$namespace", NAMESPACE).replaceAll("$job", JOB), range);
      panels[file] = series.map(({ metric, values }) => ({
        series: label === undefined ? "" : (metric[label] ?? ""),
        values: values.map(([at, value]) => [at - range.start, Number(value.toPrecision(5))] as const),
      }));
    }
    expect(Object.values(panels).every((series) => series.length > 0)).toBe(true);
    if (!KEPT) return;
    const run: RecordedRun = {
      date: new Date(range.start * 1000).toISOString().slice(0, 10),
      job: JOB,
      versions: { flink: "1.19.1", beam: "2.70.0" },
      panels,
    };
    writeFileSync(path.join(import.meta.dirname, "..", "model", "monitoring", "recorded.json"), `${JSON.stringify(run)}\n`);
  });
});
