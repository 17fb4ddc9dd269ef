/** `beam-flink plan`: reads the options, plans, prints the report, and says by its exit code how it went. */
import { compareClasses } from "../../model/changeRisk/index.ts";
import { ArgumentError } from "../../model/index.ts";
import type { CommandContext } from "../check/checkCommand.ts";
import { errorMessage, ExitCode } from "../check/report/checkReport.ts";
import { plain } from "../check/report/plainText.ts";
import { planInputs } from "./planInputs.ts";
import { parsePlanOptions, PLAN_USAGE, type PlanOptions } from "./planOptions.ts";
import type { PlanReport } from "./planReport.ts";
import { loadPlanFormat } from "./report/formats.ts";

/** Runs the command; parameters are those behind its name. */
export async function planCommand(parameters: readonly string[], { output, errors }: CommandContext): Promise<ExitCode> {
  try {
    const options = parsePlanOptions(parameters);
    if (options.help) {
      output(PLAN_USAGE);
      return ExitCode.clean;
    }
    const render = await loadPlanFormat(options.format);
    const report = planInputs(options.before, options.after);
    for (const error of report.errors) errors(`${errorMessage(error)}\n`);
    output(render(report));
    for (const note of openJobs(report, options)) errors(`${plain(note)}\n`);
    return exitCodeOf(report, options);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    errors(`beam-flink plan: ${error.message}\n`);
    return ExitCode.badInput;
  }
}

/** Input that cannot be read comes before what was found in the rest. */
function exitCodeOf(report: PlanReport, { failOn }: PlanOptions): ExitCode {
  if (report.errors.length > 0) return ExitCode.badInput;
  const reached = failOn !== undefined && report.jobs.some((job) => compareClasses(job.class, failOn) >= 0);
  return reached ? ExitCode.violations : ExitCode.clean;
}

/** Jobs that have not reached the class by what is known, and may by what is not. */
function openJobs({ jobs }: PlanReport, { failOn }: PlanOptions): readonly string[] {
  if (failOn === undefined) return [];
  return jobs
    .filter((job) => compareClasses(job.class, failOn) < 0 && job.reasons.some((reason) => reason.class === "not-evaluated"))
    .map(({ job }) => `note: ${job} may reach ${failOn}: a value is not known; --fail-on not-evaluated counts it`);
}
