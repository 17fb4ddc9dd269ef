/** `beam-flink budget`: how large the checkpoints of jobs will be, by parts, and how sure that is. */
import { parseArgs } from "node:util";
import { ArgumentError, BUDGET_ASSUMPTIONS, budgetOf, type JobBudget } from "../../model/index.ts";
import { type InputFile, readError } from "../check/checkFiles.ts";
import type { CommandContext } from "../check/checkCommand.ts";
import { inputFiles } from "../check/inputFiles.ts";
import { errorMessage, ExitCode } from "../check/report/checkReport.ts";
import { readSubjects } from "../check/subjects/readSubjects.ts";
import { refuseOptions } from "../refuseOptions.ts";
import { budgetJson, budgetText, type JobEstimate } from "./budgetReport.ts";

/** Help of the command. */
export const BUDGET_USAGE = `beam-flink budget FILE|FOLDER|- ... [options]

Estimates how many bytes each checkpoint of a job writes, from its options, bundles and Beam version. What the manifest cannot say comes
from labels or annotations of the FlinkDeployment (beam-flink/pipelines, beam-flink/elements-per-second, beam-flink/element-bytes,
beam-flink/state-bytes, beam-flink/beam-version), or else from these options:

  --elements-per-second N     of each pipeline (default: ${BUDGET_ASSUMPTIONS.elementsPerSecond})
  --element-bytes N           of an encoded element (default: ${BUDGET_ASSUMPTIONS.elementBytes})
  --state-bytes N             that each pipeline keeps itself (default: ${BUDGET_ASSUMPTIONS.stateBytes})
  --format text|json          (default: text)
  --help                      this text

Exit code: 0 all jobs were estimated, 1 one wants a value that it does not say, 2 the input or an option cannot be read.
`;

const OPTIONS = {
  "elements-per-second": { type: "string" },
  "element-bytes": { type: "string" },
  "state-bytes": { type: "string" },
  format: { type: "string", default: "text" },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** Runs the command; parameters are those behind its name. */
export function budgetCommand(parameters: readonly string[], { output, errors }: CommandContext): ExitCode {
  try {
    refuseOptions("budget", parameters, OPTIONS);
    const { values, positionals } = parseArgs({ args: [...parameters], options: OPTIONS, allowPositionals: true });
    if (values.help) {
      output(BUDGET_USAGE);
      return ExitCode.clean;
    }
    if (positionals.length === 0) {
      throw new ArgumentError({
        field: "FILE",
        value: undefined,
        rule: "is needed",
        remedy: "Name files or folders, or - for standard input.",
      });
    }
    if (values.format !== "text" && values.format !== "json") {
      throw new ArgumentError({ field: "--format", value: values.format, rule: "must be text or json", remedy: "Choose one of them." });
    }
    const assumptions = {
      ...BUDGET_ASSUMPTIONS,
      ...number(values["elements-per-second"], "elementsPerSecond", "--elements-per-second"),
      ...number(values["element-bytes"], "elementBytes", "--element-bytes"),
      ...number(values["state-bytes"], "stateBytes", "--state-bytes"),
    };
    const { files, errors: missing } = inputFiles(positionals);
    const problems = missing.map(errorMessage);
    const jobs = files.flatMap((file) => jobsOf(file, (view) => budgetOf(view, assumptions), problems));
    for (const problem of problems) errors(`${problem}\n`);
    if (values.format === "json") output(budgetJson(jobs));
    // Where nothing could be read it is not known whether a job is there.
    else if (jobs.length > 0 || problems.length === 0) output(budgetText(jobs));
    if (problems.length > 0) return ExitCode.badInput;
    return jobs.every(({ estimate }) => estimate.status === "estimated" && estimate.missing.length === 0)
      ? ExitCode.clean
      : ExitCode.violations;
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    errors(`beam-flink budget: ${error.message}\n`);
    return ExitCode.badInput;
  }
}

function jobsOf(file: InputFile, estimate: (view: Parameters<typeof budgetOf>[0]) => JobBudget, problems: string[]): JobEstimate[] {
  const jobs: JobEstimate[] = [];
  try {
    for (const item of readSubjects(file.open())) {
      if (item.kind === "job")
        jobs.push({ file: file.name, line: item.locate([]).line, job: item.resource, estimate: estimate(item.view) });
      else if (item.kind === "unreadable") problems.push(errorMessage({ file: file.name, ...item }));
    }
  } catch (error) {
    problems.push(errorMessage(readError(error, file.name)));
  }
  return jobs;
}

function number(text: string | undefined, name: keyof typeof BUDGET_ASSUMPTIONS, field: string): Partial<typeof BUDGET_ASSUMPTIONS> {
  if (text === undefined) return {};
  const value = /^\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value))
    throw new ArgumentError({ field, value: text, rule: "must be a number, 0 or more", remedy: "Write it in digits: 1000." });
  return { [name]: value };
}
