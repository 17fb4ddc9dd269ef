/** Key names of Flink's configuration by Flink line, and what every Beam job under the operator needs. */
import { supports } from "./features.ts";
import type { Versions } from "./versions.ts";

/** Names of the keys that say where state is kept. */
export interface StateKeys {
  readonly checkpointStorage: string;
  readonly checkpointDirectory: string;
  readonly savepointDirectory: string;
  readonly numRetained: string;
  readonly incremental: string;
  readonly stateBackend: string;
  readonly highAvailabilityStorage: string;
  readonly jobResultStorePath: string;
}

/** Names that are the same in every supported Flink. */
const COMMON = {
  stateBackend: "state.backend.type",
  highAvailabilityStorage: "high-availability.storageDir",
  jobResultStorePath: "job-result-store.storage-path",
} as const;

/** Flink 1.19 knows only the old names; 1.20 and later warn about them. */
export function stateKeys(versions: Versions): StateKeys {
  return supports(versions, "checkpointKeyNames")
    ? {
        ...COMMON,
        checkpointStorage: "execution.checkpointing.storage",
        checkpointDirectory: "execution.checkpointing.dir",
        savepointDirectory: "execution.checkpointing.savepoint-dir",
        numRetained: "execution.checkpointing.num-retained",
        incremental: "execution.checkpointing.incremental",
      }
    : {
        ...COMMON,
        checkpointStorage: "state.checkpoint-storage",
        checkpointDirectory: "state.checkpoints.dir",
        savepointDirectory: "state.savepoints.dir",
        numRetained: "state.checkpoints.num-retained",
        incremental: "state.backend.incremental",
      };
}

/** Keys the operator sets itself; it refuses a FlinkDeployment that has one (DefaultValidator of 1.15.0). */
export const FORBIDDEN_CONFIGURATION_KEYS: readonly string[] = [
  "kubernetes.namespace",
  "kubernetes.cluster-id",
  "high-availability.cluster-id",
];

/** What every Beam job needs, whatever its pipeline. */
export function baseConfiguration(versions: Versions): Record<string, string> {
  const keys = stateKeys(versions);
  return {
    // Beam reads the job's result; Flink's default in application mode is detached, and Beam then fails after submission.
    "execution.attached": "true",
    // The JobManager stays when the job ends, so that the operator can still ask it for the result.
    "execution.shutdown-on-application-finish": "false",
    // A main class that fails before it submits becomes a failed job with the error. Needs high availability.
    "execution.submit-failed-job-on-application-error": "true",
    "high-availability.type": "kubernetes",
    // With the entry gone, a JobManager that restarts runs a finished (drained) job again from nothing.
    "job-result-store.delete-on-commit": "false",
    [keys.checkpointStorage]: "filesystem",
    // State larger than memory, and incremental checkpoints.
    [keys.stateBackend]: "rocksdb",
    // Waits grow from 1 s to 1 min while a job keeps failing, differ between jobs, and start anew after 10 min of health.
    "restart-strategy.type": "exponential-delay",
    "restart-strategy.exponential-delay.initial-backoff": "1 s",
    "restart-strategy.exponential-delay.max-backoff": "1 min",
    "restart-strategy.exponential-delay.backoff-multiplier": "2.0",
    "restart-strategy.exponential-delay.jitter-factor": "0.1",
    "restart-strategy.exponential-delay.reset-backoff-threshold": "10 min",
  };
}
