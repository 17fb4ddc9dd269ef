/**
 * Pipeline options in the arguments of a job. Beam reads `--name=value`, and `--name` alone as true; the parsers that many main classes
 * bring, and Beam's Python SDK, read `--name value` as well. An argument may be unknown.
 */
import { type Known, UNKNOWN } from "./known.ts";

/** One option as it stands in the arguments. */
export interface PlacedOption {
  readonly name: string;
  readonly value: Known<string>;
  /** Which argument names it. */
  readonly index: number;
}

/** The options in their order. */
export function readCommandLine(parameters: readonly Known<string>[]): PlacedOption[] {
  const options: PlacedOption[] = [];
  for (const [index, parameter] of parameters.entries()) {
    if (parameter === UNKNOWN) continue;
    const [, name, value] = /^--([^=\s]+)(?:=([\s\S]*))?$/.exec(parameter) ?? [];
    if (name === undefined) continue;
    options.push({ name, value: value ?? valueAfter(parameters[index + 1]), index });
  }
  return options;
}

/** The value of `--name`: the next argument, unless that is an option itself. */
function valueAfter(next: Known<string> | undefined): Known<string> {
  if (next === UNKNOWN) return UNKNOWN;
  return next === undefined || next.startsWith("--") ? "true" : next;
}
