/** The config of a stack for a run without its secrets provider and without Pulumi ESC: what cannot be read gets stand-in values. */
import { readFileSync } from "node:fs";
import { isObject, type Json, type JsonObject } from "../provider/values.ts";
import { configFileOf, type PulumiProject, readYaml } from "./project.ts";

export interface StackConfig {
  /** Pulumi.<stack>.yaml as the engine gets it: without what is secret and without how it is encrypted. */
  readonly text: string;
  /** Values in the place of secrets, by their paths: `app:database.password`. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Environments of Pulumi ESC whose values are not known. */
  readonly environments: readonly string[];
}

/** Keys that say how secrets are encrypted: each with a key that is not here. */
const ENCRYPTION = /^(?:encryptionsalt|encryptedkey|secretsprovider):.*\n?/gm;

export function readStackConfig(project: PulumiProject, stack: string): StackConfig {
  const file = configFileOf(project, stack);
  if (file === undefined) return { text: "", secrets: {}, environments: [] };
  const { config = {}, environment } = readYaml(file, `${file} cannot be read.`);
  const secrets: Record<string, string> = {};
  const kept = isObject(config) ? withoutSecrets(config, secrets) : {};
  const environments = namesOf(environment);
  // The text itself where it can stay: numbers keep the form that they have there.
  const untouched = Object.keys(secrets).length === 0 && environments.length === 0;
  const text = untouched ? readFileSync(file, "utf8").replace(ENCRYPTION, "") : `${JSON.stringify({ config: kept })}\n`;
  return { text, secrets, environments };
}

/** Takes out each `{ secure: ... }`, and notes its path. */
function withoutSecrets(config: JsonObject, secrets: Record<string, string>): JsonObject {
  const walk = (value: Json, path: string): Json | undefined => {
    if (isObject(value)) {
      if (Object.keys(value).length === 1 && typeof value["secure"] === "string") {
        secrets[path] = `stand-in-${path.replaceAll(/[^A-Za-z0-9]+/g, "-")}`;
        return undefined;
      }
      return fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, `${path}${segment(key)}`)]));
    }
    // A gap in a list would move the items behind it: the value is set in its place later.
    if (Array.isArray(value)) return value.map((item, index) => walk(item, `${path}[${index}]`) ?? "");
    return value;
  };
  return fromEntries(Object.entries(config).map(([key, item]) => [key, walk(item, key)]));
}

function fromEntries(entries: readonly (readonly [string, Json | undefined])[]): JsonObject {
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function segment(key: string): string {
  return /^[\w-]+$/.test(key) ? `.${key}` : `["${key}"]`;
}

/** `environment:` is a list of names, or a mapping with imports. */
function namesOf(environment: Json | undefined): string[] {
  const imports = isObject(environment) ? environment["imports"] : environment;
  if (Array.isArray(imports)) {
    const names = imports.map((item) => (isObject(item) ? (Object.keys(item)[0] ?? "") : String(item)));
    return names.length > 0 ? names : [];
  }
  return environment === undefined || environment === null ? [] : ["(values of its own)"];
}
