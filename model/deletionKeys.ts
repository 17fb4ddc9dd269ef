/** Where a FlinkDeployment says what becomes of its job's state at its deletion. */

/** The operator stops a deleted job with a savepoint. */
export const SAVEPOINT_ON_DELETION = "kubernetes.operator.job.savepoint-on-deletion";
/** The operator drains each job that it stops with a savepoint, upgraded ones too: never on but while a job is being drained. */
export const DRAIN_ON_SAVEPOINT = "kubernetes.operator.job.drain-on-savepoint-deletion";
/** How long a drain of the job may take, in seconds. */
export const DRAIN_TIMEOUT_ANNOTATION = "beam-flink/drain-timeout-seconds";
