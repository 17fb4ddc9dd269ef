/** Values that `pulumi preview --json` and state do not tell: not known yet, or secret. Neither is taken for a missing one. */
import { type Attempt, isObject, type Known, UNKNOWN } from "../../../model/index.ts";
import { UNKNOWN_VALUES } from "../../unknownValues.ts";

/** What a preview shows in the place of a secret. */
const SECRET = "[secret]";

/** Key by which the engine marks an object as a value of its own. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Signatures of a secret, and of an output that may be one or may not be known. */
const HIDDEN: ReadonlySet<unknown> = new Set(["1b47061264138c4ac30d75fd1eb44270", "d0e6a833031e9bbcd3f4e8bde6ca49a4"]);

/** Reads a value of a preview or state. A secret stays unknown even where its plain text is there: no report may show it. */
export const attemptTold: Attempt = <T>(read: () => T): Known<T> => {
  const value = read();
  return isUntold(value) ? UNKNOWN : value;
};

function isUntold(value: unknown): boolean {
  return typeof value === "string" ? value === SECRET || UNKNOWN_VALUES.has(value) : isObject(value) && HIDDEN.has(value[SIGNATURE]);
}
