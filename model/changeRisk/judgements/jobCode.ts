/** Another main class or jar is another program, wherever it is named. */
import type { Difference } from "../difference.ts";
import type { ChangeJudgement } from "../judgement.ts";

const FIELDS = new Set(["spec.job.entryClass", "spec.job.jarURI"]);

/** Settings of Flink that name code. */
const SETTINGS = /^(?:kubernetes\.container\.image(?:\.ref)?|user\.artifacts\..+|pipeline\.jars|pipeline\.classpaths)$/;

/** Options of the Java machine, through which properties and agents reach the program. */
const JAVA_OPTIONS = /^env\.java\.(?:default-)?opts\./;
const REACHES_CODE = /-D|-javaagent|-cp|-classpath/;

export const jobCode: ChangeJudgement = {
  id: "job-code",
  title: "The job runs another main class or jar, or its code is told something else.",
  classes: ["state-at-risk"],
  why: "another program may have other transforms: state of one that is not there any more fits nothing, and the job does not start, or starts without it where allowNonRestoredState is set",
  next: "see that stateful transforms keep their names, coders and sources; take a savepoint before the update",
  source:
    '"Matching Operator State" of Flink\'s documentation; FlinkStreamingTransformTranslators of Beam, which gives each operator the name of its transform as uid',
  judge: ({ differences }) => differences.filter((one) => isCode(one) && !one.unknown).map((one) => ({ ...one, class: "state-at-risk" })),
};

function isCode({ field, before, after }: Difference): boolean {
  return FIELDS.has(field) || SETTINGS.test(field) || (JAVA_OPTIONS.test(field) && REACHES_CODE.test(`${before} ${after}`));
}
