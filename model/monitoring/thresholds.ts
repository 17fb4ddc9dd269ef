/** When an alert fires: thresholds with defaults and the reason of each. */
import { ArgumentError } from "../argumentError.ts";
import { parseDuration } from "../duration.ts";
import { parseMemorySize } from "../memorySize.ts";
import { positive } from "../wholeNumber.ts";
import { DEFAULT_BACKLOG_FLOOR } from "./backlogSeconds.ts";

/** Durations are in Flink's notation, such as "30 s". */
export interface AlertThresholds {
  /**
   * A checkpoint that takes longer, for 5 minutes.
   * @default "30 s", half of BeamJob's time-out of 1 min, so that there is time to act
   */
  readonly checkpointDuration?: string;
  /**
   * Failed checkpoints within 10 minutes, a whole number.
   * @default 3: more than one hiccup of the bucket, and well before the job restarts, which BeamJob puts off for 10 min of failures
   */
  readonly failedCheckpoints?: number;
  /**
   * Time without a completed checkpoint while the job runs.
   * @default "10 min": all work since then would be repeated
   */
  readonly checkpointAge?: string;
  /**
   * Time for which a job does not run.
   * @default "5 min": a JobManager that is lost comes back within one or two
   */
  readonly recovery?: string;
  /**
   * Restarts within 15 minutes, a whole number. A rescaling counts as one.
   * @default 4: one for each of a few causes is normal, more is a loop
   */
  readonly restarts?: number;
  /**
   * Backlog, as the time that reading it takes at the present rate, for 5 minutes.
   * @default "2 min", where the blog series scales up
   */
  readonly backlog?: string;
  /**
   * Backlog in bytes of a source that does not count the bytes it reads, if it has also grown over 15 minutes; a whole number.
   * @default 100,000,000
   */
  readonly backlogBytes?: number;
  /**
   * Bytes that count as no backlog in `beam_job:backlog_seconds`, in Flink's notation: what a source never gets to, such as the marker of a
   * transaction, is no reason for an alert, however slowly it is read.
   * @default "100 kb", as for reactive scaling
   */
  readonly backlogFloor?: string;
  /**
   * Share of time that a task waits for the tasks after it, for 10 minutes: above 0, at most 1.
   * @default 0.5, which Flink's Web UI calls HIGH
   */
  readonly backpressure?: number;
  /**
   * Share of time that the busiest task works while the parallelism stays: above 0, at most 1.
   * @default 0.9
   */
  readonly busy?: number;
  /**
   * For how long.
   * @default "30 min": the autoscaler's window of 15 min, its stabilization of 5 min, and time to restart
   */
  readonly autoscalerPatience?: string;
}

export const THRESHOLD_DEFAULTS: Required<AlertThresholds> = {
  checkpointDuration: "30 s",
  failedCheckpoints: 3,
  checkpointAge: "10 min",
  recovery: "5 min",
  restarts: 4,
  backlog: "2 min",
  backlogBytes: 100_000_000,
  backlogFloor: DEFAULT_BACKLOG_FLOOR,
  backpressure: 0.5,
  busy: 0.9,
  autoscalerPatience: "30 min",
};

/** Thresholds with durations in milliseconds and sizes in bytes. */
export interface Thresholds {
  readonly checkpointDuration: number;
  readonly failedCheckpoints: number;
  readonly checkpointAge: number;
  readonly recovery: number;
  readonly restarts: number;
  readonly backlog: number;
  readonly backlogBytes: number;
  readonly backlogFloor: number;
  readonly backpressure: number;
  readonly busy: number;
  readonly autoscalerPatience: number;
}

/** Fills in the defaults. Throws an ArgumentError for a threshold that cannot be one. */
export function resolveThresholds(given: AlertThresholds): Thresholds {
  const all = { ...THRESHOLD_DEFAULTS, ...defined(given) };
  return {
    checkpointDuration: duration(all.checkpointDuration, "thresholds.checkpointDuration"),
    failedCheckpoints: positive(all.failedCheckpoints, "thresholds.failedCheckpoints"),
    checkpointAge: duration(all.checkpointAge, "thresholds.checkpointAge"),
    recovery: duration(all.recovery, "thresholds.recovery"),
    restarts: positive(all.restarts, "thresholds.restarts"),
    backlog: duration(all.backlog, "thresholds.backlog"),
    backlogBytes: positive(all.backlogBytes, "thresholds.backlogBytes"),
    backlogFloor: parseMemorySize(all.backlogFloor, "thresholds.backlogFloor"),
    backpressure: share(all.backpressure, "thresholds.backpressure"),
    busy: share(all.busy, "thresholds.busy"),
    autoscalerPatience: duration(all.autoscalerPatience, "thresholds.autoscalerPatience"),
  };
}

function defined(given: AlertThresholds): AlertThresholds {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function duration(text: string, field: string): number {
  const milliseconds = parseDuration(text, field);
  if (milliseconds >= 1) return milliseconds;
  throw new ArgumentError({ field, value: text, rule: "must be above 0", remedy: 'Give a duration such as "30 s".' });
}

function share(value: number, field: string): number {
  if (value > 0 && value <= 1) return value;
  throw new ArgumentError({ field, value, rule: "must be above 0 and at most 1", remedy: "Give a share such as 0.5." });
}
