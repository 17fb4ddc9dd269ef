/** What a job that was not there before starts from. */
import { UNKNOWN } from "../../views/known.ts";
import { shownValue } from "../fieldValue.ts";
import type { JobJudgement } from "../judgement.ts";

const PATH = ["spec", "job", "initialSavepointPath"];

export const newJob: JobJudgement = {
  id: "new-job",
  title: "The job was not there before.",
  classes: ["new"],
  why: "a new job starts empty",
  next: "nothing; initialSavepointPath would let it go on from a savepoint or retained checkpoint of another job",
  source: "spec.job.initialSavepointPath of the FlinkDeployment",
  judge(view) {
    const savepoint = view.value(...PATH);
    const verdict = { class: "new", field: "the job", before: "not there", after: "there", at: { path: [] } } as const;
    if (savepoint === undefined || savepoint === null || savepoint === "") return [verdict];
    const from = savepoint === UNKNOWN ? "a snapshot whose address is not known yet" : shownValue(savepoint, "initialSavepointPath");
    return [{ ...verdict, why: `it starts from ${from}`, next: "see that the snapshot was made by a job that fits" }];
  },
};
