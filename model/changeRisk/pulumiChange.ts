/** What Pulumi does with the resource of a job, whatever its manifest says: a replacement deletes the job, and so may another URN. */
import type { JobView } from "../views/jobView.ts";
import type { ManifestPath } from "../views/place.ts";
import { stateOfNewJob } from "./initialSavepoint.ts";
import { type ChangeReason, type JobJudgement, reasonsOf } from "./judgement.ts";
import { deletion } from "./judgements/deletion.ts";

/** What Pulumi says of a resource. */
export interface PulumiResourceFacts {
  readonly urn: string;
  /** What a preview does with it; undefined in a state. */
  readonly step?: "created" | "replaced" | "kept";
}

const NAME: ManifestPath = ["metadata", "name"];

/** For the documentation; a pair is judged by `replacedReasons`. */
export const REPLACED: Omit<JobJudgement, "judge"> = {
  id: "pulumi-replacement",
  title: "Pulumi replaces the FlinkDeployment.",
  classes: ["state-lost", "state-at-risk"],
  why: "a replacement deletes the FlinkDeployment and makes another one of the same name: the new job starts empty unless initialSavepointPath says from where",
  next: "see in the preview what makes Pulumi replace it, and take that back; or take a savepoint first, and give its address as initialSavepointPath",
  source: "steps of pulumi preview --json; spec.job.initialSavepointPath of the FlinkDeployment",
};

/** For the documentation; a pair is judged by `movedReasons`. */
export const MOVED: Omit<JobJudgement, "judge"> = {
  id: "pulumi-address",
  title: "The FlinkDeployment has another URN in Pulumi.",
  classes: ["state-at-risk"],
  why: "without an alias Pulumi takes a resource under another URN for another one: it makes it, and deletes the old one, which is the same object of Kubernetes: the job goes with it",
  next: "give the resource its old URN as an alias, and see that the preview on the real stack neither creates nor deletes it",
  source: "aliases in the documentation of Pulumi; identity of objects in Kubernetes",
};

/** A side of the comparison. */
interface Side {
  readonly view: JobView;
  readonly pulumi?: PulumiResourceFacts;
}

/** The reasons where the preview replaces the resource: how the old job ends, and from what the new one starts. */
export function replacedReasons(before: Side, { view, pulumi }: Side): readonly ChangeReason[] {
  if (pulumi?.step !== "replaced") return [];
  const state = stateOfNewJob(before.view, view);
  return [
    ...reasonsOf(REPLACED, [{ ...state, field: "the resource in Pulumi", before: "there", after: "replaced", at: { path: NAME } }]),
    ...reasonsOf(deletion, deletion.judge(before.view)),
  ];
}

/** The reason where the two sides have other URNs. A preview that keeps the resource has found its alias. */
export function movedReasons(before: PulumiResourceFacts | undefined, after: PulumiResourceFacts | undefined): readonly ChangeReason[] {
  if (before === undefined || after === undefined || after.step === "kept" || after.step === "replaced") return [];
  const [old, now] = [addressOf(before.urn), addressOf(after.urn)];
  if (old === now) return [];
  return reasonsOf(MOVED, [{ class: "state-at-risk", field: "the resource in Pulumi", before: old, after: now, at: { path: NAME } }]);
}

/** Type and name of a URN with those of its parents, without stack and project: those may be two on purpose. */
function addressOf(urn: string): string {
  return urn.split("::").slice(2).join("::");
}
