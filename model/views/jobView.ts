/**
 * A FlinkDeployment as the rules see it: pipeline options and Flink settings by name, whatever the manifest's shape. Values may be unknown,
 * as in a preview whose bucket does not exist yet. An unknown is never taken for a missing one: where an argument of the job is unknown,
 * every option not found among the known ones is unknown.
 */
import { type PlacedOption, readCommandLine } from "./commandLine.ts";
import { settingNames } from "./flinkKeyNames.ts";
import { findSetting, type FoundSetting } from "./flinkSettings.ts";
import { type Attempt, isObject, type Known, listText, readAll, readList, readPath, scalarText, UNKNOWN } from "./known.ts";
import type { ManifestPath, Place } from "./place.ts";

/** What the rules may ask of a job. */
export interface JobView {
  /** Name of the FlinkDeployment. */
  readonly name: Known<string | undefined>;
  /** Its namespace. */
  readonly namespace: Known<string | undefined>;
  /** False for a session cluster, which has no job of its own. */
  readonly hasJob: Known<boolean>;
  /** Image with tag. */
  readonly image: Known<string | undefined>;
  /** Flink line from `spec.flinkVersion`: `1.19`. */
  readonly flinkLine: Known<string | undefined>;
  /** What the manifest cannot say, from the annotation or else the label of that name: `beam-flink/beam-version`. */
  fact(name: string): Known<string | undefined>;
  /** Text of the pipeline option `--name=value`. */
  option(name: string): Known<string | undefined>;
  /** All pipeline options; UNKNOWN if one of the job's arguments is. */
  options(): Known<ReadonlyMap<string, string>>;
  /** The job's arguments as they stand, each perhaps unknown. */
  arguments(): Known<readonly Known<string>[]>;
  /** Text of the Flink setting, given by its newest name and found under any of its names; of several, the first that is set. */
  setting(...names: readonly string[]): Known<string | undefined>;
  /** All Flink settings by the names under which they stand, nested ones joined with dots; UNKNOWN if one is. */
  settings(): Known<ReadonlyMap<string, string>>;
  /** Any value of the manifest: `value("spec", "job", "upgradeMode")`. */
  value(...path: ManifestPath): Known<unknown>;
  /** Text of a scalar of the manifest, a number or boolean written out; undefined for anything else. */
  text(...path: ManifestPath): Known<string | undefined>;
  /** Items of a list of the manifest; none where there is no list. */
  list(...path: ManifestPath): Known<readonly Known<unknown>[]>;
  /** Path of what stands at a place, or of the nearest thing around it that is there. */
  locate(place: Place): ManifestPath;
}

const ARGUMENTS: ManifestPath = ["spec", "job", "args"];
const CONFIGURATION: ManifestPath = ["spec", "flinkConfiguration"];

/** Reads the view; `attempt` is called around every read of the manifest. */
export function readJobView(manifest: unknown, attempt: Attempt = readAll): JobView {
  return new ManifestView(manifest, attempt);
}

/**
 * The view of a manifest. A class, since an object literal with getters costs a hidden class of its own for each view, which only a full
 * garbage collection frees, and the manifest with it: a check of thousands of jobs would not stay flat.
 */
class ManifestView implements JobView {
  readonly #manifest: unknown;
  readonly #attempt: Attempt;
  #parameters: Known<readonly Known<string>[]> | undefined;
  #placed: Known<ReadonlyMap<string, PlacedOption>> | undefined;

  constructor(manifest: unknown, attempt: Attempt) {
    this.#manifest = manifest;
    this.#attempt = attempt;
  }

  get name(): Known<string | undefined> {
    return this.text("metadata", "name");
  }

  get namespace(): Known<string | undefined> {
    return this.text("metadata", "namespace");
  }

  get hasJob(): Known<boolean> {
    const job = this.value("spec", "job");
    return job === UNKNOWN ? UNKNOWN : isObject(job);
  }

  get image(): Known<string | undefined> {
    return this.text("spec", "image");
  }

  get flinkLine(): Known<string | undefined> {
    const version = this.text("spec", "flinkVersion");
    return typeof version === "string" ? lineOfVersionField(version) : version;
  }

  fact(name: string): Known<string | undefined> {
    const annotation = this.text("metadata", "annotations", name);
    return annotation === undefined ? this.text("metadata", "labels", name) : annotation;
  }

