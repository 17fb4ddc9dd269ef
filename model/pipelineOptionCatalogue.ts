/**
 * The catalogue behind `FlinkPipelineOptions`: type, unit, default by Beam line and, where it is not in every version, the
 * Flink flavour of the runner that has it. Sources as in `pipelineOptions.ts`; the history of the bundle defaults is that of Beam's
 * PR #30802 (2.56) and PR #32440 (2.61).
 */
import type { FlinkPipelineOptions } from "./pipelineOptions.ts";
import { compareLines, lineOf, parseVersion } from "./versionNumber.ts";
import type { Versions } from "./versions.ts";

/** Java types of options, as the arguments are checked. */
export type PipelineOptionType = "string" | "integer" | "boolean";

/** A default, from a Beam line on. */
export interface PipelineOptionDefault {
  /** First Beam line with this default; absent means every line the catalogue knows. */
  readonly sinceBeam?: string;
  /** Value in streaming pipelines; absent means null. */
  readonly value?: string | number | boolean;
  /** Value in batch pipelines, where it is another. */
  readonly batchValue?: number;
}

/** What is known of one option. */
export interface PipelineOptionEntry {
  readonly type: PipelineOptionType;
  readonly unit?: "ms" | "s" | "MB" | "elements";
  /** Oldest first; the last one that is not newer than the Beam in use holds. */
  readonly defaults: readonly PipelineOptionDefault[];
  /** Flink major the runner's flavour is built for, where only one has the option. */
  readonly flinkMajor?: 1 | 2;
}

const text = (value?: string): PipelineOptionEntry => ({ type: "string", defaults: [value === undefined ? {} : { value }] });
const flag = (value: boolean): PipelineOptionEntry => ({ type: "boolean", defaults: [{ value }] });
const integer = (value?: number): PipelineOptionEntry => ({ type: "integer", defaults: [value === undefined ? {} : { value }] });
const milliseconds = (value?: number): PipelineOptionEntry => ({ ...integer(value), unit: "ms" });

/** Every option of the Flink runner, by name. */
export const FLINK_PIPELINE_OPTIONS: Readonly<Record<keyof FlinkPipelineOptions, PipelineOptionEntry>> = {
  flinkMaster: text("[auto]"),
  parallelism: integer(-1),
  maxParallelism: integer(-1),
  checkpointingInterval: milliseconds(-1),
  checkpointingMode: text("EXACTLY_ONCE"),
  checkpointTimeoutMillis: milliseconds(-1),
  minPauseBetweenCheckpoints: milliseconds(-1),
  numConcurrentCheckpoints: integer(1),
  failOnCheckpointingErrors: { ...flag(true), flinkMajor: 1 },
  tolerableCheckpointFailureNumber: { ...integer(0), flinkMajor: 2 },
  finishBundleBeforeCheckpointing: flag(false),
  unalignedCheckpointEnabled: flag(false),
  forceUnalignedCheckpointEnabled: flag(false),
  shutdownSourcesAfterIdleMs: milliseconds(-1),
  numberOfExecutionRetries: integer(-1),
  executionRetryDelay: milliseconds(-1),
  jobCheckIntervalInSecs: { ...integer(5), unit: "s" },
  attachedMode: flag(true),
  objectReuse: flag(false),
  operatorChaining: flag(true),
  stateBackendFactory: text(),
  stateBackend: text(),
  stateBackendStoragePath: text(),
  disableMetrics: flag(false),
  externalizedCheckpointsEnabled: flag(false),
  retainExternalizedCheckpointsOnCancellation: flag(false),
  maxBundleSize: {
    type: "integer",
    unit: "elements",
    defaults: [
      { sinceBeam: "2.52", value: 1000 },
      { sinceBeam: "2.56", value: 1000, batchValue: 1_000_000 },
      { sinceBeam: "2.61", value: 1000, batchValue: 5000 },
    ],
  },
  maxBundleTimeMills: {
    type: "integer",
    unit: "ms",
    defaults: [
      { sinceBeam: "2.52", value: 1000 },
      { sinceBeam: "2.56", value: 1000, batchValue: 10_000 },
    ],
  },
  latencyTrackingInterval: milliseconds(0),
  autoWatermarkInterval: milliseconds(),
  executionModeForBatch: text("PIPELINED"),
  savepointPath: text(),
  allowNonRestoredState: flag(false),
  autoBalanceWriteFilesShardingEnabled: flag(false),
  reportCheckpointDuration: text(),
  reIterableGroupByKeyResult: { ...flag(false), flinkMajor: 1 },
  fasterCopy: flag(false),
  flinkConfDir: text(),
  fileInputSplitMaxSizeMB: { ...integer(0), unit: "MB" },
  enableStableInputDrain: flag(false),
  forceSlotSharingGroup: flag(true),
  useDataStreamForBatch: { ...flag(false), flinkMajor: 1 },
};

/** True for a name of the catalogue. */
export function isFlinkPipelineOption(name: string): name is keyof FlinkPipelineOptions {
  return Object.hasOwn(FLINK_PIPELINE_OPTIONS, name);
}

/** The default of an option in that Beam; undefined where it is null. */
export function pipelineOptionDefault(name: keyof FlinkPipelineOptions, beam: string): PipelineOptionDefault | undefined {
  const line = lineOf(parseVersion(beam, "versions.beam"));
  return FLINK_PIPELINE_OPTIONS[name].defaults.findLast(
    (entry) => entry.sinceBeam === undefined || compareLines(entry.sinceBeam, line) <= 0,
  );
}

/** True if the runner for these versions has the option. */
export function hasPipelineOption(name: keyof FlinkPipelineOptions, versions: Versions): boolean {
  const { flinkMajor } = FLINK_PIPELINE_OPTIONS[name];
  return flinkMajor === undefined || flinkMajor === parseVersion(versions.flink, "versions.flink").major;
}
