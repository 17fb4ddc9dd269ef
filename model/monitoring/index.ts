/** Monitoring of Beam jobs on Flink: the reporter, what is recorded of it, alerts, and a dashboard. */
export { type AlertedJobs, type AlertRule, alertRules, Severity } from "./alerts.ts";
export { checkDashboardUid, dashboardUid, grafanaDashboard, type GrafanaDashboard, type GrafanaPanel } from "./dashboard.ts";
export { FLINK_METRICS, type FlinkMetric, selectorOf } from "./flinkMetrics.ts";
export { DASHBOARD_ROWS, type Panel, type PanelQuery, type PanelRow } from "./panels.ts";
export { type MonitoredJob, PIPELINES_RULE, type RecordingRule, recordingRules, type RecordingSettings } from "./recordingRules.ts";
export {
  METRICS_PATH,
  METRICS_PORT_NAME,
  type MetricsRendering,
  type MetricsSettings,
  POD_LABELS,
  POD_TYPES,
  renderMetrics,
} from "./reporter.ts";
export { type PrometheusRuleEntry, type PrometheusRuleGroup, ruleGroups, type RuleSettings } from "./ruleFile.ts";
export { PAGES, runbookUrl } from "./runbooks.ts";
export { type AlertThresholds, resolveThresholds, THRESHOLD_DEFAULTS, type Thresholds } from "./thresholds.ts";
