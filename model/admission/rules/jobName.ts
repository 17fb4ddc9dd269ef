/** `job-name` in CEL: the name, then each setting that the operator forbids. */
import { FORBIDDEN_CONFIGURATION_KEYS } from "../../flinkConfiguration.ts";
import { JOB_NAME_LIMIT, MAX_JOB_NAME_LENGTH } from "../../jobName.ts";
import { jobName as rule } from "../../rules/jobName.ts";
import { type AdmissionRule, findingText, fixedTexts } from "../admissionRule.ts";
import { literal, quoted } from "../cel.ts";

export const jobName: AdmissionRule = {
  rule,
  level: "mandatory",
  translate(job) {
    const shorten = `'shorten it by ' + string(size(object.metadata.name) - ${MAX_JOB_NAME_LENGTH})`;
    const setting = job.settings(FORBIDDEN_CONFIGURATION_KEYS);
    return [
      {
        expression: `object.metadata.name.matches('^[a-z]([-a-z0-9]{0,${MAX_JOB_NAME_LENGTH - 2}}[a-z0-9])?$')`,
        messageExpression: findingText({
          field: "name of the job",
          value: quoted("object.metadata.name"),
          limit: literal(JOB_NAME_LIMIT),
          remedy:
            `${literal("choose another jobName (metadata.name): ")} + ` +
            `(size(object.metadata.name) > ${MAX_JOB_NAME_LENGTH} ? ${shorten} : 'write it like "orders-by-hour"')`,
        }),
      },
      ...FORBIDDEN_CONFIGURATION_KEYS.map((key) => {
        const [text = ""] = fixedTexts(rule, { metadata: { name: "job" }, spec: { job: {}, flinkConfiguration: { [key]: "set" } } });
        return { expression: `size(${setting(key)}) == 0`, messageExpression: text };
      }),
    ];
  },
};
