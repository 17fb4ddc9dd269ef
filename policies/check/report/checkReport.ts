/** What a check found out, from which every format is made. */
import type { ReportedLevel } from "../../evaluation.ts";
import { plain } from "./plainText.ts";

/** What is said of a rule's result, whatever it is. */
interface About {
  /** Id of the rule. */
  readonly rule: string;
  readonly level: ReportedLevel;
  /** `namespace/name`, or a name alone. */
  readonly resource: string;
  /** As the person named it, with slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

/** A line to take away and one to write in its place, where the right value can be named. */
export interface Change {
  /** What stands there; undefined where nothing does. */
  readonly removed?: string;
  readonly added: string;
}

/** A violation. */
export interface CheckFinding extends About {
  /** What is meant, in words. */
  readonly field: string;
  /** The value found. Never a secret. */
  readonly value: string;
  readonly limit: string;
  /** Field, value, limit and remedy in a sentence. */
  readonly message: string;
  readonly remedy: string;
  /** Text of the right value, where one can be named. */
  readonly suggestion?: string;
  readonly change?: Change;
}

/** A violation that somebody answers for until a day. */
export interface CheckWaived extends CheckFinding {
  readonly owner: string;
  readonly reason: string;
  /** Last day, in UTC: `2026-12-31`. */
  readonly expires: string;
}

/** A rule that lacked a value. */
export interface CheckNotEvaluated extends About {
  /** What is not known, in words. */
  readonly fields: readonly string[];
  /** It counts as a violation. */
  readonly strict: boolean;
}

/** A file, or a document in it, that cannot be read. */
export interface CheckError {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly problem: string;
  readonly remedy: string;
}

/** A resource that rules were evaluated on. */
export interface CheckedResource {
  readonly kind: "job" | "bucket" | "cluster";
  readonly resource: string;
  readonly file: string;
  readonly line: number;
}

/** A rule as reports describe it. */
export interface CheckedRule {
  readonly id: string;
  readonly kind: CheckedResource["kind"];
  readonly level: ReportedLevel;
  readonly title: string;
  readonly reason: string;
  readonly source: string;
  readonly versions: string;
}

/** The whole of it. */
export interface CheckReport {
  /** Name of the pack. */
  readonly pack: string;
  /** The rules that are on. */
  readonly rules: readonly CheckedRule[];
  /** What is not evaluated counts as a violation, on jobs or on infrastructure. */
  readonly strict: boolean;
  readonly findings: readonly CheckFinding[];
  readonly notEvaluated: readonly CheckNotEvaluated[];
  readonly waived: readonly CheckWaived[];
  /** Waivers that end soon, that nothing needs, or that name nothing. */
  readonly announcements: readonly string[];
  readonly checked: readonly CheckedResource[];
  /** Number of other things in the files, by kind. */
  readonly passedOver: Readonly<Record<string, number>>;
  readonly errors: readonly CheckError[];
}

/** Exit codes of the check. */
export const ExitCode = { clean: 0, violations: 1, badInput: 2 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The exit code for what was found: input that cannot be read comes before violations, advisory findings alone are clean. */
export function exitCodeOf(report: CheckReport): ExitCode {
  if (report.errors.length > 0) return ExitCode.badInput;
  return isViolated(report) ? ExitCode.violations : ExitCode.clean;
}

/** True where something mandatory is violated, or not evaluated where the pack is strict. */
export function isViolated({ findings, notEvaluated }: CheckReport): boolean {
  return findings.some(({ level }) => level === "mandatory") || notEvaluated.some(({ strict }) => strict);
}

/** `file:line:column`, as far as it is known. */
export function placeOf({ file, line, column }: Pick<CheckError, "file" | "line" | "column">): string {
  return [file, line, column].filter((part) => part !== undefined).join(":");
}

/** `file:line:column: what is wrong; what to do`. */
export function errorMessage(error: CheckError): string {
  return plain(`${placeOf(error)}: ${error.problem}: ${error.remedy}`);
}

/** `3 jobs`, `1 job`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}
