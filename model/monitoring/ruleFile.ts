/** Prometheus' rule groups, as a PrometheusRule and a rule file have them. */
import { ArgumentError } from "../argumentError.ts";
import { validateJobName } from "../jobName.ts";
import { validateNamespace } from "../namespaceName.ts";
import { positive } from "../wholeNumber.ts";
import { type AlertRule, alertRules } from "./alerts.ts";
import { prometheusDuration } from "./prometheusDuration.ts";
import { type MonitoredJob, type RecordingRule, recordingRules } from "./recordingRules.ts";
import { runbookUrl } from "./runbooks.ts";
import { type AlertThresholds, resolveThresholds } from "./thresholds.ts";

/** What the rules depend on. */
export interface RuleSettings {
  /** Namespaces of the jobs: rules leave all others alone. */
  readonly jobNamespaces: readonly string[];
  readonly jobs?: readonly MonitoredJob[];
  readonly thresholds?: AlertThresholds;
  readonly runbookBaseUrl?: string;
  /** Labels of every alert, besides `severity`. */
  readonly alertLabels?: Readonly<Record<string, string>>;
  /** Something scales the jobs. */
  readonly autoscaled?: boolean;
}

/** One rule of a group, in Prometheus' own words. */
export interface PrometheusRuleEntry {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface PrometheusRuleGroup {
  readonly name: string;
  readonly rules: readonly PrometheusRuleEntry[];
}

/** The groups. Rules of one group are evaluated one after the other, so alerts see figures of the same moment. Throws an ArgumentError. */
export function ruleGroups(settings: RuleSettings): readonly PrometheusRuleGroup[] {
  const { jobNamespaces, jobs = [], thresholds = {}, runbookBaseUrl, alertLabels = {}, autoscaled = false } = settings;
  checkJobs(jobs, jobNamespaces);
  checkLabels(alertLabels);
  const limits = resolveThresholds(thresholds);
  const recorded = recordingRules({ jobs, jobNamespaces, backlogFloor: limits.backlogFloor }).map(recordEntry);
  const alerts = alertRules(limits, { jobNamespaces, autoscaled }).map((rule) => alertEntry(rule, runbookBaseUrl, alertLabels));
  return [{ name: "beam-flink", rules: [...recorded, ...alerts] }];
}

function recordEntry({ record, expr, labels }: RecordingRule): PrometheusRuleEntry {
  return { record, expr, ...(labels === undefined ? {} : { labels }) };
}

function alertEntry(rule: AlertRule, base: string | undefined, labels: Readonly<Record<string, string>>): PrometheusRuleEntry {
  const url = runbookUrl(rule.runbook, base);
  return {
    alert: rule.alert,
    expr: rule.expr,
    ...(rule.forMs === 0 ? {} : { for: prometheusDuration(rule.forMs) }),
    labels: { ...labels, severity: rule.severity },
    annotations: {
      summary: rule.summary,
      description: rule.description,
      ...(url === undefined ? { runbook: rule.runbook } : { runbook_url: url }),
    },
  };
}

function checkJobs(jobs: readonly MonitoredJob[], namespaces: readonly string[]): void {
  const seen = new Set<string>();
  for (const [index, { jobName, namespace, pipelines = 1 }] of jobs.entries()) {
    const field = `jobs[${index}]`;
    validateJobName(jobName, `${field}.jobName`);
    validateNamespace(namespace, `${field}.namespace`);
    if (!namespaces.includes(namespace)) {
      throw new ArgumentError({
        field: `${field}.namespace`,
        value: namespace,
        rule: "must be one of jobNamespaces",
        remedy: "Add it there: the rules leave other namespaces alone.",
      });
    }
    positive(pipelines, `${field}.pipelines`);
    const name = `${namespace}/${jobName}`;
    if (seen.has(name)) throw new ArgumentError({ field, value: name, rule: "must not be named twice", remedy: "Keep one of them." });
    seen.add(name);
  }
}

function checkLabels(labels: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(labels)) {
    if (/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) && !["alertname", "alertstate", "severity", "namespace", "job_name"].includes(name)) continue;
    throw new ArgumentError({
      field: "alertLabels",
      value: name,
      rule: "must be named by letters, digits and underscores, and not as a label that the alert has",
      remedy: 'Rename it, such as "team".',
    });
  }
}
