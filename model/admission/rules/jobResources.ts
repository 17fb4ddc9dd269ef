/** `job-resources` in CEL: memory and CPU of both kinds of process, each in its field or in one group of settings. */
import { AMOUNTS, jobResources as rule } from "../../rules/jobResources.ts";
import { type AdmissionRule, fixedTexts } from "../admissionRule.ts";
import { isZero, trimmed } from "../cel.ts";

export const jobResources: AdmissionRule = {
  rule,
  level: "mandatory",
  translate(job) {
    const texts = fixedTexts(rule, { spec: { job: {} } });
    const setting = job.settings(AMOUNTS.flatMap(({ settings }) => settings.flat()));
    return AMOUNTS.map(({ path: [, ...path], settings }, index) => ({
      expression: [
        isAmount(job.field(path, path.at(-1) === "cpu" ? "number" : "string")),
        ...settings.map((group) => `(${group.map((name) => isAmount(setting(name))).join(" && ")})`),
      ].join(" || "),
      messageExpression: texts[index] ?? "",
    }));
  },
};

/** An empty text and 0 say nothing. */
function isAmount(texts: string): string {
  return `${texts}.exists(t, ${trimmed("t")} != '' && !(${isZero("t")}))`;
}
