/** The operator's drain flag drains every job that is stopped with a savepoint, upgraded ones too. */
import { flagSetting } from "../../views/jobParallelism.ts";
import type { JobView } from "../../views/jobView.ts";
import { UNKNOWN } from "../../views/known.ts";
import type { JobChange } from "../jobChange.ts";
import type { ChangeJudgement } from "../judgement.ts";
import { upgradeModeOf } from "../startingPoint.ts";
import { hasHighAvailability } from "./highAvailability.ts";
import { DRAIN_ON_SAVEPOINT } from "../../deletionKeys.ts";

export const drainOnUpgrade: ChangeJudgement = {
  id: "drain-on-upgrade",
  title: "The drain flag is on when the job is stopped with a savepoint, or from now on.",
  classes: ["state-lost", "no-restart"],
  why: "in spite of its name the flag drains upgraded jobs as well: the last watermark is sent, all windows and timers fire, Beam clears their state, and what comes later is late",
  next: "take the flag away in a change before this one; a BeamJob with onDelete drain sets it for the deletion alone",
  source: "AbstractFlinkService.savepointJobOrError of operator 1.15; FLINK-32700",
  judge(change) {
    const { before, after, restarts } = change;
    const [old, now] = [flagSetting(before, DRAIN_ON_SAVEPOINT) === true, flagSetting(after, DRAIN_ON_SAVEPOINT) === true];
    const verdict = { field: DRAIN_ON_SAVEPOINT, before: told(before), after: told(after), at: { setting: DRAIN_ON_SAVEPOINT } };
    if (restarts === true && (old || now) && stopsWithSavepoint(change)) return [{ ...verdict, class: "state-lost" }];
    return now && !old ? [{ ...verdict, class: "no-restart", ...FROM_NOW_ON }] : [];
  },
};

const FROM_NOW_ON = {
  why: "the job runs on, but the next upgrade by a savepoint drains it: all windows and timers fire, and Beam clears their state",
  next: "leave the flag away; a BeamJob with onDelete drain sets it for the deletion alone",
};

/** A last-state upgrade takes a savepoint as well where the metadata would not do. */
function stopsWithSavepoint({ before, after }: JobChange): boolean {
  const mode = upgradeModeOf(after);
  if (mode !== "last-state") return mode === "savepoint";
  return before.flinkLine !== after.flinkLine || hasHighAvailability(before) === false;
}

function told(view: JobView): string {
  const flag = view.setting(DRAIN_ON_SAVEPOINT);
  return flag === UNKNOWN ? "not known" : (flag ?? "not set");
}
