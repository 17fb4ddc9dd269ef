/** From arguments to objects: pure, so that a preview knows all that the arguments know. */
import type * as pulumi from "@pulumi/pulumi";
import { dump } from "js-yaml";
import { ArgumentError, parseDuration, validateNamespace } from "../../model/platform.ts";
import {
  checkDashboardUid,
  dashboardUid,
  grafanaDashboard,
  METRICS_PATH,
  METRICS_PORT_NAME,
  POD_LABELS,
  POD_TYPES,
  type PrometheusRuleGroup,
  ruleGroups,
} from "../../model/monitoring/index.ts";
import { exactlyOne } from "../validation.ts";
import type { MonitoringArgs } from "./args.ts";

/** Key of the rules in their ConfigMap. */
export const RULES_KEY = "beam-flink.rules.yaml";

const DEFAULT_INTERVAL = "30 s";
/** Rates are over two minutes: four scrapes, so that there are two even when some are missed. */
const LONGEST_INTERVAL_MS = 30_000;

interface Metadata {
  readonly namespace: pulumi.Input<string>;
  readonly labels?: { readonly [name: string]: pulumi.Input<string> };
  readonly annotations?: { readonly [name: string]: pulumi.Input<string> };
}

/** What Monitoring makes. */
export interface MonitoringPlan {
  readonly groups: readonly PrometheusRuleGroup[];
  /** The groups as a file that Prometheus reads. */
  readonly ruleFile: string;
  /** Of the PodMonitor; undefined where annotations lead to the pods. */
  readonly podMonitor?: object;
  readonly rulesMetadata: Metadata;
  /** `key` is the name of the file in the ConfigMap. The sidecar keeps the files of all ConfigMaps in one folder. */
  readonly dashboard?: { readonly metadata: Metadata; readonly key: string; readonly json: string };
}

/** Plans the Monitoring `name`. Throws an ArgumentError for anything that the arguments alone show to be wrong. */
export function planMonitoring(name: string, args: MonitoringArgs): MonitoringPlan {
  const way = exactlyOne(args, ["podMonitor", "annotations"], "monitoring");
  const namespaces = checkedNamespaces(args.jobNamespaces);
  const { namespace = namespaces[0]!, labels } = (way === "podMonitor" ? args.podMonitor : args.annotations) ?? {};
  validateNamespace(namespace, `${way}.namespace`);
  const { jobs, autoscaled, thresholds, runbookBaseUrl, alertLabels } = args;
  const groups = ruleGroups({ jobNamespaces: namespaces, jobs, autoscaled, thresholds, runbookBaseUrl, alertLabels });
  const dashboard = planDashboard(name, args.dashboard ?? {}, namespace);
  return {
    groups,
    ruleFile: dump({ groups }, { lineWidth: -1 }),
    rulesMetadata: { namespace, ...(labels === undefined ? {} : { labels }) },
    ...(way === "podMonitor" ? { podMonitor: podMonitorSpec(namespaces, args.podMonitor?.interval ?? DEFAULT_INTERVAL) } : {}),
    ...(dashboard === undefined ? {} : { dashboard }),
  };
}

function checkedNamespaces(names: readonly string[]): readonly string[] {
  if (names.length === 0) {
    throw new ArgumentError({
      field: "jobNamespaces",
      value: names,
      rule: "must name at least one namespace",
      remedy: 'Name the namespaces of the jobs, such as ["beam"].',
    });
  }
  for (const [index, name] of names.entries()) validateNamespace(name, `jobNamespaces[${index}]`);
  return names;
}

/** Every pod of a job, by the labels that it always has; the job's name and the component become labels of the series. */
function podMonitorSpec(namespaces: readonly string[], interval: string): object {
  const milliseconds = parseDuration(interval, "podMonitor.interval");
  if (milliseconds < 1000 || milliseconds > LONGEST_INTERVAL_MS || milliseconds % 1000 !== 0) {
    throw new ArgumentError({
      field: "podMonitor.interval",
      value: interval,
      rule: "must be whole seconds, from 1 s to 30 s",
      remedy: "Rates are over 2 minutes and need several scrapes.",
    });
  }
  return {
    namespaceSelector: { matchNames: [...namespaces] },
    selector: { matchExpressions: [{ key: POD_LABELS.type, operator: "In", values: [...POD_TYPES] }] },
    podTargetLabels: [POD_LABELS.job, POD_LABELS.component],
    podMetricsEndpoints: [{ port: METRICS_PORT_NAME, path: METRICS_PATH, interval: `${milliseconds / 1000}s` }],
  };
}

function planDashboard(
  name: string,
  given: NonNullable<MonitoringArgs["dashboard"]>,
  ruleNamespace: pulumi.Input<string>,
): MonitoringPlan["dashboard"] {
  const { enabled = true, namespace = ruleNamespace, labels = { grafana_dashboard: "1" }, annotations, title = "Beam on Flink" } = given;
  if (!enabled) return undefined;
  validateNamespace(namespace, "dashboard.namespace");
  const uid = given.uid === undefined ? dashboardUid(name) : checkDashboardUid(given.uid, "dashboard.uid");
  return {
    metadata: { namespace, labels, ...(annotations === undefined ? {} : { annotations }) },
    key: `${uid}.json`,
    json: `${JSON.stringify(grafanaDashboard(title, uid), null, 2)}\n`,
  };
}
