/** Waits until every job checkpoints: what `npm start` promises when it says that the environment is up. */
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../support/errors.ts";
import type { Step } from "../support/step.ts";
import type { EnvironmentStatus, JobStatus } from "./status.ts";

/** As many completed checkpoints as show that they go on, not only begin. */
export const ENOUGH_CHECKPOINTS = 3;

export interface Patience {
  readonly pauseMs: number;
  /** For the checkpoints. They come every 10 s; a slow start of the tasks may cost some of the first. */
  readonly checkpointsMs: number;
  /** For a cluster that does not answer: a busy machine's API may be away for some seconds. */
  readonly errorsMs: number;
}

const PATIENCE: Patience = { pauseMs: 2000, checkpointsMs: 180_000, errorsMs: 30_000 };

/** `ask` gives the status at each look. */
export async function waitForCheckpoints(
  ask: () => Promise<EnvironmentStatus>,
  step: Step,
  patience = PATIENCE,
): Promise<EnvironmentStatus> {
  const end = Date.now() + patience.checkpointsMs;
  const failures = new FailureWatch();
  let failingSince: number | undefined;
  for (;;) {
    let text: string;
    try {
      const status = await ask();
      failingSince = undefined;
      // All of them, not only up to the first that waits: the watch must see each job at each look.
      const waiting = status.jobs.filter((job) => failures.newestFailed(job) || job.checkpoints.completed < ENOUGH_CHECKPOINTS);
      if (waiting.length === 0) return status;
      text = waiting.map(describe).join("; ");
    } catch (error) {
      if (step.signal.aborted) throw error;
      text = error instanceof Error ? error.message : String(error);
      failingSince ??= Date.now();
      if (Date.now() - failingSince >= patience.errorsMs) {
        throw new UserError(`the environment's status cannot be read since ${patience.errorsMs / 1000} s: ${text}`, { cause: error });
      }
    }
    step.report(text.slice(0, 140));
    if (Date.now() > end) {
      throw new UserError(
        `no ${ENOUGH_CHECKPOINTS} completed checkpoints after ${patience.checkpointsMs / 1000} s: ${text}. See npm run status and the JobManager's log.`,
      );
    }
    await sleep(patience.pauseMs, undefined, { signal: step.signal });
  }
}

const describe = ({ name, state, checkpoints }: JobStatus) =>
  `${name} is ${state}, ${checkpoints.completed} completed, ${checkpoints.failed} failed`;

/** Tells from the counts at each look whether a job's newest finished checkpoint failed. */
class FailureWatch {
  readonly #seen = new Map<string, { readonly failed: number; readonly completedThen: number }>();

  newestFailed({ name, namespace, checkpoints: { completed, failed } }: JobStatus): boolean {
    const key = `${namespace}/${name}`;
    const before = this.#seen.get(key);
    // What failed before the first look may be long ago. The counts begin anew with each JobManager.
    const completedThen = before === undefined || failed < before.failed ? -1 : failed > before.failed ? completed : before.completedThen;
    this.#seen.set(key, { failed, completedThen });
    return completed <= completedThen;
  }
}

/** `orders: 2 of 9 failed`, for the jobs of which some failed; undefined for none. */
export function failedCheckpoints(jobs: readonly JobStatus[]): string | undefined {
  const failing = jobs.filter(({ checkpoints }) => checkpoints.failed > 0);
  if (failing.length === 0) return undefined;
  return failing
    .map(({ name, checkpoints: { completed, failed } }) => `${name}: ${failed} of ${completed + failed} checkpoints failed`)
    .join("; ");
}
