/** Backlog as a time, in PromQL: one formula and one floor for alerts and for reactive scaling. */

/**
 * Bytes that count as no backlog, in Flink's notation: some never go away, such as a transaction's marker at the end of a topic, and over a
 * rate of nothing they would be a backlog of hours.
 */
export const DEFAULT_BACKLOG_FLOOR = "100 kb";

/** Slowest rate counted, bytes a second: a source that stands still with a backlog is behind by much, not by an unknown time. */
export const SLOWEST_RATE = 1;

/** Seconds that reading `bytes` takes at `bytesPerSecond`, 0 for less than `floor` bytes; nothing where either has no value. */
export function secondsOfBacklog(bytes: string, bytesPerSecond: string, floor: number): string {
  return `(${bytes} >= ${floor} or ${bytes} * 0) / clamp_min(${bytesPerSecond}, ${SLOWEST_RATE})`;
}
