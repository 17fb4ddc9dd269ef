/** The figures of one fault, worked out from what was seen before and after it. */

/** What the job's own check counted since its tasks last started. */
export type Counters = Partial<Record<"sequenceChecked" | "sequenceGaps" | "sequenceRepeats" | "sequenceEarly", number>>;

/** A job at one moment, as its REST API shows it. Times are milliseconds since the epoch. */
export interface Snapshot {
  /** When this JobManager took the job up. */
  readonly jobManagerSince: number;
  /** Checkpoints that were seen failed so far. */
  readonly failed: readonly number[];
  readonly completed: { readonly id: number; readonly trigger_timestamp: number; readonly latest_ack_timestamp: number } | null;
  readonly restored: { readonly id: number; readonly restore_timestamp: number; readonly is_savepoint: boolean } | null;
  readonly counters: Counters;
}

export interface Observation {
  readonly name: string;
  readonly began: number;
  /** When nothing was broken any more. */
  readonly ended: number;
  /** When all tasks were seen running after that. */
  readonly running: number;
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly restarts: boolean | "maybe";
}

/** As the results hold them. Seconds count from the beginning of the fault. */
export interface Figures {
  readonly fault: string;
  /** How long something was broken: next to nothing where a process was killed. */
  readonly faultSeconds: number;
  /** Last completed checkpoint before the fault. */
  readonly checkpointBefore: number;
  /** The checkpoint or savepoint that the job went on from; null when it ran on. */
  readonly restored: number | null;
  readonly restoredSavepoint: boolean;
  /** Until all tasks ran again; null when they ran on. */
  readonly runningSeconds: number | null;
  /** Until a checkpoint was complete that was begun after the fault. */
  readonly checkpointSeconds: number;
  readonly failedCheckpoints: number;
  /** Elements that the tasks have checked since they last started. */
  readonly checked: number;
  readonly lost: number;
  readonly doubled: number;
}

/** Throws where the job did not do what it was to do; lost and doubled elements are figures. */
export function figuresOf({ name, began, ended, running, before, after, restarts }: Observation): Figures {
  if (before.completed === null || after.completed === null) throw new Error(`${name}: no completed checkpoint to compare with`);
  const restored = after.restored !== null && after.restored.restore_timestamp >= began ? after.restored : null;
  if (restarts === true && restored === null) throw new Error(`${name}: the job did not restart from a checkpoint`);
  if (restarts === false && restored !== null) {
    throw new Error(`${name}: the job restarted from checkpoint ${restored.id}, and was to run on`);
  }
  // Another JobManager always restores; one that has not began from nothing.
  if (restored === null && after.jobManagerSince !== before.jobManagerSince) {
    throw new Error(`${name}: another JobManager took the job up, without a checkpoint`);
  }
  if (restored !== null && restored.id < before.completed.id) {
    throw new Error(`${name}: the job went back to checkpoint ${restored.id}, although ${before.completed.id} was complete`);
  }
  const own = lostAndDoubled(name, after.counters);
  // Tasks that restarted count from 0; what was found before counts as well.
  const earlier = restored === null ? { lost: 0, doubled: 0 } : lostAndDoubled(name, before.counters);
  return {
    fault: name,
    faultSeconds: seconds(ended - began),
    checkpointBefore: before.completed.id,
    restored: restored?.id ?? null,
    restoredSavepoint: restored?.is_savepoint ?? false,
    runningSeconds: restored === null ? null : seconds(running - began),
    checkpointSeconds: seconds(after.completed.latest_ack_timestamp - began),
    failedCheckpoints: after.failed.filter((id) => !before.failed.includes(id)).length,
    checked: own.checked,
    lost: own.lost + earlier.lost,
    doubled: own.doubled + earlier.doubled,
  };
}

/** An element that comes before its turn waits for one that is lost: at an unchanged parallelism nothing overtakes within a key. */
function lostAndDoubled(name: string, { sequenceChecked, sequenceGaps, sequenceRepeats, sequenceEarly }: Counters) {
  if (!sequenceChecked || sequenceGaps === undefined || sequenceRepeats === undefined || sequenceEarly === undefined) {
    throw new Error(`${name}: the job's check has counted nothing`);
  }
  return { checked: sequenceChecked, lost: sequenceGaps + sequenceEarly, doubled: sequenceRepeats };
}

const seconds = (milliseconds: number) => Math.round(milliseconds / 100) / 10;
