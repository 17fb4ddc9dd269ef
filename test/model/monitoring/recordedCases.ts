/** Series, and what rules record of them: evaluated by `promtool test rules`. One sample every 30 s. */
import { job, nan, source, task } from "./alertCases.ts";

/** What rules record of some series. */
export interface RecordedCase {
  readonly title: string;
  readonly series: Readonly<Record<string, string>>;
  readonly at: string;
  /** Value by expression; undefined where there must be none. */
  readonly values: Readonly<Record<string, number | undefined>>;
  readonly declared?: boolean;
}

/** What the cases' declared job has. */
export const DECLARED_PIPELINES = 4;

const splitBacklog = (split: string, unit: string, subtask = 0) => source(`source_splits_${split}_backlog_${unit}`, subtask);

export const RECORDED_CASES: readonly RecordedCase[] = [
  {
    title: "bytes per pipeline of a declared job",
    series: { [job("lastCheckpointSize")]: "100000x10", [job("lastCheckpointFullSize")]: "400000x10" },
    at: "2m",
    declared: true,
    values: {
      'beam_job:checkpoint_bytes{job_name="orders"}': 100_000,
      'beam_job:checkpoint_full_bytes{job_name="orders"}': 400_000,
      'beam_job:checkpoint_bytes_per_pipeline{job_name="orders"}': 25_000,
    },
  },
  {
    title: "all bytes of a job that nothing declares",
    series: { [job("lastCheckpointSize")]: "100000x10" },
    at: "2m",
    values: { "beam_job:checkpoint_bytes_per_pipeline": 100_000, "beam_job:pipelines": undefined },
  },
  {
    title: "the backlog of splits, where a source has no other",
    series: {
      [splitBacklog("orders_0", "bytes")]: "700x10",
      [splitBacklog("orders_1", "bytes")]: "-1x10",
      [splitBacklog("orders_0", "elements")]: "7x10",
      [splitBacklog("orders_1", "elements")]: "5x10",
    },
    at: "2m",
    values: { "beam_job:backlog_bytes": 700, "beam_job:backlog_elements": 12, "beam_job:backlog_seconds": undefined },
  },
  {
    title: "elements of the splits that still have bytes to read: a quiet split's gauge keeps its last value",
    series: {
      [source("pendingBytes", 0)]: "0x10",
      [splitBacklog("orders_0", "elements")]: "500x10",
      [source("pendingBytes", 1)]: "100x10",
      [splitBacklog("orders_1", "elements", 1)]: "7x10",
      [source("pendingBytes", 2)]: "-1x10",
      [splitBacklog("orders_2", "elements", 2)]: "5x10",
    },
    at: "2m",
    values: { "beam_job:backlog_elements": 12 },
  },
  {
    title: "no elements where all is read",
    series: {
      [source("pendingBytes", 0)]: "0x10",
      [splitBacklog("orders_0", "elements")]: "500x10",
      [splitBacklog("orders_1", "elements")]: "500x10",
    },
    at: "2m",
    values: { "beam_job:backlog_elements": 0 },
  },
  {
    title: "no seconds under the floor, whatever the rate",
    series: { [source("pendingBytes")]: "102399x10", [source("source_bytes_read")]: "0x10" },
    at: "3m",
    values: { "beam_job:backlog_bytes": 102_399, "beam_job:backlog_seconds": 0 },
  },
  {
    title: "seconds above it",
    series: { [source("pendingBytes")]: "300000x10", [source("source_bytes_read")]: "0+30000x10" },
    at: "3m",
    values: { "beam_job:backlog_seconds": 300 },
  },
  {
    title: "a source's own sum before that of its splits",
    series: { [source("pendingBytes")]: "900x10", [splitBacklog("orders_0", "bytes")]: "700x10" },
    at: "2m",
    values: { "beam_job:backlog_bytes": 900 },
  },
  {
    title: "the busiest of three subtasks, and how many there are",
    series: {
      [task("busyTimeMsPerSecond", 0)]: "100x10",
      [task("busyTimeMsPerSecond", 1)]: nan(10),
      [task("busyTimeMsPerSecond", 2)]: "650x10",
      [task("numRecordsIn", 0)]: "0+300x10",
      [task("numRecordsIn", 1)]: "0+600x10",
      [task("numRecordsIn", 2)]: "0x10",
    },
    at: "4m",
    values: { "beam_job:busy_ratio": 0.65, "beam_job:parallelism": 3, "beam_task:records_in:rate2m": 30 },
  },
  {
    title: "elements that sources read, not those that other operators get",
    series: { [source("numRecordsIn")]: "0+3000x10", [task("operator_numRecordsIn", 0, ', operator_name="Flat Map"')]: "0+3000x10" },
    at: "4m",
    values: { "beam_job:records_read:rate2m": 100 },
  },
];
