/** What the command line of the plan says. */
import { parseArgs } from "node:util";
import { CHANGE_CLASS_NAMES, CHANGE_CLASSES, type ChangeClass, isChangeClass } from "../../model/changeRisk/index.ts";
import { ArgumentError, nearest } from "../../model/index.ts";
import { refuseOptions } from "../refuseOptions.ts";
import { isPlanFormat, PLAN_FORMAT_NAMES, type PlanFormat } from "./report/formats.ts";

/** Help of the command. */
export const PLAN_USAGE = `beam-flink plan BEFORE AFTER [options]

Says what a change does to running Beam jobs and their state. BEFORE and AFTER are each a file, a folder, or - for the standard input:
Kubernetes manifests in YAML or JSON, the output of "pulumi preview --json" and of "pulumi stack export", and state files. Jobs are
matched by namespace and name, and each gets the worst class that one of its changes has, with all reasons:

${CHANGE_CLASS_NAMES.map((name) => `  ${name.padEnd(14)} ${CHANGE_CLASSES[name]}`).join("\n")}

  --fail-on CLASS                  end with 1 where a job is of this class, or of one below it in this list
  --format text|json|markdown      form of the report (default: text)
  --help                           this text

Exit code: 0 no job has reached the class, 1 one has, 2 the input or an option cannot be read. A job that may reach it by a value that is
not known is named on the standard error: --fail-on not-evaluated counts such jobs.
`;

/** The options, checked. */
export interface PlanOptions {
  readonly help: boolean;
  readonly before: string;
  readonly after: string;
  readonly format: PlanFormat;
  readonly failOn: ChangeClass | undefined;
}

const OPTIONS = {
  "fail-on": { type: "string" },
  format: { type: "string", default: "text" },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** Reads the options; throws an ArgumentError for what it does not know. */
export function parsePlanOptions(parameters: readonly string[]): PlanOptions {
  refuseOptions("plan", parameters, OPTIONS);
  const { values, positionals } = parseArgs({ args: [...parameters], options: OPTIONS, allowPositionals: true });
  const { format, "fail-on": failOn } = values;
  if (!isPlanFormat(format)) throw notOneOf("--format", format, PLAN_FORMAT_NAMES);
  if (failOn !== undefined && !isChangeClass(failOn)) throw notOneOf("--fail-on", failOn, CHANGE_CLASS_NAMES);
  const [before = "", after = "", ...others] = positionals;
  const common = { help: values.help, before, after, format, failOn };
  if (values.help) return common;
  if (before === "" || after === "") throw missing(before === "" ? "BEFORE" : "AFTER");
  const [other] = others;
  if (other !== undefined) {
    throw new ArgumentError({
      field: "input",
      value: other,
      rule: "is one too many: there are two",
      remedy: "Give files of one side in a folder.",
    });
  }
  if (before === "-" && after === "-") {
    throw new ArgumentError({
      field: "AFTER",
      value: "-",
      rule: "must not be the standard input again",
      remedy: "Give one of them as a file.",
    });
  }
  return common;
}

function missing(field: string): ArgumentError {
  return new ArgumentError({
    field,
    value: undefined,
    rule: "is needed",
    remedy: "Name two files or folders: how it is, and how it shall be.",
  });
}

function notOneOf(field: string, value: string, allowed: readonly string[]): ArgumentError {
  const meant = nearest(value, allowed);
  const remedy = meant === undefined ? "Choose one of them." : `Did you mean ${meant}?`;
  return new ArgumentError({ field, value, rule: `must be one of ${allowed.join(", ")}`, remedy });
}
