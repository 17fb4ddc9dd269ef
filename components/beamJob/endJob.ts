/**
 * Ends a job just before its FlinkDeployment is deleted. A drain is done while the FlinkDeployment is still there, by suspending the job with
 * the operator's drain flag on: so it can fail, be given up and be tried again, which a deletion cannot. Only a job that is drained, with the
 * flag off again, is left to be deleted; any other runs on.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { DRAIN_ON_SAVEPOINT, DRAIN_TIMEOUT_ANNOTATION, SAVEPOINT_ON_DELETION } from "../../model/platform.ts";
import type { DeploymentClient, LiveDeployment } from "./liveDeployment.ts";
import { OnDelete } from "./onDelete.ts";
import { isSuspended, lastCheckpoint, stoppedWith, upgradeSavepoint } from "./restorePoint.ts";
import { patient, readableError } from "./waitUntilStable.ts";

/** States of a job of which a savepoint can add nothing. */
const ENDED: readonly string[] = ["FINISHED", "CANCELED"];

/** The variable that overrides `onDelete` of jobs that are drained, for one run. */
export const ON_DELETE_VARIABLE = "BEAM_FLINK_ON_DELETE";

export interface EndOptions {
  readonly name: string;
  readonly client: DeploymentClient;
  /** How to end the job. */
  readonly mode: OnDelete;
  /** Told what happens and where the job's state is. */
  readonly report: (text: string) => void | Promise<void>;
  /** Aborted when the person interrupts: the job runs on. */
  readonly signal?: AbortSignal;
  /** How long the job may take to run, as after a failure. 30 s by default. */
  readonly readyMs?: number;
  /** How long an error may stand while the operator still tries. 20 s by default, as when a job is started. */
  readonly graceMs?: number;
  /** Pause between two looks; 1 s by default. */
  readonly intervalMs?: number;
}

/** A job that is not ended, and must not be deleted. */
export class JobNotEnded extends Error {}

/** Resolves when the FlinkDeployment may be deleted; rejects with a JobNotEnded when it must not. */
export async function endJob(options: EndOptions): Promise<void> {
  const { name, client, mode, report } = options;
  const live = await readIfThere(client);
  if (live === undefined) return;
  const stopped = stoppedWith(live);
  // By a run that was interrupted, or by a person.
  if (stopped !== undefined) return leave(options, stopped, "suspended already");
  const suspending = live.spec?.job?.state === "suspended";
  if (mode === OnDelete.Cancel || (!suspending && ENDED.includes(live.status?.jobStatus?.state ?? ""))) return cancel(options, live);
  if (live.metadata?.deletionTimestamp !== undefined) {
    await report(`${name} is being deleted already, so it is not drained; ${wayOut()}`);
    return;
  }
  if (isSuspended(live)) throw await notEnded(options, live, "it is suspended, without a savepoint", "It stays so");
  const before = suspending ? live : await running(options);
  const end = Date.now() + 1000 * Number(live.metadata?.annotations?.[DRAIN_TIMEOUT_ANNOTATION] ?? 600);
  let savepoint: string;
  try {
    if (!suspending) await client.patch(suspension(mode));
    savepoint = await suspended(options, before, end);
  } catch (error) {
    // The operator may have been late with it: nothing is to be put back then.
    const late = await finishedWith(client, before);
    if (late === undefined) throw await runOn(options, before, error);
    savepoint = late;
  }
  await leave(options, savepoint, ended(options));
}

/** Lets the operator cancel the job when the FlinkDeployment is deleted, also where a deletion that waits for a savepoint has begun. */
async function cancel({ name, client, report }: EndOptions, live: LiveDeployment): Promise<void> {
  const checkpoint = await lastCheckpoint(client, live);
  await client.patch(flags({ [SAVEPOINT_ON_DELETION]: "false", [DRAIN_ON_SAVEPOINT]: "false" }));
  await report(`${name} is deleted without a savepoint. Its last checkpoint, for initialSavepoint of a new job: ${checkpoint}`);
}

/** A job that runs, of an operator that has nothing to complain of. */
async function running(options: EndOptions): Promise<LiveDeployment> {
  const { client, readyMs = 30_000 } = options;
  for (const end = Date.now() + readyMs; ; await pause(options)) {
    const live = await client.read();
    const { lifecycleState, jobStatus, error } = live.status ?? {};
    const trouble = readableError(error);
    if (jobStatus?.state === "RUNNING" && lifecycleState === "STABLE" && trouble === undefined) return live;
    if (Date.now() < end && jobStatus?.state !== "FAILED") continue;
    const how = [lifecycleState ?? "not deployed", `job ${jobStatus?.state ?? "none"}`, ...(trouble === undefined ? [] : [trouble])];
    throw await notEnded(options, live, `only a job that runs can be ${ended(options)} (${how.join(", ")})`, "It stays as it is");
  }
}

