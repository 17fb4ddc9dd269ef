/**
 * Watches a FlinkDeployment until the operator reports it STABLE, or fails with the operator's error.
 *
 * The program does this itself, because the annotations by which Pulumi's Kubernetes provider waits can name a state
 * to reach but none to give up at: a job whose class does not exist would end in a time-out.
 */
import { setTimeout as sleep } from "node:timers/promises";

/** The part of a FlinkDeployment that says how it does. */
export interface FlinkDeploymentState {
  readonly metadata?: { readonly generation?: number };
  readonly status?: {
    readonly lifecycleState?: string;
    readonly error?: string | null;
    readonly observedGeneration?: number;
    readonly jobManagerDeploymentStatus?: string;
    readonly jobStatus?: { readonly state?: string | null };
    readonly reconciliationStatus?: { readonly lastReconciledSpec?: string | null };
  };
}

export interface WaitOptions {
  readonly name: string;
  /** Generation that the operator must have seen; an older state says nothing about this change. */
  readonly generation: number;
  readonly timeoutMs: number;
  readonly read: () => Promise<FlinkDeploymentState>;
  /** Told each new state. */
  readonly report?: (state: string) => void;
  /** Pause between two looks; 1 s by default. */
  readonly intervalMs?: number;
  /**
   * How long an error may stand while the operator still tries: it reports passing ones, such as a JobManager that does
   * not answer yet, in the same field. 20 s by default, twice the official reconcile interval on errors.
   */
  readonly graceMs?: number;
  /** How long reading may fail, as while an API server restarts. 30 s by default. */
  readonly readGraceMs?: number;
}

/** How a FlinkDeployment is read. */
export interface PatienceOptions<T> extends Pick<WaitOptions, "name" | "intervalMs" | "readGraceMs"> {
  readonly read: () => Promise<T>;
}

/** A job that will not start. The message is the operator's. */
export class JobNotStable extends Error {
  /** Life-cycle state it was left in. */
  readonly state: string;

  constructor(message: string, state: string) {
    super(message);
    this.state = state;
  }
}

export async function waitUntilStable(options: WaitOptions): Promise<string> {
  const { name, timeoutMs, generation, graceMs = 20_000, intervalMs = 1_000 } = options;
  const end = Date.now() + timeoutMs;
  let said = "";
  const read = patient(options);
  let errorSince: number | undefined;
  for (;;) {
    const status = (await read()).status ?? {};
    const seen = observedGeneration(status) >= generation;
    const state = seen ? (status.lifecycleState ?? "CREATED") : "waiting for the operator to see the change";
    const error = readableError(status.error);
    if (state !== said) options.report?.((said = state));
    if (seen && state === "STABLE" && error === undefined) return state;
    if (seen && state === "FAILED")
      throw new JobNotStable(`${name} is FAILED: ${error ?? "the operator gives no reason; look at the JobManager's log"}`, state);
    errorSince = error === undefined ? undefined : (errorSince ?? Date.now());
    const lasting = errorSince !== undefined && Date.now() - errorSince >= graceMs;
    if (lasting && error !== undefined)
      throw new JobNotStable(`${name} does not start (${status.lifecycleState ?? "not deployed"}): ${error}`, state);
    if (Date.now() >= end) {
      const job = status.jobStatus?.state ?? "none";
      const jobManager = status.jobManagerDeploymentStatus ?? "none";
      throw new JobNotStable(
        `${name} is not STABLE after ${Math.round(timeoutMs / 1000)} s: ${state}, JobManager ${jobManager}, job ${job}${error === undefined ? "" : `, error: ${error}`}. ` +
          `See kubectl describe flinkdeployment ${name}, or raise startTimeout.`,
        state,
      );
    }
    await sleep(intervalMs);
  }
}

/** Reads, and reads again for a while when that fails, unless the answer is that this reader may not. */
export function patient<T>(options: PatienceOptions<T>): () => Promise<T> {
  const { name, read, readGraceMs = 30_000, intervalMs = 1_000 } = options;
  return async () => {
    for (const end = Date.now() + readGraceMs; ; await sleep(intervalMs)) {
      try {
        return await read();
      } catch (error) {
        const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
        if (Date.now() < end && code !== 401 && code !== 403) continue;
        throw new JobNotStable(`${name} cannot be watched: ${error instanceof Error ? error.message : String(error)}`, "unknown");
      }
    }
  };
}

/** Operators before 1.11 do not set observedGeneration, but keep it with the spec they reconciled last. */
function observedGeneration(status: NonNullable<FlinkDeploymentState["status"]>): number {
  if (status.observedGeneration !== undefined) return status.observedGeneration;
  const spec = status.reconciliationStatus?.lastReconciledSpec;
  // A spec that was refused is never reconciled, and its error is all there is to see.
  if (spec === undefined || spec === null) return status.error ? Number.MAX_SAFE_INTEGER : 0;
  const found: unknown = (JSON.parse(spec) as { resource_metadata?: { metadata?: { generation?: unknown } } }).resource_metadata?.metadata
    ?.generation;
  return typeof found === "number" ? found : 0;
}

/** The operator's error: JSON of an exception and its causes, from which a person wants the messages, root cause last. */
export function readableError(error: string | null | undefined): string | undefined {
  if (error === undefined || error === null || error === "") return undefined;
  try {
    const parsed = JSON.parse(error) as { message?: string; throwableList?: readonly { type?: string; message?: string }[] };
    const causes = (parsed.throwableList ?? []).map(({ type, message }) => [type, message].filter(Boolean).join(": "));
    return withoutFrames([...new Set([parsed.message, ...causes])].filter(Boolean).join(" <- "));
  } catch {
    return withoutFrames(error);
  }
}

/** A Java stack trace without its frames: the exceptions and their messages. */
function withoutFrames(text: string): string {
  return text.replace(/\n\s+(?:at .*|\.\.\. \d+ more)/g, "");
}
