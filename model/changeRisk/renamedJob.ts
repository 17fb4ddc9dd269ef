/** A job that is deleted and one that is new may be the same under another name, which Kubernetes does not know. */
import { readImageReference } from "../views/imageReference.ts";
import { checkpointDirectory } from "../views/jobSettings.ts";
import type { JobView } from "../views/jobView.ts";
import { UNKNOWN } from "../views/known.ts";
import { stateOfNewJob } from "./initialSavepoint.ts";
import { type ChangeReason, type JobJudgement, reasonsOf } from "./judgement.ts";

/** A job by its name. */
interface Named {
  readonly job: string;
  readonly view: JobView;
}

/** What two jobs may have in common, each with how it is told. */
const LIKENESSES: readonly (readonly [told: string, of: (view: JobView) => string | undefined])[] = [
  ["the same checkpoint folder", folderOf],
  ["the same image repository and main class", programOf],
];

function folderOf(view: JobView): string | undefined {
  const folder = checkpointDirectory(view);
  return folder === UNKNOWN ? undefined : folder;
}

/** Main class and image without its version. */
function programOf(view: JobView): string | undefined {
  const { image } = view;
  const main = view.text("spec", "job", "entryClass");
  if (typeof image !== "string" || main === UNKNOWN || main === undefined) return undefined;
  const repository = readImageReference(image)?.repository;
  return repository === undefined ? undefined : `${repository} ${main}`;
}

/** For the documentation; a pair is judged by `renamedReasons`. */
export const RENAMED: Omit<JobJudgement, "judge"> = {
  id: "renamed-job",
  title: "A new job looks like one that is deleted: it may have got another name or namespace.",
  classes: ["state-lost", "state-at-risk"],
  why: "a FlinkDeployment with another name or namespace is another job: the old one is deleted, and the new one starts empty unless initialSavepointPath says from where",
  next: "keep the name; or take a savepoint of the old job first, and give the new one its address as initialSavepointPath",
  source: "identity of objects in Kubernetes; spec.job.initialSavepointPath of the FlinkDeployment",
};

/** Finds, for a new job, the reason where it is like one that is gone. */
export function renamedReasons(gone: readonly Named[]): (after: Named) => readonly ChangeReason[] {
  const indexes = LIKENESSES.map(([told, of]) => [told, of, new Map(gone.map((one) => [of(one.view), one]))] as const);
  return ({ job, view }) => {
    for (const [told, of, index] of indexes) {
      const key = of(view);
      const before = key === undefined ? undefined : index.get(key);
      if (before === undefined) continue;
      const state = stateOfNewJob(before.view, view);
      const texts = { field: "name", before: before.job, after: `${job}, with ${told}`, at: { path: ["metadata", "name"] } };
      return reasonsOf(RENAMED, [{ ...texts, ...state }]);
    }
    return [];
  };
}
