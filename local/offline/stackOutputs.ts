/** A stack's outputs, as another stack gets to read them. */
import type * as pulumi from "@pulumi/pulumi";
import { UserError } from "../support/errors.ts";
import { isObject, type Json } from "../provider/values.ts";
import { readYaml } from "./project.ts";

export type StackOutputs = Readonly<Record<string, { readonly value: Json; readonly secret: boolean }>>;

/** Hands over what is known of the program's outputs, whenever more of it is. Those that only a running job has are never known here. */
export function collectOutputs(sdk: typeof pulumi, returned: Record<string, unknown>, collect: (outputs: StackOutputs) => void): void {
  const known: Record<string, { value: Json; secret: boolean }> = {};
  for (const [key, given] of Object.entries(returned)) {
    const output = sdk.output(given as pulumi.Input<Json>);
    const isSecret = sdk.isSecret(output);
    output.apply(async (value) => {
      known[key] = { value: value as Json, secret: await isSecret };
      collect(known);
    });
  }
}

/** A file that `pulumi stack output --json` has written. With `--show-secrets` it holds secrets, so that all of it is taken for secret. */
export function readOutputs(file: string): StackOutputs {
  const outputs = readYaml(file, `--reference: ${file} cannot be read.`);
  if (!isObject(outputs)) throw new UserError(`--reference: ${file} must hold an object.`, { exitCode: 2 });
  return Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, { value, secret: true }]));
}
