import { describe, expect, test } from "vitest";
import { type Bench, compare } from "../../../bench/checkpoints/compare.ts";
import { COMPARISONS, type Comparison } from "../../../bench/checkpoints/matrix.ts";
import type { BucketObject } from "../../../local/environment/bucketUsage.ts";
import type { CheckpointStatistics } from "../../../local/environment/flinkJob.ts";
import type { Jobs } from "../../../local/environment/jobStack.ts";
import { silent } from "../../../local/support/step.ts";
import { environmentConfig } from "../../../local/environment/environmentConfig.ts";

const LOCAL = (await environmentConfig("local")).jobs["bundle-buffer"]!;
/** As the first one, but without the wait. */
const QUICK: Comparison = { ...COMPARISONS[0]!, intervalSeconds: 0.001 };

interface Stage {
  readonly state?: string;
  readonly restored?: number;
  /** Completed checkpoints at each look, the last one for all later looks. */
  readonly completed?: readonly number[];
  readonly graphs?: number;
  readonly up?: () => Promise<unknown>;
}

/** A platform on which every job does as the stage says; `seen` is what was asked of it. */
function platform({ state = "RUNNING", restored = 0, completed = [12], graphs = 1, up = async () => {} }: Stage) {
  const seen = { jobs: [] as string[], removed: 0 };
  const bench: Bench = {
    job: LOCAL,
    up: (jobs: Jobs) => {
      seen.jobs.push(...Object.keys(jobs));
      return up();
    },
    remove: async () => void seen.removed++,
    flink: (name) => {
      let look = 0;
      return {
        overview: async () => ({ jid: "1", state, "start-time": 1 }),
        checkpoints: async () => statistics(name, completed[Math.min(look++, completed.length - 1)]!, restored),
      };
    },
    objects: async () => seen.jobs.flatMap((job) => objectsOf(job, graphs)),
  };
  return { bench, seen };
}

function statistics(name: string, completed: number, restored: number): CheckpointStatistics {
  const history = Array.from({ length: completed }, (_, index) => ({
    id: index + 1,
    status: "COMPLETED",
    is_savepoint: false,
    state_size: 1000 * (index + 1),
    end_to_end_duration: 20,
    external_path: `s3://flink/${name}/checkpoints/1/chk-${index + 1}`,
  })).toReversed();
  return {
    counts: { completed, failed: 1, restored },
    latest: { completed: history[0] ?? null, savepoint: null, restored: null },
    history,
  };
}

const objectsOf = (job: string, graphs: number): BucketObject[] => [
  ...Array.from({ length: graphs }, (_, index) => ({ key: `${job}/ha/cluster/submittedJobGraph${index}`, bytes: 5000 })),
  { key: `${job}/ha/cluster/completedCheckpoint1`, bytes: 1 },
  { key: `${job}/checkpoints/1/chk-10/_metadata`, bytes: 700 },
  { key: `${job}/checkpoints/1/chk-10/state`, bytes: 2 },
  { key: `${job}/checkpoints/1/chk-9/_metadata`, bytes: 600 },
];

describe("a comparison", () => {
  test("is a row for each of its settings, measured behind the warm-up", async () => {
    const { bench, seen } = platform({});
    const rows = await compare(QUICK, bench, silent);
    expect(rows.map(({ setting }) => setting)).toEqual(["bundles", "stock", "ours", "single"]);
    expect(rows[0]).toMatchObject({
      shape: "buffer",
      checkpoints: 10,
      failed: 1,
      bytes: { median: 7500, min: 3000, max: 12_000 },
      milliseconds: { median: 20, min: 20, max: 20 },
      jobGraphBytes: 5000,
      metadataBytes: 700,
    });
    expect(seen.removed).toBe(1);
  });

  test("waits until the slowest job has its checkpoints", async () => {
    const { bench } = platform({ completed: [3, 11, 13] });
    const rows = await compare(QUICK, bench, silent);
    expect(rows.map(({ checkpoints }) => checkpoints)).toEqual([11, 11, 11, 11]);
  });

  test("names its jobs anew in each run, as the bucket keeps what former ones wrote", async () => {
    const { bench, seen } = platform({});
    await compare(QUICK, bench, silent);
    await new Promise((resolve) => setTimeout(resolve, 2));
    await compare(QUICK, bench, silent);
    expect(new Set(seen.jobs).size).toBe(8);
  });
});

describe("a comparison removes its jobs and says what is wrong", () => {
  test.each([
    ["a job fails", { state: "FAILED" }, 'the job of "bundles" is FAILED while it was measured'],
    ["a job starts anew", { restored: 1 }, 'the job of "bundles" has started anew while it was measured'],
    ["checkpoints do not come", { completed: [4] }, "no 10 checkpoints within 100 intervals"],
    ["the bucket holds no job graph", { graphs: 0 }, "the bucket holds 0 job graphs and the metadata"],
    ["jobs do not start", { up: () => Promise.reject(new Error("no image")) }, "no image"],
  ])("where %s", async (_, stage: Stage, message) => {
    const { bench, seen } = platform(stage);
    await expect(compare(QUICK, bench, silent)).rejects.toThrow(message);
    expect(seen.removed).toBe(1);
  });

  test("where it is interrupted", async () => {
    const interrupted = new AbortController();
    const { bench, seen } = platform({ completed: [0], up: async () => interrupted.abort() });
    await expect(compare(QUICK, bench, { ...silent, signal: interrupted.signal })).rejects.toThrow(/abort/i);
    expect(seen.removed).toBe(1);
  });
});
