/**
 * Backlog in seconds: bytes that wait, over bytes that are read a second. Beam's sources report the bytes as `pendingBytes`, one gauge per
 * subtask of a source, -1 where a source cannot tell.
 */
import { secondsOfBacklog, SLOWEST_RATE } from "../monitoring/backlogSeconds.ts";
import { FLINK_METRICS } from "../monitoring/flinkMetrics.ts";

/** Flink's gauge of Beam's FLIP-27 sources, as its Prometheus reporter names it. */
export const PENDING_BYTES = FLINK_METRICS.pendingBytes.name;
/** Counter of sources that use Beam's `SourceMetrics`. */
export const BYTES_READ = FLINK_METRICS.bytesRead.name;

/** How long a source that could tell its backlog is taken for one that can, after it has stopped telling. */
const REMEMBERED = "1h";

/**
 * Seconds that working off the backlog takes at the present rate.
 *
 * @param pendingBytes the gauge of each subtask; those below 0 do not count
 * @param bytesPerSecond of all sources together; undefined where nothing counts them
 * @param floor bytes that count as no backlog, all sources together
 * @returns undefined where either is unknown
 */
export function backlogSeconds(pendingBytes: readonly number[], bytesPerSecond: number | undefined, floor: number): number | undefined {
  const known = pendingBytes.filter((bytes) => bytes >= 0);
  if (known.length === 0 || bytesPerSecond === undefined) return undefined;
  const waiting = known.reduce((sum, bytes) => sum + bytes, 0);
  return waiting < floor ? 0 : waiting / Math.max(bytesPerSecond, SLOWEST_RATE);
}

/** The same as a PromQL expression, empty where either is unknown. */
export function backlogSecondsQuery(selector: string, bytesReadMetric: string, window: string, floor: number): string {
  const waiting = `sum(${PENDING_BYTES}{${selector}} >= 0)`;
  const rate = `sum(rate(${bytesReadMetric}{${selector}}[${window}]))`;
  return secondsOfBacklog(waiting, rate, floor);
}

/** 1 where both were known within the last hour, now or not; else empty: sources that never tell. */
export function backlogRememberedQuery(selector: string, bytesReadMetric: string): string {
  const told = `count(max_over_time(${PENDING_BYTES}{${selector}}[${REMEMBERED}]) >= 0)`;
  return `(${told} and count(present_over_time(${bytesReadMetric}{${selector}}[${REMEMBERED}]))) * 0 + 1`;
}
