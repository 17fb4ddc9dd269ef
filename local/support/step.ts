/** What every long step gets: where to say what it does, and how it learns that it must stop. */
export interface Step {
  /** Shows one line of progress; the next line takes its place. */
  report(text: string): void;
  /** Aborted when the command is interrupted. */
  readonly signal: AbortSignal;
}

/** For steps that nobody watches. */
export const silent: Step = { report: () => {}, signal: new AbortController().signal };
