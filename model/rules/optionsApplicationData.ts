/** The pipeline options configure Beam and its runner; what the job itself needs to know is in a mounted file. */
import { z } from "zod";
import { isBeamOption } from "../views/beamOptionNames.ts";
import { readCommandLine } from "../views/commandLine.ts";
import { isTellableName, NO_NAME } from "../views/credentialNames.ts";
import { UNKNOWN } from "../views/known.ts";
import { defineRule, ruleResult } from "../rule.ts";

/** Names told in the finding. */
const TOLD = 10;

export const optionsApplicationData = defineRule({
  id: "options-application-data",
  title: "The pipeline options are those of Beam and its Flink runner; the job's own data is mounted as a file.",
  reason:
    "Every operator of the job graph holds a copy of all options, the Web UI shows them in clear text, and a change of one " +
    "is a change of the job's arguments. Rules, mappings and lists grow; as a file they cost nothing, and up to about Beam " +
    "2.56 they were in every checkpoint as well (BEAM-8577).",
  source:
    "option interfaces of Beam 2.70.0 (core, Flink runner, AWS, Google Cloud); job graphs measured with Beam 2.70.0: 68 bytes for each byte of options",
  versions: "every Beam; the names are those of Beam 2.70 and later",
  parameters: z.object({
    allowed: z.array(z.string().min(1)).default([]).describe("Names of the job's own options that may stay."),
  }),
  evaluate(view, { allowed }) {
    const parameters = view.arguments();
    if (parameters === UNKNOWN) return ruleResult([], ["pipeline options"]);
    const names = new Set(readCommandLine(parameters).map(({ name }) => name));
    const own = [...names].filter((name) => !isBeamOption(name) && !allowed.includes(name));
    const unknown = parameters.includes(UNKNOWN) ? ["pipeline options"] : [];
    const [first] = own;
    if (first === undefined) return ruleResult([], unknown);
    const told = own
      .slice(0, TOLD)
      .map((name) => (isTellableName(name) ? name : NO_NAME))
      .join(", ");
    return ruleResult([
      {
        field: "list of the job's own pipeline options",
        value: own.length > TOLD ? `${told} and ${own.length - TOLD} more` : told,
        limit: "none beside those of Beam and its Flink runner",
        remedy: "move them into applicationConfig, which is mounted as a file, or allow their names in the rule's parameter",
        at: { option: first },
      },
    ]);
  },
});
