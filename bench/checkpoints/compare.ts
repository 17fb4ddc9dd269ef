/** One comparison on the running platform: its jobs at the same time, side by side, until each has the checkpoints it wants. */
import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { BucketObject } from "../../local/environment/bucketUsage.ts";
import type { CheckpointStatistics, JobOverview } from "../../local/environment/flinkJob.ts";
import type { Jobs } from "../../local/environment/jobStack.ts";
import { UserError } from "../../local/support/errors.ts";
import type { Step } from "../../local/support/step.ts";
import { type JobConfig, jobOf } from "./jobs.ts";
import { type Comparison, comparisonName, type Setting } from "./matrix.ts";
import type { Row } from "./results.ts";
import { type Checkpoint, counted, spread, WANTED } from "./statistics.ts";

/** What a comparison runs on. */
export interface Bench {
  /** The local environment's own job, which the compared ones are variations of. */
  readonly job: JobConfig;
  up(jobs: Jobs): Promise<unknown>;
  /** Takes all jobs away, after an interruption too. */
  remove(): Promise<unknown>;
  flink(jobName: string): Flink;
  /** Objects of the bucket below a prefix. */
  objects(prefix: string): Promise<readonly BucketObject[]>;
}

/** What Flink says of one job. */
export interface Flink {
  overview(): Promise<JobOverview | undefined>;
  checkpoints(): Promise<CheckpointStatistics | undefined>;
}

/** Intervals that are waited for each wanted checkpoint before the comparison gives up: on a busy machine some take long. */
const PATIENCE = 10;

interface Running {
  readonly setting: Setting;
  readonly name: string;
  readonly flink: Flink;
}

/** Brings the comparison's jobs up, measures them and takes them away again, whatever happens. */
export async function compare(comparison: Comparison, bench: Bench, step: Step): Promise<Row[]> {
  const name = comparisonName(comparison);
  // Names of their own in each run: the bucket keeps the checkpoints of jobs that are gone.
  const run = Date.now().toString(36).slice(-6);
  const running = comparison.settings.map((setting) => {
    const job = `ladder-${run}-${setting}`;
    return { setting, name: job, flink: bench.flink(job) };
  });
  try {
    step.report(`${name}: starting ${running.length} jobs`);
    await bench.up(Object.fromEntries(running.map((job) => [job.name, jobOf(comparison, job.setting, bench.job)])));
    const histories = await gather(running, comparison, name, step);
    const objects = await bench.objects(`ladder-${run}-`);
    return running.map((job, index) => row(comparison, job, histories[index]!, objects));
  } finally {
    step.report(`${name}: removing the jobs`);
    await bench.remove();
  }
}

interface History {
  readonly checkpoints: readonly Checkpoint[];
  readonly failed: number;
}

async function gather(running: readonly Running[], { intervalSeconds }: Comparison, name: string, step: Step): Promise<History[]> {
  for (let look = 0; look < PATIENCE * WANTED; look++) {
    await sleep(intervalSeconds * 1000, undefined, { signal: step.signal });
    const histories: History[] = [];
    for (const job of running) histories.push(await history(job));
    const fewest = Math.min(...histories.map(({ checkpoints }) => checkpoints.length));
    step.report(`${name}: ${fewest} of ${WANTED} checkpoints`);
    if (fewest >= WANTED) return histories;
  }
  throw new UserError(
    `${name}: no ${WANTED} checkpoints within ${PATIENCE * WANTED} intervals; the machine may be too busy. The jobs are removed.`,
  );
}

/** A job that stopped or started anew would give other figures than the comparison says. */
async function history({ setting, flink }: Running): Promise<History> {
  const overview = await flink.overview();
  const statistics = await flink.checkpoints();
  if (overview?.state !== "RUNNING" || statistics === undefined || statistics.counts.restored > 0) {
    const state = overview?.state ?? "missing";
    const said = state === "RUNNING" ? "has started anew" : `is ${state}`;
    throw new UserError(`the job of "${setting}" ${said} while it was measured, so the comparison is worth nothing. The jobs are removed.`);
  }
  return { checkpoints: counted(statistics.history), failed: statistics.counts.failed };
}

function row(comparison: Comparison, job: Running, { checkpoints, failed }: History, objects: readonly BucketObject[]): Row {
  const { settings: _, ...circumstances } = comparison;
  const own = objects.filter(({ key }) => key.startsWith(`${job.name}/`));
  const metadata = lastMetadata(own);
  const graphs = own.filter(({ key }) => /^[^/]+\/ha\/.*\bsubmittedJobGraph[^/]*$/.test(key));
  const [graph] = graphs;
  if (metadata === undefined || graph === undefined || graphs.length > 1) {
    const found = `${graphs.length} job graphs and ${metadata === undefined ? "no" : "the"} metadata of a checkpoint`;
    throw new UserError(`the bucket holds ${found} of ${job.name}; one of each is expected.`);
  }
  return {
    at: `${new Date().toISOString().slice(0, 16)}Z`,
    load: Math.round(loadavg()[0] ?? 0),
    ...circumstances,
    setting: job.setting,
    checkpoints: checkpoints.length,
    failed,
    bytes: spread(checkpoints.map((checkpoint) => checkpoint.state_size)),
    milliseconds: spread(checkpoints.map((checkpoint) => checkpoint.end_to_end_duration)),
    jobGraphBytes: graph.bytes,
    metadataBytes: metadata.bytes,
  };
}

/** Of the newest checkpoint that the bucket holds: Flink keeps a few, and goes on while the figures are taken. */
function lastMetadata(objects: readonly BucketObject[]): BucketObject | undefined {
  const number = ({ key }: BucketObject) => Number(/\/checkpoints\/.*\/chk-(\d+)\/_metadata$/.exec(key)?.[1] ?? -1);
  return objects.filter((object) => number(object) >= 0).toSorted((a, b) => number(b) - number(a))[0];
}