  option(name: string): Known<string | undefined> {
    const options = this.#options();
    if (options === UNKNOWN) return UNKNOWN;
    const found = options.get(name);
    if (found !== undefined) return found.value;
    const items = this.arguments();
    return items !== UNKNOWN && items.includes(UNKNOWN) ? UNKNOWN : undefined;
  }

  options(): Known<ReadonlyMap<string, string>> {
    const options = this.#options();
    const items = this.arguments();
    if (options === UNKNOWN || items === UNKNOWN || items.includes(UNKNOWN)) return UNKNOWN;
    return new Map([...options.values()].flatMap(({ name, value: known }) => (known === UNKNOWN ? [] : [[name, known]])));
  }

  arguments(): Known<readonly Known<string>[]> {
    this.#parameters ??= this.#readArguments();
    return this.#parameters;
  }

  setting(...names: readonly string[]): Known<string | undefined> {
    const found = this.#find(names);
    return found === UNKNOWN || found === undefined ? found : found.text;
  }

  settings(): Known<ReadonlyMap<string, string>> {
    const configuration = this.value(...CONFIGURATION);
    return configuration === UNKNOWN ? UNKNOWN : flatten(configuration, this.#attempt);
  }

  value(...path: ManifestPath): Known<unknown> {
    return readPath(this.#manifest, path, this.#attempt);
  }

  text(...path: ManifestPath): Known<string | undefined> {
    const found = this.value(...path);
    return found === UNKNOWN ? UNKNOWN : scalarText(found);
  }

  list(...path: ManifestPath): Known<readonly Known<unknown>[]> {
    const found = this.value(...path);
    return found === UNKNOWN ? UNKNOWN : readList(found, this.#attempt);
  }

  locate(place: Place): ManifestPath {
    if ("path" in place) return this.#deepest(place.path);
    if ("option" in place) {
      const options = this.#options();
      const found = options === UNKNOWN ? undefined : options.get(place.option);
      return this.#deepest(found === undefined ? ARGUMENTS : [...ARGUMENTS, found.index]);
    }
    const found = this.#find([place.setting]);
    return this.#deepest(found === UNKNOWN || found === undefined ? CONFIGURATION : [...CONFIGURATION, ...found.keys]);
  }

  #readArguments(): Known<readonly Known<string>[]> {
    const items = this.list(...ARGUMENTS);
    return items === UNKNOWN ? UNKNOWN : items.map((item) => (item === UNKNOWN ? UNKNOWN : (scalarText(item) ?? "")));
  }

  /** Of an option that is there twice, the last one counts. */
  #options(): Known<ReadonlyMap<string, PlacedOption>> {
    this.#placed ??= this.#readOptions();
    return this.#placed;
  }

  #readOptions(): Known<ReadonlyMap<string, PlacedOption>> {
    const items = this.arguments();
    return items === UNKNOWN ? UNKNOWN : new Map(readCommandLine(items).map((option) => [option.name, option]));
  }

  #find(names: readonly string[]): Known<FoundSetting | undefined> {
    const configuration = this.value(...CONFIGURATION);
    if (configuration === UNKNOWN) return UNKNOWN;
    for (const given of names) {
      for (const name of settingNames(given)) {
        const found = findSetting(configuration, name, this.#attempt);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** The longest beginning of the path that is there. */
  #deepest(path: ManifestPath): ManifestPath {
    for (let length = path.length; length > 0; length--) {
      const beginning = path.slice(0, length);
      if (this.value(...beginning) !== undefined) return beginning;
    }
    return [];
  }
}

/** `v1_19` is Flink 1.19. */
function lineOfVersionField(field: string): string | undefined {
  const [, major, minor] = /^v(\d{1,4})_(\d{1,4})$/.exec(field) ?? [];
  return major === undefined ? undefined : `${major}.${minor}`;
}

function flatten(configuration: unknown, attempt: Attempt): Known<ReadonlyMap<string, string>> {
  const settings = new Map<string, string>();
  const add = (node: unknown, prefix: string): boolean => {
    if (!isObject(node)) return true;
    return Object.keys(node).every((key) => {
      const value = attempt(() => node[key]);
      if (value === UNKNOWN) return false;
      const text = Array.isArray(value) ? listText(value, attempt) : scalarText(value);
      if (text === UNKNOWN) return false;
      if (text !== undefined) settings.set(prefix + key, text);
      return text !== undefined || add(value, `${prefix}${key}.`);
    });
  };
  return add(configuration, "") ? settings : UNKNOWN;
}
