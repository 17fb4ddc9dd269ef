/** Waits for a condition to hold. */
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../support/errors.ts";
import type { Step } from "../support/step.ts";

/** Milliseconds between two looks: a probe costs about 100 ms of one core, so more often would slow down what is waited for. */
const INTERVAL = 200;

/** Polls `holds` until it does; false when `timeout` milliseconds have passed. */
export async function waitUntil(timeout: number, step: Step, holds: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + timeout;
  for (;;) {
    if (step.signal.aborted) throw new UserError("interrupted");
    if (await holds()) return true;
    if (Date.now() >= deadline) return false;
    // An interruption is seen at the next turn.
    await sleep(INTERVAL, undefined, { signal: step.signal }).catch(() => {});
  }
}
