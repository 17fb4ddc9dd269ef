/** Where the state of a job is: what a new job can be started from. */
import type { DeploymentClient, LiveDeployment } from "./liveDeployment.ts";

/**
 * The address that the operator noted when it last stopped the job with a savepoint. It stays there when the job is stopped in another way later:
 * see `stoppedWith`.
 */
export function upgradeSavepoint({ status }: LiveDeployment): string | undefined {
  const path = status?.jobStatus?.upgradeSavepointPath ?? undefined;
  // For a job that goes on from its last checkpoint the operator writes a word here, not an address.
  return path?.includes("://") === true ? path : undefined;
}

/** Whether the operator has suspended the job. */
export function isSuspended({ spec, status }: LiveDeployment): boolean {
  return spec?.job?.state === "suspended" && status?.lifecycleState === "SUSPENDED";
}

/** The savepoint with which a suspended job was stopped; undefined for a job that is not, or that was stopped without one. */
export function stoppedWith(live: LiveDeployment): string | undefined {
  if (!isSuspended(live)) return undefined;
  const spec = live.status?.reconciliationStatus?.lastReconciledSpec ?? "{}";
  // The operator notes here how it did suspend, whatever was asked for.
  const { upgradeMode } = (JSON.parse(spec) as { spec?: { job?: { upgradeMode?: unknown } } }).spec?.job ?? {};
  return upgradeMode === "savepoint" ? upgradeSavepoint(live) : undefined;
}

/** The last complete checkpoint, for a person: its address by the JobManager, or where to look while that does not answer. */
export async function lastCheckpoint(client: DeploymentClient, { spec, status }: LiveDeployment): Promise<string> {
  const job = status?.jobStatus?.jobId ?? undefined;
  if (job === undefined) return "none, it never ran";
  try {
    const { latest } = await client.flink<{ latest: { completed: { external_path?: string } | null } }>(`jobs/${job}/checkpoints`);
    const path = latest.completed?.external_path;
    if (path !== undefined) return path;
  } catch {
    // The JobManager is away, or this reader may not ask it.
  }
  const settings = spec?.flinkConfiguration ?? {};
  const folder = settings["execution.checkpointing.dir"] ?? settings["state.checkpoints.dir"];
  return `the newest chk-<number> in ${String(folder ?? "its checkpoint directory")}/${job}`;
}
