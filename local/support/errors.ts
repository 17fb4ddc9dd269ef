/** Errors that a person can act on: the command prints the message alone, without a stack trace. */

/** 1: the command failed; 2: it was called wrongly and nothing was tried. */
export type ExitCode = 1 | 2;

export class UserError extends Error {
  readonly exitCode: ExitCode;

  constructor(message: string, options: { exitCode?: ExitCode; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "UserError";
    this.exitCode = options.exitCode ?? 1;
  }
}
