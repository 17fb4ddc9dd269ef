/** The one error of the model: an argument that cannot be rendered, told so that the reader can put it right. */

/** What is wrong with an argument, and what to do about it. */
export interface ArgumentProblem {
  /** Path of the argument as the caller writes it: `checkpoints.interval`. */
  readonly field: string;
  /** The value given. Secrets are never passed here. */
  readonly value: unknown;
  /** What must hold, beginning with "must", "needs" or the like. */
  readonly rule: string;
  /** What to change, as a sentence. */
  readonly remedy: string;
}

/** An argument that breaks a rule. The message has field, value, rule and remedy. */
export class ArgumentError extends Error {
  readonly field: string;
  readonly value: unknown;
  readonly rule: string;
  readonly remedy: string;

  constructor(problem: ArgumentProblem) {
    super(`${problem.field} is ${quote(problem.value)}: ${problem.rule}. ${problem.remedy}`);
    this.name = "ArgumentError";
    this.field = problem.field;
    this.value = problem.value;
    this.rule = problem.rule;
    this.remedy = problem.remedy;
  }
}

function quote(value: unknown): string {
  if (value === undefined) return "not set";
  if (typeof value === "string" || Array.isArray(value)) return JSON.stringify(value);
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}
