/** A stack's config as programs of platform and job teams read it: `pulumi.Config`, which takes no notice of a key that nothing reads. */
import * as pulumi from "@pulumi/pulumi";
import { nearest } from "../model/platform.ts";

/**
 * Refuses a config key of this project that is not one of `known`: a misspelt one would leave its default in place without a word.
 * Throws a RunError with all of them.
 *
 * @example
 * refuseUnknownSettings(["preset", "bucket"]);
 */
export function refuseUnknownSettings(known: readonly string[]): void {
  const prefix = `${pulumi.getProject()}:`;
  const unknown = Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith(prefix) && !known.includes(key.slice(prefix.length)))
    .map((key) => line(key.slice(prefix.length), known));
  if (unknown.length > 0) throw new pulumi.RunError(unknown.join("\n"));
}

function line(key: string, known: readonly string[]): string {
  const stack = pulumi.getStack();
  const meant = nearest(key, known);
  const remedy =
    meant === undefined
      ? `Remove it (pulumi config rm ${key} --stack ${stack})`
      : `Did you mean ${meant}? Change it in Pulumi.${stack}.yaml`;
  return `config value ${pulumi.getProject()}:${key} is not known: must be one of ${known.join(", ")}. ${remedy}.`;
}
