/** The choices at a job's deletion. */

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
