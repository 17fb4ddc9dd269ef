/** What every command is called with. */
export interface CommandContext {
  readonly environment: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Something that takes the place of the real thing on this machine. */
export interface StandIn {
  /** The real thing. */
  readonly for: string;
  /** What serves instead. */
  readonly standIn: string;
}
