/** Runs long steps one after another, showing what each does and how long it took. */
import { color, Listr, PRESET_TIMER } from "listr2";
import { UserError } from "./errors.ts";
import type { Step } from "./step.ts";

export interface NamedStep<C> {
  readonly title: string;
  /** Returns what to add to the title when it is done. */
  readonly run: (context: C, step: Step) => Promise<string | void>;
}

/** Fills in `context` step by step; the first error, or an interruption, ends it. */
export async function runSteps<C extends object>(steps: readonly NamedStep<C>[], context: C, signal: AbortSignal): Promise<void> {
  let failure: unknown;
  const tasks = steps.map(({ title, run }) => ({
    title,
    task: async (_: unknown, task: { title?: string; output?: string }) => {
      try {
        signal.throwIfAborted();
        const done = await run(context, { report: (text) => void (task.output = text), signal });
        if (done) task.title = `${title}: ${done}`;
      } catch (error) {
        // Whatever an interruption broke first, it is not what failed.
        failure = signal.aborted ? new UserError("interrupted: run the command again to go on from here", { cause: error }) : error;
        throw new Error("see below", { cause: error }); // the command tells it once, in full
      }
    },
  }));
  const timer = {
    ...PRESET_TIMER,
    condition: (duration: number) => duration > 100,
    format: () => (text?: string) => color.dim(text ?? ""),
  };
  const list = new Listr(tasks, {
    concurrent: false,
    exitOnError: true,
    rendererOptions: { timer, showErrorMessage: false, collapseErrors: false },
    fallbackRenderer: "simple",
    fallbackRendererOptions: { timer },
    registerSignalListeners: false,
  });
  await list.run().catch((error: unknown) => {
    throw failure ?? error;
  });
}
