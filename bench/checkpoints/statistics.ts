/** From Flink's list of checkpoints to figures. */
import type { CheckpointStatistics } from "../../local/environment/flinkJob.ts";
import { median } from "../measured.ts";
import type { Spread } from "./results.ts";

/** The first checkpoints of a job meet bundles and windows that have only begun. */
export const WARM_UP = 2;
/** Checkpoints that a row wants behind the warm-up. */
export const WANTED = 10;

export type Checkpoint = CheckpointStatistics["history"][number];

/** Completed checkpoints behind the warm-up, the oldest first. */
export function counted(history: CheckpointStatistics["history"]): readonly Checkpoint[] {
  return history
    .filter((checkpoint) => checkpoint.status === "COMPLETED" && !checkpoint.is_savepoint)
    .toSorted((a, b) => a.id - b.id)
    .slice(WARM_UP);
}

export function spread(numbers: readonly number[]): Spread {
  return { median: median(numbers), min: Math.min(...numbers), max: Math.max(...numbers) };
}
