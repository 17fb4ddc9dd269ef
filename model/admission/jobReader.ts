/**
 * What `model/views/jobView.ts` and `jobSettings.ts` read of a job, in CEL: pipeline options from the arguments, Flink settings under all
 * their names from flat or nested configuration. A value that may be missing is a list of at most one item.
 */
import { settingNames } from "../views/flinkKeyNames.ts";
import { SUPPORTED_LINES } from "../compatibilityMatrix.ts";
import { pipelineOptionDefault } from "../pipelineOptionCatalogue.ts";
import type { FlinkPipelineOptions } from "../pipelineOptions.ts";
import type { Place } from "../views/place.ts";
import { bind, durations, durationText, LABELS, literal, numberText, pattern, quoted, WHITE_SPACE, wholeNumbers } from "./cel.ts";
import { Variables } from "./variables.ts";

/** A setting that may be missing: its text, and its value where the text can be read. Both are CEL lists of at most one item. */
export interface Setting {
  readonly texts: string;
  readonly values: string;
}

/** Reads a job in CEL; what it reads becomes variables of one policy. */
export class JobReader {
  readonly variables = new Variables();

  /** The job's arguments. */
  arguments(): string {
    return this.variables.define("arguments", "has(object.spec.job.args) ? object.spec.job.args : []");
  }

  /** Flink's configuration: `dyn`, because its definition allows any shape from operator 1.12 on. */
  configuration(): string {
    return this.variables.define("configuration", "has(object.spec.flinkConfiguration) ? dyn(object.spec.flinkConfiguration) : dyn({})");
  }

  /** Texts of the option `--name`: the last one counts. */
  option(name: string): string {
    const parameters = this.arguments();
    const flag = literal(`--${name}`);
    const all = this.variables.define(
      `every_${identifier(name)}`,
      `${parameters}.transformList(i, a, a == ${flag} || a.startsWith(${literal(`--${name}=`)}), ` +
        `a == ${flag} ? ${this.#after("i")} : a.substring(${name.length + 3}))`,
    );
    return this.variables.define(`option_${identifier(name)}`, `size(${all}) == 0 ? [] : [${all}[size(${all}) - 1]]`);
  }

  /** Names and texts of all options in their order: two lists of equal length. */
  everyOption(): { readonly names: string; readonly values: string } {
    const parameters = this.arguments();
    // Only the name is matched: an expression costs its length times that of the text.
    const isOption = `a.startsWith('--') && a.split('=', 2)[0].matches(${pattern(`^--[^${WHITE_SPACE}]+$`)})`;
    const names = `${parameters}.filter(a, ${isOption}).map(a, a.split('=', 2)[0].substring(2))`;
    const values = `${parameters}.transformList(i, a, ${isOption}, a.contains('=') ? a.substring(a.indexOf('=') + 1) : ${this.#after("i")})`;
    return { names: this.variables.define("names", names), values: this.variables.define("texts", values) };
  }

