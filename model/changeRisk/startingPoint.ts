/** From what a job starts that the operator stops and starts again, or that is resumed. */
import type { JobView } from "../views/jobView.ts";
import { type Known, UNKNOWN } from "../views/known.ts";

/** `spec.job.upgradeMode`; stateless is the default of the FlinkDeployment. */
export function upgradeModeOf(view: JobView): Known<string> {
  const mode = view.text("spec", "job", "upgradeMode");
  return mode === UNKNOWN ? UNKNOWN : (mode ?? "stateless");
}

/** True for a job that is to be stopped. */
export function isSuspended(view: JobView): boolean {
  return view.text("spec", "job", "state") === "suspended";
}

/**
 * The upgrade mode that decides: the one after the change. Of a job that is resumed it is the one with which it was suspended, unless it is to
 * start empty.
 */
export function decidingMode(before: JobView, after: JobView): Known<string> {
  const now = upgradeModeOf(after);
  return isSuspended(before) && !isSuspended(after) && now !== "stateless" ? upgradeModeOf(before) : now;
}

/** `goes on from the savepoint with which it is stopped`. */
export function startingPoint(before: JobView, after: JobView): string {
  const start = whereFrom(decidingMode(before, after));
  if (!isSuspended(after)) return start;
  return isSuspended(before) ? `is stopped and stays so, and once it is resumed ${start}` : `is stopped, and once it is resumed ${start}`;
}

function whereFrom(mode: Known<string>): string {
  if (mode === "savepoint") return "goes on from the savepoint with which it is stopped, or from its last checkpoint where it does not run";
  if (mode === "last-state") return "goes on from its last checkpoint";
  return mode === UNKNOWN ? "starts from what the upgrade mode says, which is not known" : "starts empty";
}
