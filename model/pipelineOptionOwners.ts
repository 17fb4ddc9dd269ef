/**
 * Which Beam pipeline options another argument of a job writes, or Flink and the operator decide. Given as options too they would be a
 * second writer, which wins or is ignored without a word. Sources: `FlinkPipelineOptions` and `FlinkExecutionEnvironments` of Beam 2.77.
 */
import { ArgumentError } from "./argumentError.ts";

/** What to do instead of setting the option. */
const INSTEAD: Readonly<Record<string, string>> = {
  runner: "Leave it out: it is always FlinkRunner.",
  streaming: "Leave it out: it is always true.",
  jobName: "Set it by jobName, so that it has one writer.",
  parallelism: "Set it by parallelism, so that it has one writer.",
  maxParallelism: "Set it by maxParallelism, so that it has one writer.",
  maxBundleSize: "Set it by bundles.size, so that it has one writer.",
  maxBundleTimeMills: "Set it by bundles.time, so that it has one writer.",
  finishBundleBeforeCheckpointing: "Set it by bundles.finishBeforeCheckpoint, so that it has one writer.",
  checkpointingInterval: "Set it by checkpoints.interval, so that it has one writer.",
  checkpointTimeoutMillis: "Set it by checkpoints.timeout, so that it has one writer.",
  checkpointingMode: "Set it by checkpoints.mode, so that it has one writer.",
  minPauseBetweenCheckpoints: "Set it by checkpoints.minPause, so that it has one writer.",
  unalignedCheckpointEnabled: "Set it by checkpoints.unaligned, so that it has one writer.",
  failOnCheckpointingErrors: "Set it by checkpoints.tolerableFailures, so that it has one writer.",
  tolerableCheckpointFailureNumber: "Set it by checkpoints.tolerableFailures, so that it has one writer.",
  externalizedCheckpointsEnabled: "Set it by checkpoints.retainOnCancellation, so that it has one writer.",
  retainExternalizedCheckpointsOnCancellation: "Set it by checkpoints.retainOnCancellation, so that it has one writer.",
  stateBackend: "Set it by stateBackend, so that it has one writer.",
  stateBackendFactory: "Set it by stateBackend, so that it has one writer.",
  stateBackendStoragePath: "Leave it out: checkpoints go to the bucket of storage.",
  savepointPath: "Set it by initialSavepoint: Beam ignores the option in a cluster of the operator.",
  allowNonRestoredState: "Leave it out: state that no operator takes over stops the job instead of being lost.",
  // Written as fixed delay over the restart strategy of every job.
  numberOfExecutionRetries: "Leave it out: every job restarts with a growing delay of at most a minute.",
  executionRetryDelay: "Leave it out: every job restarts with a growing delay of at most a minute.",
  flinkMaster: "Leave it out: the operator's cluster is found by itself.",
  attachedMode: "Leave it out: it is always true.",
};

/** Refuses an option that has another writer. */
export function refuseOwnedOptions(options: Readonly<Record<string, unknown>>, field: string): void {
  const option = Object.keys(options).find((name) => Object.hasOwn(INSTEAD, name));
  if (option === undefined) return;
  throw new ArgumentError({
    field: `${field}.${option}`,
    value: options[option],
    rule: "is written by another argument",
    remedy: INSTEAD[option] ?? "",
  });
}