  /** The value of a flag at that index: the next argument, unless that is an option itself. */
  #after(index: string): string {
    const next = `${this.arguments()}[${index} + 1]`;
    return `(${index} + 1 < size(${this.arguments()}) && !${next}.startsWith('--') ? ${next} : 'true')`;
  }

  /** Text of the setting under its newest name, else under its older ones. */
  setting(name: string): string {
    const found = this.#leaves(name);
    return this.variables.define(`setting_${identifier(name)}`, `size(${found}) == 0 ? [] : [${leafText(`${found}[0]`)}]`);
  }

  /** The same for several settings, each found by its name: one piece of CEL for all of them. */
  settings(names: readonly string[]): (name: string) => string {
    const found = names.map((name) => this.#leaves(name)).join(", ");
    const texts = this.variables.define("settings", `[${found}].map(l, size(l) == 0 ? [] : [${leafText("l[0]")}])`);
    return (name) => `${texts}[${names.indexOf(name)}]`;
  }

  /** What stands at every place where the setting may be; null and an object are no value, and the search goes on. */
  #leaves(name: string): string {
    const configuration = this.configuration();
    const step = (node: string, key: string) => `${node}.filter(m, type(m) == map && ${literal(key)} in m).map(m, m[${literal(key)}])`;
    const nodes = settingNames(name)
      .flatMap(keyPaths)
      .map((keys) => keys.reduce(step, `[${configuration}]`));
    const found = nodes.map((node) => `${node}.filter(v, type(v) != map && type(v) != null_type)`);
    return this.variables.define(`every_${identifier(name)}`, found.join(" + "));
  }

  /** Text of a field below `spec`, which is there in every job. The kind is the one in the definition of FlinkDeployments. */
  field(path: readonly string[], kind: "string" | "boolean" | "number"): string {
    const steps = path.map((_, index) => ["object.spec", ...path.slice(0, index + 1)].join("."));
    const value = steps.at(-1) ?? "object.spec";
    const text = { string: value, boolean: `string(${value})`, number: bind("x", `double(${value})`, numberText("x")) }[kind];
    return this.variables.define(path.map(identifier).join("_"), `${steps.map((step) => `has(${step})`).join(" && ")} ? [${text}] : []`);
  }

  /** A numeric option, without the -1 that means it is not set. */
  numberOption(name: keyof FlinkPipelineOptions): Setting {
    const given = this.option(name);
    const unset = pipelineOptionDefault(name, SUPPORTED_LINES.current.beam)?.value === -1;
    const numbers = this.variables.define(`numbers_${identifier(name)}`, wholeNumbers(given));
    return {
      texts: unset ? this.variables.define(`text_${identifier(name)}`, `${numbers}.exists(n, n == -1.0) ? [] : ${given}`) : given,
      values: unset ? this.variables.define(`value_${identifier(name)}`, `${numbers}.filter(n, n != -1.0)`) : numbers,
    };
  }

  /** A duration in Flink's configuration, in ms. */
  durationSetting(name: string): Setting {
    const texts = this.setting(name);
    const table = this.variables.define("milliseconds", LABELS);
    return { texts, values: this.variables.define(`value_${identifier(name)}`, durations(texts, table)) };
  }

  /** Time between two checkpoints, in ms. */
  checkpointInterval(): Setting {
    return this.first("interval", this.numberOption("checkpointingInterval"), this.durationSetting("execution.checkpointing.interval"));
  }

  /** Time after which a checkpoint is given up, in ms. Beam reads its own option only with its own interval. */
  checkpointTimeout(): Setting {
    const beamInterval = this.numberOption("checkpointingInterval").texts;
    const option = this.numberOption("checkpointTimeoutMillis");
    const own = {
      texts: this.variables.define("beam_timeout", `size(${beamInterval}) == 0 ? [] : ${option.texts}`),
      values: option.values,
    };
    return this.first("timeout", own, this.durationSetting("execution.checkpointing.timeout"));
  }

  /** Where the interval stands, or should: the text for Flink's setting where that alone is there, else the one for Beam's option. */
  intervalPlace(text: (at: Place) => string): string {
    const option = "checkpointingInterval";
    const setting = "execution.checkpointing.interval";
    const byFlink = `size(${this.option(option)}) == 0 && size(${this.setting(setting)}) > 0`;
    return `(${byFlink} ? ${literal(text({ setting }))} : ${literal(text({ option }))})`;
  }

  /** The same for the timeout; Beam reads its own option only with its own interval. */
  timeoutPlace(text: (at: Place) => string): string {
    const ownInterval = this.numberOption("checkpointingInterval").texts;
    const interval = this.setting("execution.checkpointing.interval");
    const option = "checkpointTimeoutMillis";
    const setting = "execution.checkpointing.timeout";
    const byFlink = `(size(${ownInterval}) == 0 && size(${interval}) > 0) || (size(${this.option(option)}) == 0 && size(${this.setting(setting)}) > 0)`;
    return `(${byFlink} ? ${literal(text({ setting }))} : ${literal(text({ option }))})`;
  }

  /** Where checkpoints are written. Beam reads its own option only with its own state backend. */
  checkpointDirectory(): string {
    const backend = `size(${this.option("stateBackend")}) + size(${this.option("stateBackendFactory")})`;
    const option = this.option("stateBackendStoragePath");
    const setting = this.setting("execution.checkpointing.dir");
    return this.variables.define("directory", `${backend} > 0 && size(${option}) > 0 ? ${option} : ${setting}`);
  }

  /** The first where it is there, else the second. */
  first(name: string, one: Setting, other: Setting): Setting {
    const texts = this.variables.define(name, `size(${one.texts}) > 0 ? ${one.texts} : ${other.texts}`);
    return { texts, values: this.variables.define(`${name}_value`, `size(${one.texts}) > 0 ? ${one.values} : ${other.values}`) };
  }
}

/** A name that CEL takes for one: letters, digits and underscores. */
function identifier(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]/g, "_");
}

/** Every way to split a dotted name over levels, in the order in which `findSetting` looks. */
function keyPaths(name: string): string[][] {
  const parts = name.split(".");
  return parts.flatMap((_, index) => {
    const length = parts.length - index;
    const key = parts.slice(0, length).join(".");
    return length === parts.length ? [[key]] : keyPaths(parts.slice(length).join(".")).map((rest) => [key, ...rest]);
  });
}

/** Text of a scalar, or of a list's scalars joined with semicolons. */
function leafText(value: string): string {
  const items = `v.map(i, type(i) == null_type || type(i) == map || type(i) == list ? '' : ${scalarText("i")}).join(';')`;
  return bind("v", value, `type(v) == list ? ${items} : ${scalarText("v")}`);
}

function scalarText(value: string): string {
  return `(type(${value}) == string ? string(${value}) : type(${value}) == bool ? string(${value}) : ${bind("x", `double(${value})`, numberText("x"))})`;
}

/** A duration for a finding: `5 min`, `"soon"`, `not set`. */
export function describeDuration({ texts, values }: Setting, notSet = "not set"): string {
  return `(size(${texts}) == 0 ? ${literal(notSet)} : size(${values}) == 0 ? ${quoted(`${texts}[0]`)} : ${durationText(`${values}[0]`)})`;
}

/** A number for a finding. */
export function describeNumber({ texts, values }: Setting, notSet = "not set"): string {
  return `(size(${texts}) == 0 ? ${literal(notSet)} : size(${values}) == 0 ? ${quoted(`${texts}[0]`)} : ${numberText(`${values}[0]`)})`;
}

/** True if the setting is there, can be read and lies in the range, whose ends are CEL doubles. */
export function isWithin({ values }: Setting, minimum: string, maximum?: string): string {
  return `${values}.exists(n, n >= ${minimum}${maximum === undefined ? "" : ` && n <= ${maximum}`})`;
}
