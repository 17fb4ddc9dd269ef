/** The first interruption lets the program remove what it has brought up, a second one ends it at once. */
import { UserError } from "../local/support/errors.ts";

/** One key press may reach a process twice: through its terminal and through npm. */
const SAME_INTERRUPTION_MS = 1000;

export function interruptible(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const interrupt = () => {
    if (first === 0) first = Date.now();
    else if (Date.now() - first > SAME_INTERRUPTION_MS) process.exit(130);
    controller.abort(new UserError("interrupted"));
  };
  // Not `once`: a library that finds itself alone with the signal ends the process.
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  return controller.signal;
}
