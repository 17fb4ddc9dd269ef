/**
 * What the process of one run does: it gets a request and answers with its result. Each run has a process, because a program may
 * register its resources when it is imported, which happens once in a process, and because it reads its variables and its folder.
 */
import { UserError } from "../support/errors.ts";
import { runStack, type StackRequest, type StackResult } from "./stackRun.ts";

export type StackAnswer =
  | { readonly result: StackResult }
  /** For a person, or a fault of the program with its stack trace. */
  | { readonly message: string; readonly fault: boolean };

/** Waits for the one request of this process, answers it and ends. */
export function answerRequest(): void {
  const controller = new AbortController();
  const stop = () => controller.abort(new UserError("interrupted"));
  process.on("SIGINT", stop).on("SIGTERM", stop);
  // Who asked is gone.
  process.on("disconnect", () => {
    stop();
    process.exit(1);
  });
  // Standard output is the command's: what the program prints is for people.
  process.stdout.write = process.stderr.write.bind(process.stderr);
  process.once("message", (request) => {
    void runStack(request as StackRequest, controller.signal)
      .then((result): StackAnswer => ({ result }))
      .catch(troubled)
      .then((answer) => process.send?.(answer, () => process.exit(0)));
  });
}

function troubled(error: unknown): StackAnswer {
  if (error instanceof UserError) return { message: error.message, fault: false };
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error), fault: true };
}
