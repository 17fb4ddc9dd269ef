/** Another image is other code, unless its digest is the same. */
import { readImageReference } from "../../views/imageReference.ts";
import type { Difference } from "../difference.ts";
import type { ChangeJudgement } from "../judgement.ts";

/** The image of the job, and those of containers beside it, which may bring its code. */
const IMAGE = /^spec\.(?:image|(?:.*\.)?podTemplate\.spec\.(?:initContainers|containers)\[[^\]]*\]\.image)$/;

export const jobImage: ChangeJudgement = {
  id: "job-image",
  title: "The job runs from another image.",
  classes: ["state-at-risk"],
  why: "another image may have other code: Beam finds state again by the names of transforms, and reads it with coders and sources that were written into it with Java serialization. What the code has changed cannot be seen here",
  next: "keep names of stateful transforms, their coders and the options of their sources; try the new image on a copy of a savepoint; take a savepoint before the update",
  source:
    '"Application State Compatibility" of Flink\'s documentation; Beam issues #21897, #30385; FlinkStreamingTransformTranslators of Beam',
  judge: ({ differences }) =>
    differences
      .filter((one) => IMAGE.test(one.field) && !one.unknown && !isSameContent(one))
      .map((one) => ({ ...one, class: "state-at-risk" })),
};

/** A digest is the content, whatever name it has. */
function isSameContent({ before, after }: Difference): boolean {
  const digest = readImageReference(before)?.digest;
  return digest !== undefined && digest === readImageReference(after)?.digest;
}
