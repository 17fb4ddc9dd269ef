/** Choices: values of an enumeration, which TypeScript checks and a program without it does not. */
import { ArgumentError } from "./argumentError.ts";

/** `value`, when it is one of the `choices`. */
export function oneOf<T extends string>(value: T, choices: { readonly [name: string]: T }, field: string): T {
  const known = Object.values(choices);
  if (known.includes(value)) return value;
  throw new ArgumentError({
    field,
    value,
    rule: `must be one of ${known.join(", ")}`,
    remedy: "Use one of them, or leave it out for the default.",
  });
}
