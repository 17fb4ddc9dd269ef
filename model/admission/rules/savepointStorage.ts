/** `savepoint-storage` in CEL. */
import { savepointStorage as rule } from "../../rules/savepointStorage.ts";
import { type AdmissionRule, findingText } from "../admissionRule.ts";
import { concat, isWord, literal, trimmed } from "../cel.ts";
import { SAVEPOINT_ON_DELETION } from "../../deletionKeys.ts";

export const savepointStorage: AdmissionRule = {
  rule,
  level: "mandatory",
  translate(job) {
    const directory = job.setting("execution.checkpointing.savepoint-dir");
    const mode = job.field(["job", "upgradeMode"], "string");
    const periodic = job.durationSetting("kubernetes.operator.periodic.savepoint.interval");
    const onDeletion = job.setting(SAVEPOINT_ON_DELETION);
    const isPeriodic = `${periodic.texts}.exists(t, ${trimmed("t")} != '') && !${periodic.values}.exists(n, n == 0.0)`;
    const need = job.variables.define(
      "need",
      `'savepoint' in ${mode} ? ['upgradeMode savepoint'] : ${isPeriodic} ? ['periodic savepoints'] : ` +
        `${onDeletion}.exists(t, ${isWord("t", "true")}) ? ['a savepoint on deletion'] : []`,
    );
    return [
      {
        expression: `size(${need}) == 0 || ${directory}.exists(t, ${trimmed("t")} != '')`,
        messageExpression: findingText({
          field: "savepoint directory",
          value: literal("not set"),
          limit: concat(literal("a directory of a bucket with "), `${need}[0]`),
          remedy: literal(
            "set storage to the grant of a CheckpointBucket (execution.checkpointing.savepoint-dir: s3://bucket/job/savepoints; " +
              "state.savepoints.dir before Flink 1.20)",
          ),
        }),
      },
    ];
  },
};
