/**
 * A FlinkDeployment as the rules see it: pipeline options and Flink settings by name, whatever the manifest's shape. Values may be unknown,
 * as in a preview whose bucket does not exist yet. An unknown is never taken for a missing one: where an argument of the job is unknown,
 * every option not found among the known ones is unknown.
 */

/** Stands for a value that is not known yet. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A value, or that it is not known yet. */
export type Known<T> = T | typeof UNKNOWN;

/** Reads a value and turns "not known yet", however the caller's manifest tells it, into UNKNOWN. */
export type Attempt = <T>(read: () => T) => Known<T>;

/** What the rules may ask of a job. */
export interface JobView {
  /** Name of the FlinkDeployment. */
  readonly name: Known<string | undefined>;
  /** False for a session cluster, which has no job of its own. */
  readonly hasJob: Known<boolean>;
  /** Image with tag. */
  readonly image: Known<string | undefined>;
  /** Flink line from `spec.flinkVersion`: `1.19`. */
  readonly flinkLine: Known<string | undefined>;
  /** Text of the pipeline option `--name=value`. */
  option(name: string): Known<string | undefined>;
  /** All pipeline options; UNKNOWN if one of the job's arguments is. */
  options(): Known<ReadonlyMap<string, string>>;
  /** Text of the first of these Flink settings that is set: list the new name first. */
  setting(...names: readonly string[]): Known<string | undefined>;
}

/** The values of a plain manifest are all known. */
const readAll: Attempt = (read) => read();

/** Reads the view; `attempt` is called around every read of the manifest. */
export function readJobView(manifest: unknown, attempt: Attempt = readAll): JobView {
  const at = (...path: readonly string[]): Known<unknown> => readPath(manifest, path, attempt);
  const text = (...path: readonly string[]): Known<string | undefined> => {
    const value = at(...path);
    return value === UNKNOWN || typeof value === "string" ? value : undefined;
  };
  const parameters = (): Known<readonly Known<string>[]> => {
    const value = at("spec", "job", "args");
    return value === UNKNOWN ? UNKNOWN : readList(value, attempt);
  };
  return {
    get name() {
      return text("metadata", "name");
    },
    get hasJob() {
      const job = at("spec", "job");
      return job === UNKNOWN ? UNKNOWN : isObject(job);
    },
    get image() {
      return text("spec", "image");
    },
    get flinkLine() {
      const version = text("spec", "flinkVersion");
      return typeof version === "string" ? lineOfVersionField(version) : version;
    },
    option(name) {
      const list = parameters();
      if (list === UNKNOWN) return UNKNOWN;
      const found = list.findLast((parameter) => parameter !== UNKNOWN && parseParameter(parameter)?.name === name);
      if (found !== undefined && found !== UNKNOWN) return parseParameter(found)?.value;
      return list.includes(UNKNOWN) ? UNKNOWN : undefined;
    },
    options() {
      const list = parameters();
      if (list === UNKNOWN) return UNKNOWN;
      const options = new Map<string, string>();
      for (const parameter of list) {
        if (parameter === UNKNOWN) return UNKNOWN;
        const option = parseParameter(parameter);
        if (option !== undefined) options.set(option.name, option.value);
      }
      return options;
    },
    setting(...names) {
      const configuration = at("spec", "flinkConfiguration");
      if (configuration === UNKNOWN) return UNKNOWN;
      for (const name of names) {
        const value = readSetting(configuration, name, attempt);
        if (value !== undefined) return value;
      }
      return undefined;
    },
  };
}

/** `--name=value`; Beam reads `--name` alone as true. */
function parseParameter(parameter: string): { name: string; value: string } | undefined {
  const match = /^--([^=\s]+)(?:=([\s\S]*))?$/.exec(parameter);
  const [, name, value = "true"] = match ?? [];
  return name === undefined ? undefined : { name, value };
}

/** `v1_19` is Flink 1.19. */
function lineOfVersionField(field: string): string | undefined {
  const [, major, minor] = /^v(\d+)_(\d+)$/.exec(field) ?? [];
  return major === undefined ? undefined : `${major}.${minor}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readPath(root: unknown, path: readonly string[], attempt: Attempt): Known<unknown> {
  let value: unknown = root;
  for (const key of path) {
    const parent = value;
    if (!isObject(parent)) return undefined;
    value = attempt(() => parent[key]);
    if (value === UNKNOWN) return UNKNOWN;
  }
  return value;
}

function readList(value: unknown, attempt: Attempt): Known<string>[] {
  if (!Array.isArray(value)) return [];
  const list: readonly unknown[] = value;
  return Array.from({ length: list.length }, (_, index) => {
    const item = attempt(() => list[index]);
    return item === UNKNOWN ? UNKNOWN : String(item);
  });
}

/** A Flink setting by its dotted name. Since operator 1.12 the settings may also be nested YAML: every split of the name is tried. */
function readSetting(configuration: unknown, name: string, attempt: Attempt): Known<string | undefined> {
  if (!isObject(configuration)) return undefined;
  for (const [key, rest] of splits(name)) {
    if (!Object.hasOwn(configuration, key)) continue;
    const value = attempt(() => configuration[key]);
    if (value === UNKNOWN) return UNKNOWN;
    const found = rest === undefined ? scalar(value) : readSetting(value, rest, attempt);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `a.b.c`: the whole name, then `a.b` and `c`, then `a` and `b.c`. */
function splits(name: string): (readonly [key: string, rest: string | undefined])[] {
  const parts = name.split(".");
  return parts.map((_, index) => {
    const length = parts.length - index;
    return [parts.slice(0, length).join("."), length === parts.length ? undefined : parts.slice(length).join(".")] as const;
  });
}

function scalar(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
