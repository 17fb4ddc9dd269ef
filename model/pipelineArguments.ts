/** The arguments of a pipeline's main class, `--name=value`. What Beam would refuse, or ignore in silence, is refused here. */
import { ArgumentError } from "./argumentError.ts";
import { FLINK_PIPELINE_OPTIONS, hasPipelineOption, isFlinkPipelineOption } from "./pipelineOptionCatalogue.ts";
import type { PipelineOptions, PipelineOptionValue } from "./pipelineOptions.ts";
import { parseVersion } from "./versionNumber.ts";
import type { Versions } from "./versions.ts";

const RUNNER = "FlinkRunner";

/** Names Beam can read: it finds an option by the bean property of that name. */
const OPTION_NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Options that do nothing, or harm, when the operator runs the job; with what to use instead. */
const NOT_IN_APPLICATION_MODE: Readonly<
  Record<string, { readonly allowed?: PipelineOptionValue; readonly rule: string; readonly remedy: string }>
> = {
  flinkMaster: { allowed: "[auto]", rule: "must be [auto]: the pipeline runs inside its own JobManager", remedy: "Leave it out." },
  attachedMode: {
    allowed: true,
    rule: "must be true: Beam fails in application mode when it does not wait for the job",
    remedy: "Leave it out.",
  },
  savepointPath: { rule: "must be left out: Beam ignores it in application mode", remedy: "Set the job's initial savepoint path instead." },
  allowNonRestoredState: {
    allowed: false,
    rule: "must be left out: Beam ignores it in application mode",
    remedy: "Set the job's own allowNonRestoredState instead.",
  },
};

/** `--runner=FlinkRunner` and the options in the order of their names. Unset options are left out. */
export function renderPipelineArguments(options: PipelineOptions, versions: Versions): string[] {
  const { runner = RUNNER, ...others } = options;
  if (runner !== RUNNER) {
    throw new ArgumentError({ field: "pipelineOptions.runner", value: runner, rule: `must be ${RUNNER}`, remedy: "Leave it out." });
  }
  if (others.stateBackend !== undefined && others.stateBackendStoragePath === undefined) {
    throw new ArgumentError({
      field: "pipelineOptions.stateBackend",
      value: others.stateBackend,
      rule: "needs stateBackendStoragePath: Beam refuses one without the other",
      remedy: "Leave it out and choose the state backend in the Flink configuration.",
    });
  }
  const names = Object.keys(others).filter((name) => others[name] !== undefined);
  return [`--runner=${RUNNER}`, ...names.toSorted().map((name) => `--${name}=${renderValue(name, others[name], versions)}`)];
}

function renderValue(name: string, value: PipelineOptionValue, versions: Versions): string {
  const field = `pipelineOptions.${name}`;
  if (!OPTION_NAME.test(name)) {
    throw new ArgumentError({
      field,
      value: name,
      rule: "must have a name of letters, digits and _ that starts with a letter",
      remedy: "Use the name of the option's getter without get.",
    });
  }
  if (isFlinkPipelineOption(name)) checkFlinkOption(name, value, field, versions);
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new ArgumentError({ field, value, rule: "must be a finite number", remedy: "Give a number, or leave it out." });
  }
  return Array.isArray(value) ? value.join(",") : String(value);
}

function checkFlinkOption(name: keyof typeof FLINK_PIPELINE_OPTIONS, value: PipelineOptionValue, field: string, versions: Versions): void {
  const entry = FLINK_PIPELINE_OPTIONS[name];
  if (!hasPipelineOption(name, versions)) {
    throw new ArgumentError({
      field,
      value,
      rule: `exists only in Beam's runner for Flink ${entry.flinkMajor}, this is Flink ${versions.flink}`,
      remedy: parseVersion(versions.flink, "versions.flink").major > 1 ? "Leave it out." : "Leave it out, or use Flink 2.",
    });
  }
  const fits = entry.type === "integer" ? Number.isSafeInteger(value) : typeof value === entry.type;
  if (!fits) {
    const unit = entry.unit === undefined ? "" : ` (${entry.unit})`;
    throw new ArgumentError({ field, value, rule: `must be of type ${entry.type}${unit}`, remedy: "Give a value of that type." });
  }
  const restriction = NOT_IN_APPLICATION_MODE[name];
  if (restriction !== undefined && value !== restriction.allowed) {
    throw new ArgumentError({ field, value, rule: restriction.rule, remedy: restriction.remedy });
  }
}
