/** The environments that exist: one config file each in `stacks/`. */
import { readdirSync } from "node:fs";
import * as path from "node:path";
import { UserError } from "../support/errors.ts";

/** Root of the project, where Pulumi.yaml is. */
export const PROJECT = path.resolve(import.meta.dirname, "..", "..");

export function environments(): string[] {
  const names = readdirSync(path.join(PROJECT, "stacks")).map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1]);
  return names.filter((name) => name !== undefined).toSorted();
}

/** `name`, when there is such an environment. */
export function requireEnvironment(name: string): string {
  const known = environments();
  if (known.includes(name)) return name;
  throw new UserError(`there is no environment "${name}": choose one of ${known.join(", ")}, or add stacks/Pulumi.${name}.yaml.`, {
    exitCode: 2,
  });
}
