/**
 * The band of each figure as PromQL. A query yields a factor, how many times the present TaskManagers are wanted: an autoscaler that takes
 * it as a `Value` with the target 1 multiplies by it and needs no further number.
 */
import { FLINK_METRICS } from "../monitoring/flinkMetrics.ts";
import { backlogRememberedQuery, backlogSecondsQuery } from "./backlog.ts";
import { type Band, target } from "./band.ts";

/** Nanoseconds of CPU time of a TaskManager's process, by Flink's reporter: it needs no figures of Kubernetes. */
const CPU_TIME = FLINK_METRICS.cpuTime.name;
const NANOSECONDS = "1e9";

/** The TaskManagers of one job, by the labels that scraping a pod gives its metrics. */
export interface ScrapedJob {
  readonly namespace: string;
  readonly jobName: string;
}

/** CPUs that TaskManagers use, on average, over those that each asks for. */
export function cpuShareQuery(job: ScrapedJob, cpu: number, window: string): string {
  return `avg(rate(${CPU_TIME}{${selector(job)}}[${window}])) / ${NANOSECONDS} / ${cpu}`;
}

/** Nothing, and so an error of the autoscaler that keeps it from scaling down, while no TaskManager is scraped. */
export function cpuFactorQuery(job: ScrapedJob, cpu: number, window: string, band: Band): string {
  return factorQuery(cpuShareQuery(job, cpu, window), band);
}

/** How the backlog of a job is read. */
export interface BacklogReading {
  readonly bytesReadMetric: string;
  readonly window: string;
  /** Bytes that count as none. */
  readonly floor: number;
  readonly band: Band;
  /** A factor that is always enough. */
  readonly most: number;
}

/**
 * A backlog that was known within the last hour and is not now, as while a job restarts or a scrape fails, is 1: everything stays. One that
 * was never known is 0: the autoscaler follows its greatest figure, which 0 never is.
 */
export function backlogFactorQuery(job: ScrapedJob, { bytesReadMetric, window, floor, band, most }: BacklogReading): string {
  const known = factorQuery(backlogSecondsQuery(selector(job), bytesReadMetric, window, floor), band);
  return `clamp_max(${known}, ${most}) or ${backlogRememberedQuery(selector(job), bytesReadMetric)} or vector(0)`;
}

function selector({ namespace, jobName }: ScrapedJob): string {
  return `namespace="${namespace}",pod=~"${jobName}-taskmanager-.+"`;
}

/** The figure over its target outside the band, 1 within. */
function factorQuery(figure: string, band: Band): string {
  const value = `(${figure})`;
  return `(${value} > ${band.up} or ${value} < ${band.down}) / ${target(band)} or ${value} * 0 + 1`;
}
