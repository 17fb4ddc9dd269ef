/** Beam promises no savepoint compatibility between its versions. */
import { BEAM_VERSION } from "../../views/versionFact.ts";
import { UNKNOWN } from "../../views/known.ts";
import { placeOfFact } from "../../views/jobFacts.ts";
import type { ChangeJudgement } from "../judgement.ts";

export const beamVersion: ChangeJudgement = {
  id: "beam-version",
  title: "The job says another version of Beam.",
  classes: ["state-at-risk", "not-evaluated"],
  why: "Beam promises no savepoint compatibility between versions, patches among them: coders and sources are in the state with Java serialization, so that KafkaIO.Read of 2.56 could not read 2.55, and Coder of 2.63 changed for all",
  next: "try the new version on a copy of a savepoint first; where it is refused, drain the job and start a new one",
  source: "Beam issues #21897, #20774, #30385 and #34933; a comment of 2024-04-16 in Beam pull request #30197",
  judge({ before, after }) {
    const old = before.fact(BEAM_VERSION);
    const now = after.fact(BEAM_VERSION);
    // Without a version on one side there is nothing to compare; the image is judged in any case.
    if (old === now || old === undefined || now === undefined) return [];
    const at = placeOfFact(after, BEAM_VERSION);
    const texts = { field: BEAM_VERSION, before: old === UNKNOWN ? "not known" : old, after: now === UNKNOWN ? "not known" : now, at };
    if (old === UNKNOWN || now === UNKNOWN) return [{ ...texts, class: "not-evaluated", why: "one of the two versions is not known" }];
    return [{ ...texts, class: "state-at-risk" }];
  },
};
