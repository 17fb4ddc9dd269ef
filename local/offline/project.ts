/** A Pulumi project on Node.js, as far as an offline preview needs to know it: what its Pulumi.yaml and its folder say. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import * as path from "node:path";
import { load } from "js-yaml";
import { isObject, type JsonObject, textAt } from "../provider/values.ts";
import { UserError } from "../support/errors.ts";

export interface PulumiProject {
  readonly name: string;
  /** Folder of Pulumi.yaml. */
  readonly dir: string;
  /** Pulumi.yaml as it stands there. */
  readonly settings: JsonObject;
  /** Folder of the stacks' configs. */
  readonly configDir: string;
  /** The module that registers the resources. */
  readonly entry: string;
}

/** What a folder without a `main` is started by, in this order. */
const ENTRIES = ["index.ts", "index.mts", "index.js", "index.mjs", "index.cjs"];

/** Reads the project in `folder`; a UserError says what is missing. */
export function readProject(folder: string): PulumiProject {
  const dir = path.resolve(folder);
  const file = path.join(dir, "Pulumi.yaml");
  const settings = readYaml(file, `${dir} is no Pulumi project: name the folder that holds Pulumi.yaml with --project.`);
  const name = textAt(settings, "name");
  if (name === undefined) throw new UserError(`${file} has no name: a Pulumi project needs one.`, { exitCode: 2 });
  const { runtime } = settings;
  const language = isObject(runtime) ? textAt(runtime, "name") : runtime;
  if (language !== "nodejs") {
    throw new UserError(
      `${file} says runtime: ${JSON.stringify(language)}, and only programs of nodejs can be previewed offline: preview it with ` +
        `"pulumi preview --json" and hand its output to beam-flink check and beam-flink plan.`,
      { exitCode: 2 },
    );
  }
  const configDir = path.join(dir, textAt(settings, "stackConfigDir") ?? ".");
  return { name, dir, settings, configDir, entry: entryOf(dir, textAt(settings, "main")) };
}

/** Names of the stacks that have a config file, sorted. */
export function stacksOf({ configDir }: PulumiProject): readonly string[] {
  const names = existsSync(configDir) ? readdirSync(configDir).map((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1]) : [];
  return names.filter((name) => name !== undefined).toSorted();
}

/** The config file of a stack; undefined when it has none. */
export function configFileOf({ configDir }: PulumiProject, stack: string): string | undefined {
  return ["yaml", "yml"].map((ending) => path.join(configDir, `Pulumi.${stack}.${ending}`)).find((file) => existsSync(file));
}

/** An object in YAML; `missing` is the error for a file that is not there. */
export function readYaml(file: string, missing: string): JsonObject {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new UserError(missing, { exitCode: 2, cause });
  }
  let value: unknown;
  try {
    value = load(text) ?? {};
  } catch (cause) {
    throw new UserError(`${file} is not valid YAML: ${cause instanceof Error ? cause.message : String(cause)}`, { exitCode: 2, cause });
  }
  if (!isObject(value)) throw new UserError(`${file} must hold a mapping.`, { exitCode: 2 });
  return value;
}

/** As Pulumi's own host finds it: `main` of Pulumi.yaml, a file or a folder; in a folder `main` of its package.json. */
function entryOf(dir: string, main = "."): string {
  const given = path.join(dir, main);
  if (!existsSync(given)) throw new UserError(`${path.join(dir, "Pulumi.yaml")} says main: ${main}, which is not there.`, { exitCode: 2 });
  if (!statSync(given).isDirectory()) return given;
  const manifest = path.join(given, "package.json");
  const named = existsSync(manifest) ? textAt(readYaml(manifest, ""), "main") : undefined;
  const candidates = [...(named === undefined ? [] : [named]), ...ENTRIES].map((name) => path.join(given, name));
  const found = candidates.find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new UserError(`${given} holds none of ${ENTRIES.join(", ")}: name the program with main in Pulumi.yaml.`, { exitCode: 2 });
}
