/** The choices at a job's deletion, and where its FlinkDeployment holds them. */

/** What becomes of a job's state when the job is deleted. */
export const OnDelete = {
  /** The job is cancelled; its last checkpoint stays in the bucket. Works in any state of the job. */
  Cancel: "cancel",
  /** The operator stops the job with a savepoint: needs a running job. */
  Savepoint: "savepoint",
  /** All windows and timers fire, then the job is stopped with a savepoint: needs a running job and `pulumi destroy --run-program`. */
  Drain: "drain",
} as const;
export type OnDelete = (typeof OnDelete)[keyof typeof OnDelete];

/** The operator stops a deleted job with a savepoint. */
export const SAVEPOINT_ON_DELETION = "kubernetes.operator.job.savepoint-on-deletion";
/** The operator drains each job that it stops with a savepoint, upgraded ones too: never on but while a job is being drained. */
export const DRAIN_ON_SAVEPOINT = "kubernetes.operator.job.drain-on-savepoint-deletion";
/** How long a drain of the job may take, in seconds. */
export const DRAIN_TIMEOUT_ANNOTATION = "beam-flink/drain-timeout-seconds";
