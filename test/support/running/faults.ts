/**
 * What a fault does to a running job: from which checkpoint it went on, how long that took, and whether an element was lost or doubled.
 *
 * The job numbers the elements of each key and keeps, as keyed state in its checkpoints, the number that it expects next. After a restart
 * its counters start anew at 0, so they tell of what came after the restart alone: a source that went back further than the state shows as
 * repeats, one that did not go back far enough as elements that come early (and, once 500 of a key wait, as gaps). Source and state that
 * are both lost would agree with each other; that the restored checkpoint is not older than the last completed one shows they were not.
 * `test/running/faults/control.test.ts` shows that a fault that does lose or double elements is found.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { FlinkJob } from "../../../local/environment/flinkJob.ts";
import type { Kubectl } from "../../../local/environment/kubectl.ts";
import { type Counters, type Figures, figuresOf, type Snapshot } from "./faultFigures.ts";
import { NAMESPACE } from "./platform.ts";
import { until } from "../until.ts";

/** Elements that a job must have checked after a fault: some of each of the 100 keys, whose turns the source keeps. */
const ENOUGH_CHECKED = 1000;

/** Seconds from the end of a fault within which a job must have recovered: they fail a hung test and measure nothing. */
const PATIENCE = 400;

const COUNTERS = ["sequenceChecked", "sequenceGaps", "sequenceRepeats", "sequenceEarly"] as const;

export interface Fault {
  /** What happens, as the results name it. */
  readonly name: string;
  /** Makes it happen, and ends when nothing is broken any more; the job may still be recovering. */
  readonly happens: () => Promise<unknown>;
  /** `maybe`: a fault on which a job may run on or restart, as its leader's lease may outlive it or not. */
  readonly restarts: boolean | "maybe";
}

/** Lets the fault happen to a job that is well, waits until it is well again, and tells what that was like. */
export async function suffer(job: FlinkJob, { name, happens, restarts }: Fault): Promise<Figures> {
  const look = observer(job);
  const before = await until(`${name}: a job that is well before it`, PATIENCE, async () =>
    well(await look(), undefined, await counters(job)),
  );
  const began = Date.now();
  await happens();
  const ended = Date.now();
  if (restarts === true) await until(`${name}: the restored checkpoint`, PATIENCE, async () => restoredSince(await look(), began));
  const running = await until(`${name}: all tasks running`, PATIENCE, async () => ((await look()).allTasksRun ? Date.now() : undefined));
  const fresh = await countersThatMove(job, name);
  // Begun after all was right again, so that nothing of the fault is in it.
  const after = await until(`${name}: a checkpoint after it`, PATIENCE, async () => well(await look(), ended, fresh));
  return figuresOf({ name, began, ended, running, before, after, restarts });
}

/** Faults of a job's own pods, by name. */
export const POD_FAULTS = [
  ["TaskManager killed", "taskmanager"],
  ["JobManager killed", "jobmanager"],
] as const;

/** Deletes the pods of the job's JobManager or TaskManager without a chance to say good-bye; new ones come. */
export async function killPods(kubectl: Kubectl, job: FlinkJob, component: "jobmanager" | "taskmanager"): Promise<void> {
  const selector = `app=${job.name},component=${component}`;
  const pods = await kubectl.run(["-n", NAMESPACE, "get", "pods", "-l", selector, "-o", "name"]);
  if (pods === "") throw new Error(`${job.name} has no pod of the ${component}`);
  await kubectl.run(["-n", NAMESPACE, "delete", ...pods.split("\n"), "--grace-period=0", "--force"]);
}

type Completed = Snapshot["completed"] & object;
type Look = Omit<Snapshot, "counters" | "completed"> & { readonly completed: readonly Completed[]; readonly allTasksRun: boolean };

/** A job that runs, and has completed a checkpoint since it was restored: the last one, or the first that was begun after `since`. */
function well({ allTasksRun, completed, ...seen }: Look, since: number | undefined, found: Counters): Snapshot | undefined {
  if (!allTasksRun || (found.sequenceChecked ?? 0) < ENOUGH_CHECKED) return undefined;
  const own = completed.filter(({ id, trigger_timestamp: begun }) => id > (seen.restored?.id ?? 0) && begun >= (since ?? 0));
  const chosen = since === undefined ? own.at(-1) : own[0];
  return chosen && { ...seen, completed: chosen, counters: found };
}

const restoredSince = ({ restored }: Look, since: number) => (restored !== null && restored.restore_timestamp >= since) || undefined;

interface Overview {
  readonly jid: string;
  readonly state: string;
  readonly "start-time": number;
  readonly tasks: { readonly running: number; readonly total: number };
}

interface Checkpoints {
  readonly latest: Pick<Snapshot, "restored">;
  /** The newest first, 10 by default. */
  readonly history: readonly (Completed & { readonly status: string; readonly is_savepoint: boolean })[];
}

/** Looks at the job, and remembers the checkpoints that it has seen: a JobManager that ends takes its history with it. */
function observer(job: FlinkJob): () => Promise<Look> {
  const failed = new Set<number>();
  const completed = new Map<number, Completed>();
  return async () => {
    const { jobs } = await job.get<{ jobs: readonly Overview[] }>("/jobs/overview");
    const [overview] = jobs.toSorted((a, b) => b["start-time"] - a["start-time"]);
    if (overview === undefined) throw new Error(`${job.name} has no job`);
    const { latest, history } = await job.get<Checkpoints>(`/jobs/${overview.jid}/checkpoints`);
    for (const checkpoint of history) {
      if (checkpoint.status === "FAILED") failed.add(checkpoint.id);
      if (checkpoint.status === "COMPLETED" && !checkpoint.is_savepoint) completed.set(checkpoint.id, checkpoint);
    }
    return {
      jobManagerSince: overview["start-time"],
      failed: [...failed],
      completed: [...completed.values()].toSorted((a, b) => a.id - b.id),
      restored: latest.restored,
      allTasksRun: overview.state === "RUNNING" && overview.tasks.total > 0 && overview.tasks.running === overview.tasks.total,
    };
  };
}

const counters = (job: FlinkJob): Promise<Counters> => job.counters(COUNTERS);

/**
 * Counters of the tasks that run now. The JobManager shows those of tasks that are gone until it has asked the new ones, at most every
 * 10 s; only a number that moves is a living task's.
 */
async function countersThatMove(job: FlinkJob, name: string): Promise<Counters> {
  let first: number | undefined;
  return until(`${name}: elements that are checked`, PATIENCE, async () => {
    const found = await counters(job);
    if (found.sequenceChecked === undefined) return undefined;
    first ??= found.sequenceChecked;
    if (found.sequenceChecked !== first && found.sequenceChecked >= ENOUGH_CHECKED) return found;
    // A bundle takes 10 s.
    await sleep(2000);
    return undefined;
  });
}
