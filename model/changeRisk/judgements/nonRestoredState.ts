/** State that fits no transform is dropped where that is allowed. */
import { isWord } from "../../views/jobParallelism.ts";
import type { JobView } from "../../views/jobView.ts";
import { type Known, UNKNOWN } from "../../views/known.ts";
import type { Place } from "../../views/place.ts";
import type { ChangeJudgement } from "../judgement.ts";

const PATH = ["spec", "job", "allowNonRestoredState"];
const SETTING = "execution.state-recovery.ignore-unclaimed-state";

export const nonRestoredState: ChangeJudgement = {
  id: "non-restored-state",
  title: "The job is stopped and may drop state that fits no transform.",
  classes: ["state-at-risk"],
  why: "state of a transform that has another name, or is gone, is dropped without a word; without this the job would not start, and the state would still be there",
  next: "allow it only for a change that removes a stateful transform on purpose, and take it back with the next one",
  source: '"Application Topology" in Flink\'s Upgrading Applications; spec.job.allowNonRestoredState of the FlinkDeployment',
  judge({ before, after, restarts }) {
    if (restarts !== true) return [];
    const [now, at] = allowed(after);
    if (!isWord(now, "true")) return [];
    const [old] = allowed(before);
    return [{ class: "state-at-risk", field: at === FIELD ? PATH.join(".") : SETTING, before: told(old), after: told(now), at }];
  },
};

const FIELD: Place = { path: PATH };

/** The operator writes its field over Flink's key. */
function allowed(view: JobView): readonly [Known<string | undefined>, Place] {
  const field = view.text(...PATH);
  return field === undefined ? [view.setting(SETTING), { setting: SETTING }] : [field, FIELD];
}

function told(value: Known<string | undefined>): string {
  return value === UNKNOWN ? "not known" : (value ?? "not set");
}
