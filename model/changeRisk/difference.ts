/** One field in which a job differs, and what the operator does about it. */
import { type Known, UNKNOWN } from "../views/known.ts";
import type { Place } from "../views/place.ts";
import { shownValue } from "./fieldValue.ts";
import type { OperatorAction } from "./operatorAction.ts";

/** One difference. */
export interface Difference {
  readonly at: Place;
  /** `--maxParallelism`, `state.backend.type` or `spec.job.parallelism`. */
  readonly field: string;
  /** For a person, never a secret. */
  readonly before: string;
  readonly after: string;
  /** One side is not known. */
  readonly unknown: boolean;
  readonly action: OperatorAction;
}

/** A difference, or a field that is known on neither side. */
export type Compared = Difference | { readonly unknownField: string };

/** A field and its two values, one of which may not be known. */
export interface TwoValues {
  readonly at: Place;
  readonly field: string;
  /** Name by which a value is judged to be a secret; the field itself where it is left out. */
  readonly name?: string;
  readonly before: Known<unknown>;
  readonly after: Known<unknown>;
  readonly action: OperatorAction;
}

/** The difference between two values that are not the same. */
export function difference({ at, field, name = field, before, after, action }: TwoValues): Difference {
  const unknown = before === UNKNOWN || after === UNKNOWN;
  return { at, field, before: shownValue(before, name), after: shownValue(after, name), unknown, action };
}
