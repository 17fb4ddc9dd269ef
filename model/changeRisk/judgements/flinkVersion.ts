/** Flink reads savepoints of older lines, not of newer ones. */
import { compareLines } from "../../versionNumber.ts";
import { UNKNOWN } from "../../views/known.ts";
import type { ChangeJudgement, Verdict } from "../judgement.ts";
import { upgradeModeOf } from "../startingPoint.ts";

const PATH = ["spec", "flinkVersion"];

export const flinkVersion: ChangeJudgement = {
  id: "flink-version",
  title: "The job runs on another line of Flink.",
  classes: ["state-at-risk", "not-evaluated"],
  why: "within a major version, Flink's format of savepoints is read by later lines, but Beam's runner for each line is another artifact, and what it writes into state has no such promise",
  next: "take the upgrade as one of its own, by a savepoint, with the Beam version as it is; try it on a copy of a savepoint first",
  source:
    '"Compatibility Table" in Flink\'s Upgrading Applications and Flink Versions; release notes of Flink 2.0 (State Compatibility); AbstractJobReconciler.getJobUpgrade of the operator',
  judge({ before, after }) {
    const old = before.flinkLine;
    const now = after.flinkLine;
    if (old === now || old === undefined || now === undefined) return [];
    const texts: Omit<Verdict, "class"> = { field: PATH.join("."), before: told(old), after: told(now), at: { path: PATH } };
    if (old === UNKNOWN || now === UNKNOWN) return [{ ...texts, class: "not-evaluated", why: "one of the two versions is not known" }];
    if (compareLines(now, old) < 0) return [{ ...texts, ...DOWNGRADE }];
    if (majorOf(now) !== majorOf(old)) return [{ ...texts, ...ANOTHER_MAJOR }];
    return [{ ...texts, class: "state-at-risk", ...(upgradeModeOf(after) === "last-state" ? LAST_STATE : {}) }];
  },
};

const DOWNGRADE = {
  class: "state-at-risk",
  why: "Flink reads savepoints of the same and of older lines; none of an older line is said to read one of a newer line",
  next: "go back to a savepoint that the older line has made (initialSavepointPath with a new savepointRedeployNonce), or stay",
} as const;

const LAST_STATE = {
  why:
    "for another Flink line the operator does not go on from the high-availability metadata: it takes a savepoint where the job runs and has a " +
    "savepoint directory, else cancels it for its last checkpoint, which is not made for another line",
  next: "set upgradeMode to savepoint for this change, and see that the job runs",
};

const ANOTHER_MAJOR = {
  class: "state-at-risk",
  why: "Flink does not guarantee that state of 1.x can be read by 2.x, and Beam's runner for each line is another artifact: take it that the job will not start with its state",
  next: "try it on a copy of a savepoint first; where it is refused, drain the job and start a new one",
} as const;

function majorOf(line: string): string | undefined {
  return line.split(".")[0];
}

function told(line: string | typeof UNKNOWN): string {
  return line === UNKNOWN ? "not known" : line;
}
