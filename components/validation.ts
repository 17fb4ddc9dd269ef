/** How the components report bad arguments: before anything is registered, with the model's message and no stack trace. */
import * as pulumi from "@pulumi/pulumi";
import { ArgumentError } from "../model/platform.ts";
import { checkSdkCopies } from "./sdkCopies.ts";

/** Runs `plan`; an argument it refuses becomes an error of the program that names the component. */
export function validated<T>(component: string, name: string, plan: () => T): T {
  checkSdkCopies();
  try {
    return plan();
  } catch (error) {
    // By its name: what loads on first use has a class of its own where a test runner transforms modules.
    if (error instanceof Error && error.name === "ArgumentError")
      throw new pulumi.ResourceError(`${component} "${name}": ${error.message}`, undefined, true);
    throw error;
  }
}

/** Refuses a value that is missing or empty. A value that is not known yet is one. Secrets may be given: none is told. */
export function requireSet(value: unknown, field: string, remedy: string): void {
  if (value !== undefined && value !== null && value !== "") return;
  throw new ArgumentError({ field, value: value ?? undefined, rule: "must be set", remedy });
}

/** Refuses anything but exactly one of the optional fields `names` of `args`. */
export function exactlyOne<T extends object>(args: T, names: readonly (keyof T & string)[], field: string): keyof T & string {
  const given = names.filter((name) => args[name] !== undefined);
  const [only] = given;
  if (given.length === 1 && only !== undefined) return only;
  throw new ArgumentError({
    field,
    value: given.length === 0 ? "empty" : given.join(" and "),
    rule: `must have exactly one of ${names.join(", ")}`,
    remedy: given.length === 0 ? `Set one of them.` : `Keep one of them.`,
  });
}
