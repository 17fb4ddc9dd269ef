/** Folders of checkpoints, savepoints and high availability: the new job still has to read the old ones. */
import { checkpointDirectory, placeOfCheckpointDirectory } from "../../views/jobSettings.ts";
import type { JobView } from "../../views/jobView.ts";
import { type Known, UNKNOWN } from "../../views/known.ts";
import type { Place } from "../../views/place.ts";
import { shownValue } from "../fieldValue.ts";
import type { ChangeJudgement, Verdict } from "../judgement.ts";

/** A folder: how it is called, what it is, and where it stands. */
interface Folder {
  readonly field: string;
  read(view: JobView): Known<string | undefined>;
  place(view: JobView): Place;
}

const setting = (name: string, field: string): Folder => ({ field, read: (view) => view.setting(name), place: () => ({ setting: name }) });

const FOLDERS: readonly Folder[] = [
  { field: "checkpoint folder", read: checkpointDirectory, place: placeOfCheckpointDirectory },
  setting("execution.checkpointing.savepoint-dir", "savepoint folder"),
  setting("high-availability.storageDir", "high-availability folder"),
];

export const stateFolders: ChangeJudgement = {
  id: "state-folders",
  title: "The job keeps its state in another folder.",
  classes: ["state-at-risk", "not-evaluated"],
  why: "the job goes on from a snapshot in the old folder, by its absolute path, and an incremental checkpoint of the new one still refers to files there: where the old folder is gone, or the job may not read it any more, it does not start",
  next: "keep the old folder, and the job's right to read it, until the job has run on the new one and its old snapshots are gone",
  source:
    'preconditions in "Upgrading the Flink Framework Version" of Flink\'s documentation; upgradeSavepointPath in the status of the FlinkDeployment',
  judge: ({ before, after }) =>
    FOLDERS.flatMap(({ field, read, place }): readonly Verdict[] => {
      const old = read(before);
      const now = read(after);
      if (old === now || old === undefined || withoutSlash(old) === withoutSlash(now)) return [];
      const texts = { field, before: shownValue(old, field), after: shownValue(now, field), at: place(after) };
      return old === UNKNOWN || now === UNKNOWN
        ? [{ ...texts, class: "not-evaluated", why: "one of the two folders is not known" }]
        : [{ ...texts, class: "state-at-risk" }];
    }),
};

function withoutSlash(folder: Known<string | undefined>): Known<string | undefined> {
  return typeof folder === "string" ? folder.trim().replace(/\/+$/, "") : folder;
}
