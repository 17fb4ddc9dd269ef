/** Rule files and unit tests of rules, as promtool reads them: JSON is YAML. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { type AlertRule, alertRules, resolveThresholds, ruleGroups, type RuleSettings } from "../../../model/monitoring/index.ts";
import { type AlertCase, ALERT_CASES } from "./alertCases.ts";
import { DECLARED_PIPELINES, RECORDED_CASES, type RecordedCase } from "./recordedCases.ts";

/** A file of a test's folder. */
export interface PromtoolFile {
  readonly name: string;
  readonly content: object;
}

const INTERVAL = "30s";
const BASE = "https://runbooks.example.org/beam";

const SETTINGS: RuleSettings = {
  jobNamespaces: ["beam"],
  autoscaled: true,
  runbookBaseUrl: BASE,
  alertLabels: { team: "streaming" },
};
const DECLARED: RuleSettings = { ...SETTINGS, jobs: [{ namespace: "beam", jobName: "orders", pipelines: DECLARED_PIPELINES }] };
/** Another platform on the same Prometheus. */
const OTHER: RuleSettings = { ...SETTINGS, jobNamespaces: ["other"], alertLabels: { team: "other" } };

/** Rule files, and the file of tests that refers to each. */
export function promtoolFiles(): { readonly rules: readonly PromtoolFile[]; readonly tests: readonly PromtoolFile[] } {
  const kinds = [
    { name: "any", settings: SETTINGS, declared: false },
    { name: "declared", settings: DECLARED, declared: true },
  ];
  const rules = [...kinds, { name: "other", settings: OTHER }];
  const of = <T extends { readonly declared?: boolean }>(cases: readonly T[], declared: boolean) =>
    cases.filter((one) => (one.declared ?? false) === declared);
  const testFile = (name: string, files: readonly string[], tests: readonly object[]): PromtoolFile => ({
    name: `${name}.test.json`,
    content: { rule_files: files.map((file) => `${file}.rules.json`), evaluation_interval: INTERVAL, tests },
  });
  return {
    rules: rules.map(({ name, settings }) => ({ name: `${name}.rules.json`, content: { groups: ruleGroups(settings) } })),
    tests: [
      ...kinds.map(({ name, declared }) =>
        testFile(
          name,
          [name],
          [...of(ALERT_CASES, declared).map(alertTest), ...of([...RECORDED_CASES, kafkaCase()], declared).map(recordedTest)],
        ),
      ),
      testFile("two", ["any", "other"], [twoPlatforms()]),
    ],
  };
}

/** Jobs of one name in the namespaces of two platforms, on one Prometheus with the rules of both. */
function twoPlatforms(): object {
  const running = (namespace: string) => `flink_jobmanager_job_runningTime{namespace="${namespace}", job_name="orders", job_id="1a4d"}`;
  const rule = ALERTS.get("BeamJobDoesNotRecover")!;
  return {
    name: "each platform's rules leave the other's jobs alone",
    interval: INTERVAL,
    input_series: inputs({ [running("beam")]: "0x30", [running("other")]: "30000+30000x30" }),
    promql_expr_test: ["beam", "other"].map((namespace) => ({
      expr: `count_over_time(beam_job:running{namespace="${namespace}"}[2m])`,
      eval_time: "8m",
      exp_samples: [{ labels: `{namespace="${namespace}", job_name="orders"}`, value: 4 }],
    })),
    alert_rule_test: [
      {
        alertname: rule.alert,
        eval_time: "8m",
        exp_alerts: [expected(rule, "It has not been RUNNING for 5 min.")],
      },
    ],
  };
}

/** The backlog of a real job with KafkaIO: its series as Flink's reporter showed them, one busy topic of two partitions and an idle one. */
function kafkaCase(): RecordedCase {
  const text = readFileSync(path.join(import.meta.dirname, "..", "metrics", "recorded-kafka.txt"), "utf8");
  const series = [...text.matchAll(/^(flink_\S+?\{)(.+?),?\} (\S+)$/gm)]
    .filter(([, name = ""]) => name.includes("pendingBytes") || name.includes("backlog"))
    .map(([, name = "", labels = "", value = ""]) => [`${name}${labels}, namespace="beam"}`, Number(value)] as const);
  const subtask = (name: string) => /operator_id="(\w+)".*subtask_index="(\d+)"/.exec(name)?.slice(1).join("/");
  // The idle topic's gauge still shows its last batch: its source has no bytes to read.
  const quiet = new Set(series.filter(([name, value]) => name.includes("pendingBytes") && value === 0).map(([name]) => subtask(name)));
  const total = (part: string) =>
    series.filter(([name]) => name.includes(part) && !quiet.has(subtask(name))).reduce((sum, [, value]) => sum + value, 0);
  return {
    title: "a recorded job with KafkaIO",
    series: Object.fromEntries(series.map(([name, value]) => [name, `${value}x10`])),
    at: "2m",
    values: { "beam_job:backlog_bytes": total("pendingBytes"), "beam_job:backlog_elements": total("backlog_elements") },
  };
}

const ALERTS = new Map(alertRules(resolveThresholds({}), { jobNamespaces: ["beam"], autoscaled: true }).map((rule) => [rule.alert, rule]));

function alertTest({ alert, title, series, at, fires }: AlertCase): object {
  const rule = ALERTS.get(alert);
  if (rule === undefined) throw new Error(`there is no alert ${alert}`);
  return {
    name: `${alert}: ${title}`,
    interval: INTERVAL,
    input_series: inputs(series),
    alert_rule_test: [{ alertname: alert, eval_time: at, exp_alerts: fires === undefined ? [] : [expected(rule, fires)] }],
  };
}

function expected(rule: AlertRule, description: string): object {
  return {
    exp_labels: { severity: rule.severity, team: "streaming", namespace: "beam", job_name: "orders" },
    exp_annotations: {
      summary: rule.summary.replace("{{ $labels.namespace }}/{{ $labels.job_name }}", "beam/orders"),
      description,
      runbook_url: `${BASE}/${rule.runbook}.md`,
    },
  };
}

function recordedTest({ title, series, at, values }: RecordedCase): object {
  return {
    name: title,
    interval: INTERVAL,
    input_series: inputs(series),
    // Of one value, without its labels, to a thousandth: extrapolation leaves a rest.
    promql_expr_test: Object.entries(values).map(([expr, value]) => ({
      expr: `round(1000 * sum(${expr}))`,
      eval_time: at,
      exp_samples: value === undefined ? [] : [{ labels: "{}", value: 1000 * value }],
    })),
  };
}

function inputs(series: Readonly<Record<string, string>>): object[] {
  return Object.entries(series).map(([name, values]) => ({ series: name, values }));
}
