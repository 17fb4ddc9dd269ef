/** What is read of a job's source vertex while it is scaled, by Flink's REST API through the cluster's API server. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { FlinkJob } from "../../local/environment/flinkJob.ts";

export const sample = z.strictObject({
  /** Since the job ran first. */
  seconds: z.number(),
  /** Of the source's vertex. */
  parallelism: z.int(),
  taskManagers: z.int(),
  /** Share of time in which the vertex's tasks are busy, the mean of them. */
  busy: z.number(),
  /** Elements that the source has read, per second. */
  elementsPerSecond: z.number(),
  /** Bytes that are due and not read. */
  pendingBytes: z.number(),
});

export type Sample = Readonly<z.infer<typeof sample>>;

interface JobDetails {
  readonly state: string;
  readonly timestamps: Readonly<Record<string, number>>;
  readonly vertices: readonly { readonly id: string; readonly name: string; readonly parallelism: number; readonly status: string }[];
}

interface Aggregated {
  readonly id: string;
  readonly sum?: number;
  readonly avg?: number;
}

const BUSY = "busyTimeMsPerSecond";

/** Names of the metrics of a job's source vertex, sorted. */
export async function sourceMetricNames(job: FlinkJob, jid: string): Promise<readonly string[]> {
  const { id } = await source(job, jid);
  const names = await job.get<readonly { id: string }[]>(`${metricsOf(jid, id)}`);
  return names.map((metric) => metric.id).toSorted();
}

/** Samples every few seconds until it is ended or `signal` is aborted; moments in which the job restarts have none. */
export async function* samples(job: FlinkJob, jid: string, signal: AbortSignal): AsyncGenerator<Sample> {
  let start: number | undefined;
  let names: readonly string[] = [];
  for (; !signal.aborted; await sleep(3000)) {
    try {
      const { state, timestamps, vertices } = await job.get<JobDetails>(`/jobs/${jid}`);
      const vertex = vertices.find(isSource);
      if (state !== "RUNNING" || vertex?.status !== "RUNNING") continue;
      start ??= timestamps["RUNNING"];
      // A metric comes with the first element that is read.
      if (names.length < 3) names = (await sourceMetricNames(job, jid)).filter(isWanted);
      const place = `${metricsOf(jid, vertex.id)}?get=${names.map(encodeURIComponent).join(",")}&agg=sum,avg`;
      const values = await job.get<readonly Aggregated[]>(place);
      const { taskmanagers } = await job.get<{ taskmanagers: readonly unknown[] }>("/taskmanagers");
      yield {
        seconds: Math.round((Date.now() - (start ?? Date.now())) / 100) / 10,
        parallelism: vertex.parallelism,
        taskManagers: taskmanagers.length,
        busy: rounded((values.find(({ id }) => id === BUSY)?.avg ?? 0) / 1000),
        elementsPerSecond: rounded(values.find(({ id }) => id.endsWith(".numRecordsInPerSecond"))?.sum ?? 0),
        pendingBytes: rounded(values.find(({ id }) => id.endsWith(".pendingBytes"))?.sum ?? 0),
      };
    } catch {
      // No answer while tasks come and go: the next one tells.
    }
  }
}

const isSource = ({ name }: { readonly name: string }) => name.startsWith("Source:");
const isWanted = (name: string) =>
  name === BUSY || (name.startsWith("Source__") && (name.endsWith(".numRecordsInPerSecond") || name.endsWith(".pendingBytes")));
const metricsOf = (jid: string, vertex: string) => `/jobs/${jid}/vertices/${vertex}/subtasks/metrics`;
// NaN before there is a value.
const rounded = (value: number) => (Number.isFinite(value) ? Math.round(value * 1000) / 1000 : 0);

async function source(job: FlinkJob, jid: string): Promise<{ readonly id: string }> {
  const { vertices } = await job.get<JobDetails>(`/jobs/${jid}`);
  const found = vertices.find(isSource);
  if (found === undefined) throw new Error(`job ${jid} has no source vertex`);
  return found;
}
