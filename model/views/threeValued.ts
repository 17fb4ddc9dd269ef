/** Logic with a third value, for conditions of which parts are not known yet. */
import { type Known, UNKNOWN } from "./known.ts";

/** True or false, or not known yet. */
export type Truth = Known<boolean>;

/** True if all are; false if one is, whatever the others turn out to be. */
export function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes(UNKNOWN) ? UNKNOWN : true;
}

/** True if one is, whatever the others turn out to be; false if none can be. */
export function any(truths: readonly Truth[]): Truth {
  if (truths.includes(true)) return true;
  return truths.includes(UNKNOWN) ? UNKNOWN : false;
}

/** What a known value leads to; UNKNOWN stays so. */
export function whenKnown<T, U>(value: Known<T>, next: (value: T) => Known<U>): Known<U> {
  return value === UNKNOWN ? UNKNOWN : next(value);
}
