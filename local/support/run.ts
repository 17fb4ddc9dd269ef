/** Runs other programs: output as text, errors that say which command failed and what it printed last. */
import { execa, ExecaError } from "execa";
import type { Step } from "./step.ts";
import { UserError } from "./errors.ts";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Text for standard input. */
  readonly input?: string;
  /** Each line of output (both streams) becomes a line of progress. */
  readonly progress?: boolean;
  /** Milliseconds after which the command is ended. */
  readonly timeout?: number;
}

/** Lines of a failed command's output that its error quotes: enough for a compiler error or a stack trace's head. */
const QUOTED_LINES = 15;

/** Runs `file` to its end and returns its standard output without the final line break. */
export async function run(file: string, args: readonly string[], step: Step, options: RunOptions = {}): Promise<string> {
  const child = execa(file, args, {
    cwd: options.cwd,
    env: options.env,
    input: options.input ?? "",
    cancelSignal: step.signal,
    timeout: options.timeout,
    all: true,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (options.progress === true) {
    child.all?.on("data", (chunk: Buffer) => {
      const line = chunk.toString().trimEnd().split("\n").at(-1)?.trim();
      if (line) step.report(line.slice(0, 120));
    });
  }
  try {
    return (await child).stdout;
  } catch (error) {
    if (!(error instanceof ExecaError)) throw error;
    if (error.isCanceled) throw new UserError("interrupted", { cause: error });
    if (error.code === "ENOENT") throw new UserError(`${file} is not installed, or not on PATH`, { cause: error });
    const tail = String(error.all ?? "")
      .trimEnd()
      .split("\n")
      .slice(-QUOTED_LINES)
      .join("\n");
    const why = error.timedOut ? `did not end within ${options.timeout} ms` : `failed with exit code ${error.exitCode ?? error.signal}`;
    throw new UserError(`${[file, ...args].join(" ").slice(0, 200)} ${why}${tail ? `:\n${tail}` : ""}`, { cause: error });
  }
}

/** Whether `file args` can be run and ends well; for asking what a machine has. */
export async function succeeds(file: string, args: readonly string[], step: Step, timeout = 10_000): Promise<boolean> {
  return run(file, args, step, { timeout }).then(
    () => true,
    () => false,
  );
}
