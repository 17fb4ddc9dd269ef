/** Where the tasks of a job run, as Flink's REST API tells. */
import type { FlinkJob } from "../../local/environment/flinkJob.ts";

/** Tasks by their state. */
type TaskCounts = Readonly<Record<string, number>>;

interface Vertex {
  readonly taskmanagers: readonly { readonly "taskmanager-id": string; readonly "status-counts": TaskCounts }[];
}

/** One look at a job that runs. */
export interface Spread {
  /** Running tasks of each TaskManager, the most first; one without tasks counts as 0. */
  readonly tasks: readonly number[];
  /** Slots in use, of the same TaskManagers. */
  readonly slots: readonly number[];
}

/** Undefined until every task runs and `expected` TaskManagers have registered. */
export async function spreadOf(job: FlinkJob, expected: number): Promise<Spread | undefined> {
  const overview = await job.overview();
  if (overview === undefined) return undefined;
  type Vertices = { readonly vertices: readonly { readonly id: string; readonly parallelism: number; readonly tasks: TaskCounts }[] };
  const { vertices } = await job.get<Vertices>(`/jobs/${overview.jid}`);
  if (vertices.length === 0 || vertices.some(({ parallelism, tasks }) => tasks["RUNNING"] !== parallelism)) return undefined;
  const places: Vertex[] = [];
  for (const { id } of vertices) places.push(await job.get<Vertex>(`/jobs/${overview.jid}/vertices/${id}/taskmanagers`));
  const counts = countTasks(places);
  type TaskManagers = {
    readonly taskmanagers: readonly { readonly id: string; readonly slotsNumber: number; readonly freeSlots: number }[];
  };
  const { taskmanagers } = await job.get<TaskManagers>("/taskmanagers");
  if (taskmanagers.length !== expected) return undefined;
  const sorted = taskmanagers
    .map(({ id, slotsNumber, freeSlots }) => ({ tasks: counts.get(id) ?? 0, slots: slotsNumber - freeSlots }))
    .toSorted((a, b) => b.tasks - a.tasks);
  return { tasks: sorted.map(({ tasks }) => tasks), slots: sorted.map(({ slots }) => slots) };
}

/** Running tasks by TaskManager. */
export function countTasks(vertices: readonly Vertex[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { taskmanagers } of vertices) {
    for (const { "taskmanager-id": id, "status-counts": states } of taskmanagers) {
      counts.set(id, (counts.get(id) ?? 0) + (states["RUNNING"] ?? 0));
    }
  }
  return counts;
}

/** Tasks of the fullest TaskManager over the mean: 1 is even. */
export function imbalance(tasks: readonly number[]): number {
  const total = tasks.reduce((sum, count) => sum + count, 0);
  return total === 0 ? 1 : (Math.max(...tasks) * tasks.length) / total;
}
