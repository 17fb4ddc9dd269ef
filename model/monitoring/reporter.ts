/**
 * Flink's Prometheus reporter, as a job has it: every JobManager and TaskManager serves its metrics at a port of its own pod, and
 * whatever scrapes finds the pods by their labels. Sources: Flink 1.19 and 2.2, "Metric Reporters"; labels of pods as
 * `Constants` of flink-kubernetes and flink-kubernetes-standalone 1.10.0 have them.
 */
import { ArgumentError } from "../argumentError.ts";

/** What a job serves to Prometheus. */
export interface MetricsSettings {
  /**
   * JobManager and TaskManagers serve their metrics to Prometheus. The official image has the reporter.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Port of the metrics, in each pod: 1024 to 65535.
   * @default 9249, the reporter's own
   */
  readonly port?: number;
  /**
   * The pods are annotated with `prometheus.io/scrape`, `port` and `path`, for a Prometheus that looks for these. Leave it false where a
   * PodMonitor finds the pods: they would be scraped twice.
   * @default false
   */
  readonly scrapeAnnotations?: boolean;
}

/** Name of the container port, by which a PodMonitor finds it. */
export const METRICS_PORT_NAME = "metrics";
/** Path at which the reporter answers; it answers at any. */
export const METRICS_PATH = "/metrics";
const DEFAULT_PORT = 9249;

const REPORTER = "metrics.reporter.prom.";

/** Labels that the operator, or Flink, gives every pod of a job. */
export const POD_LABELS = {
  /** The job's name. */
  job: "app",
  /** `jobmanager` or `taskmanager`. */
  component: "component",
  /** Native or standalone. */
  type: "type",
} as const;
export const POD_TYPES: readonly string[] = ["flink-native-kubernetes", "flink-standalone-kubernetes"];

/** What a job's manifest gets. */
export interface MetricsRendering {
  readonly flinkConfiguration: Readonly<Record<string, string>>;
  /** Of the main container. */
  readonly ports: readonly { readonly name: string; readonly containerPort: number; readonly protocol: string }[];
  readonly annotations: Readonly<Record<string, string>>;
}

/** Renders the reporter. Throws an ArgumentError for a port that is none. */
export function renderMetrics({ enabled = true, port = DEFAULT_PORT, scrapeAnnotations = false }: MetricsSettings): MetricsRendering {
  if (!Number.isSafeInteger(port) || port < 1024 || port > 65_535) {
    throw new ArgumentError({
      field: "metrics.port",
      value: port,
      rule: "must be a whole number from 1024 to 65535",
      remedy: `Give such a port, or leave it out for ${DEFAULT_PORT}.`,
    });
  }
  if (!enabled && scrapeAnnotations) {
    throw new ArgumentError({
      field: "metrics.scrapeAnnotations",
      value: scrapeAnnotations,
      rule: "needs metrics.enabled",
      remedy: "Leave one of them out.",
    });
  }
  if (!enabled) return { flinkConfiguration: {}, ports: [], annotations: {} };
  return {
    flinkConfiguration: {
      [`${REPORTER}factory.class`]: "org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
      [`${REPORTER}port`]: String(port),
      // Else every character that a metric's name may not have becomes "_" in values too, and no job's name is found again.
      [`${REPORTER}filterLabelValueCharacters`]: "false",
    },
    ports: [{ name: METRICS_PORT_NAME, containerPort: port, protocol: "TCP" }],
    annotations: scrapeAnnotations
      ? { "prometheus.io/scrape": "true", "prometheus.io/port": String(port), "prometheus.io/path": METRICS_PATH }
      : {},
  };
}
