/** The three comparisons on a running platform: each brings its jobs up side by side, measures them at the same times and removes them. */
import { setTimeout as sleep } from "node:timers/promises";
import type { FlinkJob } from "../../local/environment/flinkJob.ts";
import type { Jobs } from "../../local/environment/jobStack.ts";
import type { KafkaBroker } from "../../local/kafka/kafkaBroker.ts";
import { kafkaJob, type Reading } from "../../local/kafka/kafkaJob.ts";
import { engineErrors } from "../../local/pulumi/engine.ts";
import { UserError } from "../../local/support/errors.ts";
import type { Step } from "../../local/support/step.ts";
import { median } from "../measured.ts";
import { ALIGNMENTS, IDLE_RATE, PARTITIONS, SHAPES, type Shape, shapeOf, slowJob } from "./cases.ts";
import { type Counted, TopicCounter, type Window, windowOf } from "./counted.ts";
import { type CheckpointRow, type ShapeRow, shapeRows } from "./results.ts";

/** What the comparisons run on. */
export interface Bench {
  readonly broker: KafkaBroker;
  /** The loaded image of Flink with the job. */
  readonly image: string;
  up(jobs: Jobs): Promise<unknown>;
  /** Takes all jobs away, after an interruption too. */
  remove(): Promise<unknown>;
  flink(jobName: string): FlinkJob;
  readonly windows: number;
  /** Records of the topic that is written before; more than is read while the fastest job is measured. */
  readonly records: number;
  readonly step: Step;
}

/** Records per second of the live topic: less than any shape can take. */
export const LIVE_RATE = 300;

const WINDOW_SECONDS = 30;
const IDLE = "idle";
const STORED = "stored";
const LIVE = "live";
const CHECKPOINTS = 6;
/** How long a comparison waits for what it measures. */
const PATIENCE_SECONDS = 600;

/** Topics that the comparisons read. */
export async function writeTopics({ broker, records, step }: Bench): Promise<void> {
  step.report(`writing ${records} records`);
  await broker.produce({ topic: IDLE, partitions: PARTITIONS, rate: IDLE_RATE });
  await broker.produce({ topic: STORED, partitions: PARTITIONS, records, bytes: 50 });
  await broker.written(STORED, PATIENCE_SECONDS);
}

/** Each job has more to read than it can. */
export async function compareThroughput(bench: Bench): Promise<ShapeRow[]> {
  const windows = await compareShapes(bench, STORED, (counts) => {
    if (counts.some(({ records }) => records >= bench.records))
      throw new UserError("a job has read all records before it was measured: give more, with --records.");
  });
  return shapeRows(windows);
}

/** Each job can read more than is written. */
export async function compareLatency(bench: Bench): Promise<ShapeRow[]> {
  await bench.broker.produce({ topic: LIVE, partitions: PARTITIONS, rate: LIVE_RATE });
  try {
    return shapeRows(await compareShapes(bench, LIVE));
  } finally {
    await bench.broker.stop(LIVE);
  }
}

async function compareShapes(
  bench: Bench,
  topic: string,
  check: (counts: readonly Counted[]) => void = () => {},
): Promise<ReadonlyMap<Shape, readonly Window[]>> {
  const topics = { busy: topic, idle: IDLE };
  return withJobs(
    bench,
    topic,
    SHAPES.map((shape) => [shape, shapeOf(shape, bench.image, topics)]),
    async (jobs) => {
      const counters = jobs.map((job) => new TopicCounter(job, topic));
      const counts: Counted[][] = [await untilAll(counters, bench.step)];
      while (counts.length <= bench.windows) {
        bench.step.report(`${topic}: window ${counts.length} of ${bench.windows}`);
        await sleep(WINDOW_SECONDS * 1000, undefined, { signal: bench.step.signal });
        counts.push(await untilAll(counters, bench.step));
        check(counts.at(-1) ?? []);
      }
      const ofShape = (index: number) => counts.slice(1).map((now, window) => windowOf(counts[window]![index]!, now[index]!));
      return new Map(SHAPES.map((shape, index) => [shape, ofShape(index)]));
    },
  );
}

/** The counts of all jobs, once each has counted something. */
async function untilAll(counters: readonly TopicCounter[], { signal }: Step): Promise<Counted[]> {
  for (const end = Date.now() + PATIENCE_SECONDS * 1000; Date.now() < end; await sleep(2000, undefined, { signal })) {
    const counts = await Promise.all(counters.map((counter) => counter.count()));
    const found = counts.filter((count) => count !== undefined);
    if (found.length === counts.length) return found;
  }
  throw new UserError(`not every job has read a record within ${PATIENCE_SECONDS} s. The jobs are removed.`);
}

export async function compareCheckpoints(bench: Bench): Promise<CheckpointRow[]> {
  const readings = ALIGNMENTS.map((alignment) => [alignment, slowJob(alignment, bench.image, STORED)] as const);
  return withJobs(bench, "checkpoints", readings, async (jobs) => {
    for (const end = Date.now() + PATIENCE_SECONDS * 1000; Date.now() < end;) {
      await sleep(10_000, undefined, { signal: bench.step.signal });
      const all = await Promise.all(jobs.map((job) => job.checkpoints()));
      const fewest = Math.min(...all.map((found) => found?.counts.completed ?? 0));
      bench.step.report(`checkpoints: ${fewest} of ${CHECKPOINTS}`);
      if (fewest < CHECKPOINTS) continue;
      return ALIGNMENTS.map((alignment, index) => {
        const { counts, history } = all[index]!;
        const completed = history.filter(({ status }) => status === "COMPLETED");
        const durations = completed.map((checkpoint) => checkpoint.end_to_end_duration);
        return {
          alignment,
          completed: counts.completed,
          failed: counts.failed,
          duration: { median: median(durations), max: Math.max(...durations) },
          bytes: median(completed.map((checkpoint) => checkpoint.state_size)),
        };
      });
    }
    throw new UserError(`not every job has ${CHECKPOINTS} checkpoints within ${PATIENCE_SECONDS} s. The jobs are removed.`);
  });
}

/** Runs `use` on the jobs of the readings, in their order, and removes them whatever happens. */
async function withJobs<T>(
  bench: Bench,
  what: string,
  readings: readonly (readonly [name: string, reading: Reading])[],
  use: (jobs: readonly FlinkJob[]) => Promise<T>,
): Promise<T> {
  // Names of their own in each run: the bucket keeps what it knows of jobs that are gone.
  const run = Date.now().toString(36).slice(-6);
  const named = await Promise.all(readings.map(async ([name, reading]) => [`${what}-${name}-${run}`, await kafkaJob(reading)] as const));
  try {
    bench.step.report(`${what}: starting ${named.length} jobs`);
    await bench.up(Object.fromEntries(named)).catch((error: unknown) => {
      if (bench.step.signal.aborted || error instanceof UserError) throw error;
      throw new UserError(engineErrors(error), { cause: error });
    });
    return await use(named.map(([name]) => bench.flink(name)));
  } finally {
    bench.step.report(`${what}: removing the jobs`);
    await bench.remove();
  }
}
