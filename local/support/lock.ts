/** A lock that keeps two commands from working on one thing: a folder `<file>.lock`, which its owner renews as long as it lives. */
import { mkdir } from "node:fs/promises";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { UserError } from "./errors.ts";
import type { Step } from "./step.ts";

/** A lock whose owner has not renewed it for this many milliseconds belongs to a process that died. */
const STALE = 10_000;

/** Milliseconds between two renewals: four may come late before the lock counts as stale. */
const RENEWAL = 2_000;

/** Milliseconds between two tries to get a lock that another one holds. */
const INTERVAL = 200;

/** A pause between two tries of more milliseconds than this means that the machine slept. */
const SLEPT = 3_000;

/** Runs `work` while no other process holds the lock of `file`. */
export async function withLock<T>(file: string, what: string, step: Step, work: () => Promise<T>): Promise<T> {
  await mkdir(path.dirname(file), { recursive: true });
  let lost = false;
  const release = await acquire(file, what, step, () => {
    // To end the work now would clean up what the new owner makes: both go on, and the person is told.
    lost = true;
    step.report(`another command has taken over ${what}, as this one did not run for a while`);
  });
  try {
    return await work();
  } finally {
    // What is lost is the new owner's to release.
    if (!lost) await release();
  }
}

async function acquire(file: string, what: string, step: Step, onCompromised: () => void): Promise<() => Promise<void>> {
  let looked = Date.now();
  let patientUntil = 0;
  for (let waited = 0; ; waited++) {
    if (step.signal.aborted) throw new UserError("interrupted");
    const now = Date.now();
    // After a sleep of the machine every lock looks stale: its owner gets the time to renew it.
    if (now - looked > SLEPT) patientUntil = now + STALE;
    looked = now;
    const stale = now < patientUntil ? Number.POSITIVE_INFINITY : STALE;
    try {
      return await lock(file, { realpath: false, stale, update: RENEWAL, onCompromised });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ELOCKED")) throw error;
      if (waited === 0) step.report(`another command works on ${what}; waiting`);
      // An interruption is seen at the next turn.
      await sleep(INTERVAL, undefined, { signal: step.signal }).catch(() => {});
    }
  }
}