/** Waits until the operator has stopped the job with a savepoint, which is returned. */
async function suspended(options: EndOptions, before: LiveDeployment, end: number): Promise<string> {
  const { name, client, report, graceMs = 20_000, intervalMs } = options;
  const read = patient<LiveDeployment>({ name, read: () => client.read(), ...(intervalMs === undefined ? {} : { intervalMs }) });
  let errorSince: number | undefined;
  for (let said = ""; ; await pause(options)) {
    const live = await read();
    const savepoint = stoppedWith(live);
    if (savepoint !== undefined) return savepoint;
    if (isSuspended(live)) throw new Error("the operator suspended it without a savepoint");
    const late = live.status?.jobStatus?.state === "FINISHED" ? newSavepoint(live, before) : undefined;
    const error = readableError(live.status?.error);
    errorSince = error === undefined || late !== undefined ? undefined : (errorSince ?? Date.now());
    if (errorSince !== undefined && Date.now() - errorSince >= graceMs) throw new Error(error);
    if (Date.now() >= end) throw new Error("it takes longer than drainTimeout");
    const state = `${name} is being ${ended(options)}: ${live.status?.lifecycleState ?? "unknown"}`;
    if (state !== said) await report((said = state));
  }
}

/** The savepoint of a job that has stopped since, whatever the operator says of it. */
async function finishedWith(client: DeploymentClient, before: LiveDeployment): Promise<string | undefined> {
  const live = await client.read().catch(() => undefined);
  return live?.status?.jobStatus?.state === "FINISHED" ? newSavepoint(live, before) : undefined;
}

function newSavepoint(live: LiveDeployment, before: LiveDeployment): string | undefined {
  const savepoint = upgradeSavepoint(live);
  return savepoint === upgradeSavepoint(before) ? undefined : savepoint;
}

/** The job has stopped: nothing is left that a deletion could save, and the operator would wait for a job that runs. */
async function leave({ name, client, report }: EndOptions, savepoint: string, how: string): Promise<void> {
  const where = `Its savepoint, for initialSavepoint of a new job: ${savepoint}`;
  try {
    await client.patch(flags({ [SAVEPOINT_ON_DELETION]: "false", [DRAIN_ON_SAVEPOINT]: "false" }));
  } catch (failure) {
    throw new JobNotEnded(`${name} is ${how}, and not deleted: ${message(failure)}. ${where}. Run the same command again.`);
  }
  await report(`${name} is ${how}. ${where}`);
}

/** Puts back what this run, or one that was interrupted, has changed, so that the job runs on; says what has come of it. */
async function runOn(options: EndOptions, before: LiveDeployment, error: unknown): Promise<JobNotEnded> {
  const { name, client } = options;
  const { job, flinkConfiguration } = before.spec ?? {};
  const why = message(error);
  const byPerson = job?.state === "suspended" && String(flinkConfiguration?.[DRAIN_ON_SAVEPOINT]) !== "true";
  if (byPerson) return notEnded(options, before, why, "It is to be suspended, as before");
  try {
    const upgradeMode = job?.upgradeMode === undefined ? {} : { upgradeMode: job.upgradeMode };
    await client.patch({ spec: { job: { state: "running", ...upgradeMode }, flinkConfiguration: { [DRAIN_ON_SAVEPOINT]: "false" } } });
  } catch (failure) {
    return new JobNotEnded(
      `${name} is not ${ended(options)}, and not deleted: ${why}. ` +
        `Its spec could not be put back either (${message(failure)}): run pulumi up --refresh, or the same command again.`,
    );
  }
  const { status } = await client.read().catch((): LiveDeployment => ({}));
  const runs = status?.jobStatus?.state === "RUNNING" && status.lifecycleState !== "SUSPENDED";
  return notEnded(
    options,
    before,
    why,
    runs ? "It runs on" : `The operator is to start it again (job ${status?.jobStatus?.state ?? "unknown"})`,
  );
}

/** What the person reads of a job that is kept. */
async function notEnded(options: EndOptions, live: LiveDeployment, why: string, state: string): Promise<JobNotEnded> {
  const kept = `${options.name} is not ${ended(options)}, and not deleted: ${why}. ${state}; its last checkpoint: `;
  return new JobNotEnded(`${kept}${await lastCheckpoint(options.client, live)}. Put it right and run the same command again; ${wayOut()}`);
}

const ended = ({ mode }: EndOptions): string => (mode === OnDelete.Drain ? "drained" : "stopped");

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function suspension(mode: OnDelete): object {
  const flinkConfiguration = { [DRAIN_ON_SAVEPOINT]: String(mode === OnDelete.Drain) };
  return { spec: { job: { state: "suspended", upgradeMode: "savepoint" }, flinkConfiguration } };
}

const flags = (flinkConfiguration: Readonly<Record<string, string>>) => ({ spec: { flinkConfiguration } });

function wayOut(): string {
  return (
    `to delete it undrained, run it with ${ON_DELETE_VARIABLE}=${OnDelete.Savepoint}, ` +
    `or with ${ON_DELETE_VARIABLE}=${OnDelete.Cancel} if it does not run: checkpoints stay in the bucket.`
  );
}

async function readIfThere(client: DeploymentClient): Promise<LiveDeployment | undefined> {
  try {
    return await client.read();
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error && error.code === 404) return undefined;
    throw error;
  }
}

async function pause({ signal, intervalMs = 1000 }: EndOptions): Promise<void> {
  await sleep(intervalMs, undefined, { signal }).catch(() => {
    throw new Error("it was interrupted");
  });
}
