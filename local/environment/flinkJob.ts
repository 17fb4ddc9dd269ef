/** One Flink job as its JobManager's REST API shows it, asked through the Kubernetes API server: no route to the pods is needed. */
import type { Kubectl } from "./kubectl.ts";
import { REST_PORT } from "./webUi.ts";

/** A job as the cluster's overview lists it. */
export interface JobOverview {
  readonly jid: string;
  readonly state: string;
  readonly "start-time": number;
}

/** A completed checkpoint or savepoint. */
export interface CompletedCheckpoint {
  readonly id: number;
  /** Bytes of the state, without the metadata file. */
  readonly state_size: number;
  /** Milliseconds from its trigger to its end. */
  readonly end_to_end_duration: number;
  readonly external_path: string;
}

export interface CheckpointStatistics {
  readonly counts: { readonly completed: number; readonly failed: number; readonly restored: number };
  readonly latest: {
    readonly completed: CompletedCheckpoint | null;
    readonly savepoint: CompletedCheckpoint | null;
    readonly restored: { readonly id: number; readonly external_path: string } | null;
  };
  /** The newest first, as many as `web.checkpoints.history` keeps; 10 by default. */
  readonly history: readonly (CompletedCheckpoint & { readonly status: string; readonly is_savepoint: boolean })[];
}

/** The job of one FlinkDeployment. */
export class FlinkJob {
  readonly #kubectl: Kubectl;
  readonly name: string;
  readonly namespace: string;

  constructor(kubectl: Kubectl, { name, namespace }: { readonly name: string; readonly namespace: string }) {
    this.#kubectl = kubectl;
    this.name = name;
    this.namespace = namespace;
  }

  get<T>(place: string): Promise<T> {
    return this.#kubectl.http<T>(this.namespace, `${this.name}-rest`, REST_PORT, place);
  }

  /** The newest job of the cluster; undefined before there is one. */
  async overview(): Promise<JobOverview | undefined> {
    const { jobs } = await this.get<{ jobs: readonly JobOverview[] }>("/jobs/overview");
    return jobs.toSorted((a, b) => b["start-time"] - a["start-time"])[0];
  }

  /** Undefined before there is a job. */
  async checkpoints(): Promise<CheckpointStatistics | undefined> {
    const job = await this.overview();
    return job && (await this.get<CheckpointStatistics>(`/jobs/${job.jid}/checkpoints`));
  }

  /**
   * Beam counters of the job by name, each summed over vertices and subtasks. Flink writes the dots of a counter's namespace as
   * underscores, so the end of a metric's name tells its counter. One that no subtask reports is left out.
   */
  async counters<Name extends string>(names: readonly Name[]): Promise<Partial<Record<Name, number>>> {
    const job = await this.overview();
    if (job === undefined) return {};
    const { vertices } = await this.get<{ vertices: readonly { id: string }[] }>(`/jobs/${job.jid}`);
    const sums: Partial<Record<Name, number>> = {};
    const counterOf = (metric: string) => names.find((name) => metric.endsWith(`_${name}`) || metric.endsWith(`.${name}`));
    for (const { id } of vertices) {
      const place = `/jobs/${job.jid}/vertices/${id}/metrics`;
      const metrics = (await this.get<readonly { id: string }[]>(place)).map((metric) => metric.id).filter(counterOf);
      if (metrics.length === 0) continue;
      const values = await this.get<readonly { id: string; value: string }[]>(`${place}?get=${metrics.map(encodeURIComponent).join(",")}`);
      for (const { id: metric, value } of values) {
        const name = counterOf(metric)!;
        sums[name] = (sums[name] ?? 0) + Number(value);
      }
    }
    return sums;
  }
}
