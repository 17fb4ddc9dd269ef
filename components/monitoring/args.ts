/** The arguments of Monitoring. */
import type * as pulumi from "@pulumi/pulumi";
import type { AlertThresholds, MonitoredJob } from "../../model/monitoring/index.ts";

/** A Prometheus Operator scrapes the pods and evaluates the rules: it needs its definitions `PodMonitor` and `PrometheusRule`. */
export interface PodMonitorArgs {
  /**
   * Namespace of the PodMonitor and the PrometheusRule: one in which the Prometheus Operator looks for them.
   * @default the first of `jobNamespaces`
   */
  readonly namespace?: pulumi.Input<string>;
  /**
   * Labels by which the Prometheus selects both, such as `release: kube-prometheus-stack`.
   * @default none
   */
  readonly labels?: { readonly [name: string]: pulumi.Input<string> };
  /**
   * Time between two scrapes, in Flink's notation: whole seconds, at most 30, since rates are over 2 minutes.
   * @default "30 s"
   */
  readonly interval?: string;
}

/**
 * A Prometheus finds the pods by their annotations `prometheus.io/scrape`, `port` and `path`, which jobs with `metrics.scrapeAnnotations`
 * have. It must scrape them every 30 s or more often, and give the series the labels `namespace` and `pod` and the pod's own labels, as the
 * usual scrape configuration does.
 */
export interface ScrapeAnnotationsArgs {
  /**
   * Namespace of the ConfigMap with the rules, `<name>-rules` with the key `beam-flink.rules.yaml`: mount it where the Prometheus reads
   * its `rule_files`.
   * @default the first of `jobNamespaces`
   */
  readonly namespace?: pulumi.Input<string>;
  /**
   * Labels of that ConfigMap, for whatever loads rules by labels.
   * @default none
   */
  readonly labels?: { readonly [name: string]: pulumi.Input<string> };
}

/** The dashboard, as a ConfigMap that Grafana's sidecar loads. */
export interface DashboardArgs {
  /**
   * There is a dashboard.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Namespace of the ConfigMap: one in which the sidecar looks.
   * @default that of the rules
   */
  readonly namespace?: pulumi.Input<string>;
  /**
   * Labels by which the sidecar finds it.
   * @default grafana_dashboard: "1", the sidecar's own in Grafana's Helm chart
   */
  readonly labels?: { readonly [name: string]: pulumi.Input<string> };
  /**
   * Annotations, such as the sidecar's `grafana_folder`.
   * @default none
   */
  readonly annotations?: { readonly [name: string]: pulumi.Input<string> };
  /**
   * Title of the dashboard.
   * @default "Beam on Flink"
   */
  readonly title?: string;
  /**
   * By which Grafana knows it: another for each dashboard of a Grafana; up to 40 letters, digits, "-" and "_".
   * @default beam-flink-<name of the component>; on a platform that is beam-flink-<name of the platform>-monitoring
   */
  readonly uid?: string;
}

export interface MonitoringArgs {
  /** Namespaces of the jobs that are scraped; rules and alerts are about these only. */
  readonly jobNamespaces: readonly string[];
  /** Exactly one of `podMonitor` and `annotations` says how. */
  readonly podMonitor?: PodMonitorArgs;
  /** Exactly one of `podMonitor` and `annotations` says how. */
  readonly annotations?: ScrapeAnnotationsArgs;
  /**
   * Jobs that there should be, with their pipelines: an alert fires where one is not seen, and checkpoint sizes are told per pipeline.
   * Other jobs of `jobNamespaces` are monitored, too.
   * @default none
   */
  readonly jobs?: readonly MonitoredJob[];
  /**
   * Something scales the jobs: there is an alert for jobs that stay busy and are not scaled.
   * @default false
   */
  readonly autoscaled?: boolean;
  /**
   * When alerts fire.
   * @default see each of them
   */
  readonly thresholds?: AlertThresholds;
  /**
   * Address of the folder with the pages of docs/runbooks; each alert links `<address>/<page>.md` as `runbook_url`.
   * @default alerts name their page in the annotation `runbook`
   */
  readonly runbookBaseUrl?: string;
  /**
   * Labels of each alert besides `severity` ("critical" or "warning"), for the Alertmanager's routes.
   * @default none
   */
  readonly alertLabels?: { readonly [name: string]: string };
  /**
   * The dashboard.
   * @default a ConfigMap for Grafana's sidecar
   */
  readonly dashboard?: DashboardArgs;
}
