/** `high-availability` in CEL. */
import { highAvailability as rule } from "../../rules/highAvailability.ts";
import { type AdmissionRule, findingText } from "../admissionRule.ts";
import { concat, literal, pattern, quoted, trimmed } from "../cel.ts";

/** A whole number above 1. */
const SEVERAL = pattern("^0*([2-9]|[1-9][0-9]+)$");

export const highAvailability: AdmissionRule = {
  rule,
  level: "mandatory",
  translate(job) {
    const mode = job.field(["job", "upgradeMode"], "string");
    const field = job.field(["jobManager", "replicas"], "number");
    const setting = job.setting("kubernetes.jobmanager.replicas");
    const { variables } = job;
    const replicas = variables.define("replicas", `size(${field}) > 0 ? ${field} : ${setting}`);
    const need = variables.define(
      "need",
      `'last-state' in ${mode} ? ['upgradeMode last-state'] : ${replicas}.map(t, ${trimmed("t")}).filter(t, t.matches(${SEVERAL})).map(t, t + ' JobManagers')`,
    );
    const type = job.setting("high-availability.type");
    const storage = job.setting("high-availability.storageDir");
    const isOn = `${type}.exists(t, !(${trimmed("t")}.lowerAscii() in ['', 'none']))`;
    const isSomewhere = `${storage}.exists(t, ${trimmed("t")} != '')`;
    return [
      {
        expression: `size(${need}) == 0 || ${isOn}`,
        messageExpression: findingText({
          field: "high availability",
          value: `(size(${type}) == 0 ? ${literal("not set (Flink's default is none)")} : ${quoted(`${type}[0]`)})`,
          limit: concat(literal("on with "), `${need}[0]`),
          remedy: literal(
            "make the job a BeamJob, which always has it, or set it in flinkConfiguration (high-availability.type: kubernetes)",
          ),
        }),
      },
      {
        expression: `size(${need}) == 0 || ${isSomewhere}`,
        messageExpression: findingText({
          field: "high-availability directory",
          value: literal("not set"),
          limit: concat(literal("a directory of a bucket with "), `${need}[0]`),
          remedy: literal("set storage to the grant of a CheckpointBucket (high-availability.storageDir: s3://bucket/job/ha)"),
        }),
      },
    ];
  },
};
