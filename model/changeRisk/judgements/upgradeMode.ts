/** A job that is stopped starts empty where its upgrade mode is stateless. */
import { UNKNOWN } from "../../views/known.ts";
import type { ChangeJudgement, Verdict } from "../judgement.ts";
import { decidingMode, upgradeModeOf } from "../startingPoint.ts";

const PATH = ["spec", "job", "upgradeMode"];

export const upgradeMode: ChangeJudgement = {
  id: "upgrade-mode",
  title: "The job is stopped with the upgrade mode stateless, or has that mode from now on.",
  classes: ["state-lost", "no-restart", "not-evaluated"],
  why: "a stateless upgrade cancels the job and starts it empty: windows, timers and the sources' offsets are gone. The mode after the change counts; a FlinkDeployment that names none is stateless",
  next: "set upgradeMode to savepoint in the same change, unless the job is to start from nothing",
  source: "AbstractJobReconciler.getJobUpgrade of the operator; Job Management in its documentation",
  judge({ before, after, restarts }) {
    const was = upgradeModeOf(before);
    const mode = upgradeModeOf(after);
    const deciding = decidingMode(before, after);
    const verdict: Omit<Verdict, "class"> = { field: PATH.join("."), before: told(was), after: told(mode), at: { path: PATH } };
    if (restarts === false) {
      if (mode !== "stateless" || was === "stateless") return [];
      return [{ ...verdict, class: "no-restart", why: "the job runs on, but the next change that restarts it loses its state" }];
    }
    if (deciding === "savepoint" || deciding === "last-state") return [];
    if (deciding === UNKNOWN) {
      return was === UNKNOWN ? [] : [{ ...verdict, class: "not-evaluated", why: "what the job starts from is not known" }];
    }
    if (restarts === UNKNOWN) {
      return [{ ...verdict, class: "not-evaluated", why: "a restart would lose the state, and whether there is one is not known" }];
    }
    if (!MODES.includes(deciding)) return [{ ...verdict, class: "not-evaluated", ...NO_MODE }];
    return [{ ...verdict, class: "state-lost", ...(mode === "stateless" ? {} : SUSPENDED_STATELESS) }];
  },
};

const MODES = ["savepoint", "last-state", "stateless"];

const NO_MODE = {
  why: "the value is none of savepoint, last-state and stateless: the cluster refuses the manifest",
  next: "write one of them",
};

const SUSPENDED_STATELESS = {
  why: "a job that is resumed goes on from what it was suspended with: it was suspended stateless, and has no state",
  next: "give it a snapshot to start from, by initialSavepointPath with a new savepointRedeployNonce, if there is one",
};

function told(mode: ReturnType<typeof upgradeModeOf>): string {
  return mode === UNKNOWN ? "not known" : mode;
}
