/** The operator takes the name of the job, and none of the settings that it derives from that name is set by hand. */
import { z } from "zod";
import { FORBIDDEN_CONFIGURATION_KEYS } from "../flinkConfiguration.ts";
import { JOB_NAME_LIMIT, jobNameProblem, MAX_JOB_NAME_LENGTH } from "../jobName.ts";
import type { JobView } from "../views/jobView.ts";
import { UNKNOWN } from "../views/known.ts";
import { defineRule, type Finding, ruleResult } from "../rule.ts";

const NAME_FIELD = "name of the job (metadata.name)";

export const jobName = defineRule({
  id: "job-name",
  title: `The name has at most ${MAX_JOB_NAME_LENGTH} lower-case letters, digits and hyphens, and no setting says who the cluster is.`,
  reason:
    "The operator names the cluster, its Kubernetes objects and its high-availability metadata after the FlinkDeployment. It " +
    "refuses a longer name, because what it appends has to stay within 63 characters, and settings that would give the " +
    "cluster another identity.",
  source: "DefaultValidator of operator 1.15.0: DEPLOYMENT_NAME_PATTERN and FORBIDDEN_CONF_KEYS",
  versions: "operator 1.10 to 1.15",
  parameters: z.object({}),
  evaluate(view) {
    const { name } = view;
    const keys = FORBIDDEN_CONFIGURATION_KEYS.map((key) => [key, isSet(view, key)] as const);
    const findings = [
      typeof name === "string" ? badName(name) : undefined,
      ...keys.map(([key, set]) => (set === true ? forbidden(key) : undefined)),
    ];
    return ruleResult(findings, [
      ...(typeof name === "string" ? [] : [NAME_FIELD]),
      ...(keys.some(([, set]) => set === UNKNOWN) ? ["Flink configuration"] : []),
    ]);
  },
});

function badName(name: string): Finding | undefined {
  const problem = jobNameProblem(name);
  if (problem === undefined) return undefined;
  return {
    field: "name of the job",
    value: JSON.stringify(name),
    limit: JOB_NAME_LIMIT,
    remedy: `choose another jobName (metadata.name): ${problem.remedy.charAt(0).toLowerCase()}${problem.remedy.slice(1).replace(/\.$/, "")}`,
    at: { path: ["metadata", "name"] },
  };
}

/** The key is what is forbidden: its value need not be known. */
function isSet(view: JobView, key: string): boolean | typeof UNKNOWN {
  const text = view.setting(key);
  if (text === undefined) return false;
  if (text !== UNKNOWN) return true;
  const [, , ...keys] = view.locate({ setting: key });
  return keys.join(".") === key ? true : UNKNOWN;
}

function forbidden(key: string): Finding {
  return {
    field: `Flink setting ${key}`,
    value: "set",
    limit: "the operator's own value",
    remedy: "remove it from flinkConfiguration: the operator derives it from the job's name and namespace",
    at: { setting: key },
  };
}
