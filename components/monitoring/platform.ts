/** What a platform knows of its jobs' monitoring that its caller need not say. */
import type { MetricsSettings } from "../../model/monitoring/index.ts";
import type { PlatformJobArgs, StreamingPlatformArgs } from "../streamingPlatform/args.ts";
import type { MonitoringArgs } from "./args.ts";

/** The arguments of the platform's Monitoring. Jobs that serve no metrics are not expected to be seen. */
export function platformMonitoring(
  monitoring: NonNullable<StreamingPlatformArgs["monitoring"]>,
  {
    jobNamespaces,
    jobs = {},
    autoscaling,
  }: Pick<StreamingPlatformArgs, "jobs" | "autoscaling"> & { readonly jobNamespaces: readonly string[] },
): MonitoringArgs {
  return {
    ...monitoring,
    jobNamespaces,
    autoscaled: [autoscaling, ...Object.values(jobs).map((job) => job.autoscaling)].some(
      (settings) => settings !== undefined && settings.enabled !== false,
    ),
    jobs: Object.entries(jobs)
      .filter(([, { metrics }]) => metrics?.enabled !== false)
      .map(([name, { jobName = name, namespace = jobNamespaces[0]!, workload }]) => ({
        jobName,
        namespace,
        ...(workload?.pipelines === undefined ? {} : { pipelines: workload.pipelines }),
      })),
  };
}

/** What a job serves on a platform that is monitored so: its own word counts first. */
export function jobMetrics(
  { metrics }: Pick<PlatformJobArgs, "metrics">,
  monitoring: StreamingPlatformArgs["monitoring"],
): MetricsSettings | undefined {
  if (monitoring?.annotations === undefined || metrics?.enabled === false) return metrics;
  return { scrapeAnnotations: true, ...metrics };
}
