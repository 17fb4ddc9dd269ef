/** What a job has counted of a topic, as Flink's REST API shows Beam's metrics. */
import type { FlinkJob } from "../../local/environment/flinkJob.ts";

/** Counts since the job's start. */
export interface Counted {
  /** When it was asked, in milliseconds. */
  readonly at: number;
  /** Records that have been read. */
  readonly records: number;
  /** Sum of their latencies in milliseconds: from the record's timestamp to its processing. */
  readonly latencySum: number;
}

/** Rate and latency between two counts. */
export interface Window {
  /** Records per second. */
  readonly rate: number;
  /** Milliseconds, the mean; undefined where no record came. */
  readonly latency: number | undefined;
}

/** Asks for one topic's counts; where they are is looked up once. */
export class TopicCounter {
  readonly #job: FlinkJob;
  readonly #topic: string;
  #place: string | undefined;

  constructor(job: FlinkJob, topic: string) {
    this.#job = job;
    this.#topic = topic;
  }

  /** Undefined before the first record is counted. */
  async count(): Promise<Counted | undefined> {
    this.#place ??= await this.#find();
    if (this.#place === undefined) return undefined;
    const values = await this.#job.get<readonly Metric[]>(this.#place);
    return countedOf(values, this.#topic, Date.now());
  }

  async #find(): Promise<string | undefined> {
    const overview = await this.#job.overview();
    if (overview === undefined) return undefined;
    const { vertices } = await this.#job.get<{ vertices: readonly { id: string }[] }>(`/jobs/${overview.jid}`);
    for (const { id } of vertices) {
      const place = `/jobs/${overview.jid}/vertices/${id}/metrics`;
      const names = (await this.#job.get<readonly { id: string }[]>(place)).map((metric) => metric.id);
      const wanted = names.filter((name) => recordsOf(this.#topic).test(name) || latencyOf(this.#topic).test(name));
      if (wanted.length > 0) return `${place}?get=${wanted.map(encodeURIComponent).join(",")}`;
    }
    return undefined;
  }
}

interface Metric {
  readonly id: string;
  readonly value: string;
}

const recordsOf = (topic: string) => new RegExp(`kafka[._]${topic}Records$`);
const latencyOf = (topic: string) => new RegExp(`kafka[._]${topic}LatencyMillis$`);

/** Sums over subtasks. Flink shows a Beam distribution as `DistributionResult{sum=1, count=1, min=1, max=1}`. */
export function countedOf(metrics: readonly Metric[], topic: string, at: number): Counted | undefined {
  const records = metrics.filter(({ id }) => recordsOf(topic).test(id));
  if (records.length === 0) return undefined;
  const sums = metrics.filter(({ id }) => latencyOf(topic).test(id)).map(({ value }) => Number(/sum=(\d+)/.exec(value)?.[1]));
  return { at, records: total(records.map(({ value }) => Number(value))), latencySum: total(sums) };
}

/** Between two counts of the same job; a job that has started anew in between counts from 0 again. */
export function windowOf(from: Counted, to: Counted): Window {
  const records = to.records - from.records;
  if (records < 0) throw new Error("the job has started anew while it was measured");
  return {
    rate: records / ((to.at - from.at) / 1000),
    latency: records === 0 ? undefined : (to.latencySum - from.latencySum) / records,
  };
}

const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
