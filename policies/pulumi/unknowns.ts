/** Values that the engine does not know in a preview: the SDK throws an error of its own where one is read. */
import { type Attempt, type Known, UNKNOWN } from "../../model/index.ts";
import { UNKNOWN_VALUES } from "../unknownValues.ts";

/** Turns that error into UNKNOWN; any other is a fault and goes on. */
export const attemptKnown: Attempt = (read) => {
  try {
    return read();
  } catch (error) {
    // The SDK exports the class without its type.
    if (error instanceof Error && "unknownTypeSentinel" in error) return UNKNOWN;
    throw error;
  }
};

/** The same for properties without the SDK's proxies, which cost more than the rules. */
export const attemptBehindProxy: Attempt = <T>(read: () => T): Known<T> => {
  const value = read();
  return UNKNOWN_VALUES.has(value) ? UNKNOWN : value;
};
