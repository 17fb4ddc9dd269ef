/** Counts: whole numbers that an argument gives. */
import { ArgumentError } from "./argumentError.ts";

/** `value`, when it is a whole number above 0. */
export function positive(value: number, field: string): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new ArgumentError({
    field,
    value,
    rule: "must be a whole number above 0",
    remedy: "Give such a number, or leave it out for the default.",
  });
}

/** `value`, when it is a whole number, 0 or more. */
export function notNegative(value: number, field: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new ArgumentError({
    field,
    value,
    rule: "must be a whole number, 0 or more",
    remedy: "Give such a number, or leave it out for the default.",
  });
}
