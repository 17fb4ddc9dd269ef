/** No credential stands in the arguments of a job, under whatever name. */
import { z } from "zod";
import { readCommandLine } from "../views/commandLine.ts";
import { credentialShape, isCredentialName, isPlaceholder, isTellableName } from "../views/credentialNames.ts";
import { type Known, UNKNOWN } from "../views/known.ts";
import { defineRule, type Finding, ruleResult } from "../rule.ts";

export const optionsSecrets = defineRule({
  id: "options-secrets",
  title: "No pipeline option and no other argument of the job looks like a credential.",
  reason:
    "Arguments are text of the FlinkDeployment, which everybody may read who may read the job; Beam copies all options " +
    "into the job graph, and Flink's Web UI and REST API show them in clear text, without a login by default.",
  source:
    "GlobalJobParameters of Beam's FlinkRunner (configureWebUIOptions); /jobs/:id/config of Flink 1.19.1 with Beam 2.70.0 showed every option",
  versions: "every Beam on every Flink",
  parameters: z.object({
    allowed: z.array(z.string().min(1)).default([]).describe("Names of options that only look like a credential."),
  }),
  evaluate(view, { allowed }) {
    const parameters = view.arguments();
    if (parameters === UNKNOWN) return ruleResult([], ["pipeline options"]);
    const looked = looksOf(parameters).filter(({ name }) => name === undefined || !allowed.includes(name));
    const findings = looked.map(({ name, index, value }) => findingOf(name, index, value));
    const unknown = parameters.includes(UNKNOWN) ? ["pipeline options"] : [];
    return ruleResult(findings, unknown);
  },
});

/** One argument, with the name it has as an option. */
interface Look {
  readonly name?: string;
  readonly index: number;
  readonly value: Known<string>;
}

/** Options with their values, and every other argument on its own. `-name value` counts as an option, as many parsers read it. */
function looksOf(parameters: readonly Known<string>[]): Look[] {
  const options = new Map(readCommandLine(parameters).map((option) => [option.index, option]));
  const looks: Look[] = [];
  let taken = -1;
  for (const [index, parameter] of parameters.entries()) {
    if (parameter === UNKNOWN || index === taken) continue;
    const option = options.get(index);
    const next = parameters[index + 1];
    const short = /^-([A-Za-z][\w.-]*)$/.exec(parameter)?.[1];
    if (option !== undefined) {
      looks.push(option);
      if (!parameter.includes("=") && isValue(next, "--")) taken = index + 1;
    } else if (short !== undefined && isValue(next, "-")) {
      looks.push({ name: short, index, value: next });
      taken = index + 1;
    } else {
      looks.push({ index, value: parameter });
    }
  }
  return looks;
}

/** True for what stands behind an option and is none itself. */
function isValue(next: Known<string> | undefined, option: string): next is string {
  return next !== undefined && next !== UNKNOWN && !next.startsWith(option);
}

function findingOf(name: string | undefined, index: number, value: Known<string>): Finding | undefined {
  if (value === UNKNOWN) return undefined;
  const shape = credentialShape(value);
  const promised = name !== undefined && isCredentialName(name) && !isPlaceholder(value);
  if (shape === undefined && !promised) return undefined;
  return {
    field: name === undefined ? `argument ${index + 1}` : `option ${isTellableName(name) ? name : "of an unusual name"}`,
    value: shape === undefined ? "set, and by its name a credential" : `what looks like ${shape}`,
    limit: "no credential",
    remedy:
      "put it into a Secret that the pods mount, give the job only its path, and replace the credential: this one has been seen " +
      "(parameter allowed of the rule, if it is none)",
    at: { path: ["spec", "job", "args", index] },
  };
}
