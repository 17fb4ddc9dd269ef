/**
 * Monitoring of Beam jobs by Prometheus and Grafana that are there: scraping, recording rules and alerts for the Prometheus Operator or as
 * a file of rules, and a dashboard. What it records and when alerts fire: docs/monitoring.md.
 */
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { MonitoringArgs } from "./monitoring/args.ts";
import { type MonitoringPlan, planMonitoring, RULES_KEY } from "./monitoring/plan.ts";
import { validated } from "./validation.ts";

const API_VERSION = "monitoring.coreos.com/v1";

/** Scraping, rules and dashboard of the jobs of some namespaces. */
export class Monitoring extends pulumi.ComponentResource {
  /** The rules as a file that Prometheus reads, for one that neither reads PrometheusRules nor mounts the ConfigMap. */
  readonly ruleFile: string;
  /** The dashboard's JSON, for a Grafana without the sidecar; undefined where there is none. */
  readonly dashboard: string | undefined;

  constructor(name: string, args: MonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    const plan = validated("Monitoring", name, () => planMonitoring(name, args));
    super("beam-flink:index:Monitoring", name, { ...args }, opts);
    const child = { parent: this };
    this.ruleFile = plan.ruleFile;
    this.dashboard = plan.dashboard?.json;
    if (plan.podMonitor === undefined) rulesInConfigMap(name, plan, child);
    else byPrometheusOperator(name, plan.podMonitor, plan, child);
    if (plan.dashboard !== undefined) {
      const { metadata, key, json } = plan.dashboard;
      void new k8s.core.v1.ConfigMap(`${name}-dashboard`, { metadata: { ...metadata }, data: { [key]: json } }, child);
    }
    this.registerOutputs({ ruleFile: this.ruleFile });
  }
}

function byPrometheusOperator(
  name: string,
  spec: object,
  { groups, rulesMetadata }: MonitoringPlan,
  opts: pulumi.CustomResourceOptions,
): void {
  const kinds = [
    { suffix: "pods", kind: "PodMonitor", spec },
    { suffix: "rules", kind: "PrometheusRule", spec: { groups } },
  ];
  for (const { suffix, kind, ...rest } of kinds) {
    const resource = `${name}-${suffix}`;
    void new k8s.apiextensions.CustomResource(
      resource,
      // A name of its own: alerts and scrape jobs are known by it.
      { apiVersion: API_VERSION, kind, metadata: { name: resource, ...rulesMetadata }, spec: rest.spec },
      opts,
    );
  }
}

function rulesInConfigMap(name: string, { ruleFile, rulesMetadata }: MonitoringPlan, opts: pulumi.CustomResourceOptions): void {
  // A fixed name: a Prometheus mounts it.
  const metadata = { name: `${name}-rules`, ...rulesMetadata };
  void new k8s.core.v1.ConfigMap(`${name}-rules`, { metadata, data: { [RULES_KEY]: ruleFile } }, opts);
}
