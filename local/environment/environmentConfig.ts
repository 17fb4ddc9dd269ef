/** What the environment's config file says, for the commands that need some of it without running the program. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { load } from "js-yaml";
import { type Environment, parseEnvironment } from "../../stacks/config.ts";
import type { GuardingPack } from "../pulumi/engine.ts";
import { UserError } from "../support/errors.ts";
import { PROJECT } from "./environments.ts";

/** Project name in Pulumi.yaml, which begins the keys of its config. */
const PREFIX = "beam-flink:";

/** The parsed `stacks/Pulumi.<name>.yaml`. */
export async function environmentConfig(name: string): Promise<Environment> {
  try {
    return parseEnvironment(await configValues(name), name);
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** An error of the file's form names the file. */
export async function readYaml(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8");
  try {
    return load(text);
  } catch (error) {
    throw new Error(`stacks/${path.basename(file)} is not valid YAML: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** The project's own keys in `stacks/Pulumi.<name>.yaml`, as they stand there. */
export async function configValues(name: string): Promise<Record<string, unknown>> {
  const file = await readYaml(path.join(PROJECT, "stacks", `Pulumi.${name}.yaml`));
  const config = typeof file === "object" && file !== null && "config" in file ? file.config : undefined;
  return Object.fromEntries(
    Object.entries(config ?? {})
      .filter(([key]) => key.startsWith(PREFIX))
      .map(([key, value]) => [key.slice(PREFIX.length), value]),
  );
}

/** The policy pack that guards an environment's commands, with `stacks/policy.<name>.json` where that is there. */
export function policyPackOf(name: string, { preset }: Environment): GuardingPack {
  const config = path.join(PROJECT, "stacks", `policy.${name}.json`);
  return {
    file: path.join(PROJECT, "policies", preset === "development" ? "baseline" : "production", "pack.ts"),
    ...(existsSync(config) ? { config } : {}),
  };
}

export interface JobName {
  readonly name: string;
  readonly namespace: string;
}

/** The jobs that the environment runs; one that names no namespace is in the platform's first, by default `beam`. */
export function jobsOf({ jobNamespaces: [first = "beam"] = [], jobs }: Environment): JobName[] {
  return Object.entries(jobs).map(([name, { namespace = first }]) => ({ name, namespace }));
}
