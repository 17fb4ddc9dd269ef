import { describe, expect, test } from "vitest";
import {
  FLINK_PIPELINE_OPTIONS,
  hasPipelineOption,
  isFlinkPipelineOption,
  pipelineOptionDefault,
} from "../../model/pipelineOptionCatalogue.ts";
import { resolveVersions } from "../../model/versions.ts";

/** Name, type and default of Beam 2.70.0 (released jar) and of the Flink 2 flavour; null where the getter has no default. */
const EXPECTED: readonly (readonly [name: string, type: string, value: string | number | boolean | null])[] = [
  ["flinkMaster", "string", "[auto]"],
  ["parallelism", "integer", -1],
  ["maxParallelism", "integer", -1],
  ["checkpointingInterval", "integer", -1],
  ["checkpointingMode", "string", "EXACTLY_ONCE"],
  ["checkpointTimeoutMillis", "integer", -1],
  ["minPauseBetweenCheckpoints", "integer", -1],
  ["numConcurrentCheckpoints", "integer", 1],
  ["failOnCheckpointingErrors", "boolean", true],
  ["tolerableCheckpointFailureNumber", "integer", 0],
  ["finishBundleBeforeCheckpointing", "boolean", false],
  ["unalignedCheckpointEnabled", "boolean", false],
  ["forceUnalignedCheckpointEnabled", "boolean", false],
  ["shutdownSourcesAfterIdleMs", "integer", -1],
  ["numberOfExecutionRetries", "integer", -1],
  ["executionRetryDelay", "integer", -1],
  ["jobCheckIntervalInSecs", "integer", 5],
  ["attachedMode", "boolean", true],
  ["objectReuse", "boolean", false],
  ["operatorChaining", "boolean", true],
  ["stateBackendFactory", "string", null],
  ["stateBackend", "string", null],
  ["stateBackendStoragePath", "string", null],
  ["disableMetrics", "boolean", false],
  ["externalizedCheckpointsEnabled", "boolean", false],
  ["retainExternalizedCheckpointsOnCancellation", "boolean", false],
  ["maxBundleSize", "integer", 1000],
  ["maxBundleTimeMills", "integer", 1000],
  ["latencyTrackingInterval", "integer", 0],
  ["autoWatermarkInterval", "integer", null],
  ["executionModeForBatch", "string", "PIPELINED"],
  ["savepointPath", "string", null],
  ["allowNonRestoredState", "boolean", false],
  ["autoBalanceWriteFilesShardingEnabled", "boolean", false],
  ["reportCheckpointDuration", "string", null],
  ["reIterableGroupByKeyResult", "boolean", false],
  ["fasterCopy", "boolean", false],
  ["flinkConfDir", "string", null],
  ["fileInputSplitMaxSizeMB", "integer", 0],
  ["enableStableInputDrain", "boolean", false],
  ["forceSlotSharingGroup", "boolean", true],
  ["useDataStreamForBatch", "boolean", false],
];

describe("the catalogue of pipeline options", () => {
  test("has every option of the Flink runner and no other", () => {
    expect(Object.keys(FLINK_PIPELINE_OPTIONS).toSorted()).toEqual(EXPECTED.map(([name]) => name).toSorted());
  });

  test.each(EXPECTED)("%s is of type %s with default %s", (name, type, value) => {
    if (!isFlinkPipelineOption(name)) throw new Error(`${name} is not in the catalogue`);
    expect(FLINK_PIPELINE_OPTIONS[name].type).toBe(type);
    expect(pipelineOptionDefault(name, "2.70.0")?.value ?? null).toBe(value);
  });

  test.each([
    ["2.52.0", 1000, 1000, 1000, 1000],
    ["2.55.1", 1000, 1000, 1000, 1000],
    ["2.56.0", 1000, 1_000_000, 1000, 10_000],
    ["2.60.0", 1000, 1_000_000, 1000, 10_000],
    ["2.61.0", 1000, 5000, 1000, 10_000],
    ["2.77.0", 1000, 5000, 1000, 10_000],
  ])("bundles of Beam %s are %d elements streaming, %d batch, %d ms streaming, %d ms batch", (beam, size, batchSize, time, batchTime) => {
    const sizes = pipelineOptionDefault("maxBundleSize", beam);
    const times = pipelineOptionDefault("maxBundleTimeMills", beam);
    expect([sizes?.value, sizes?.batchValue ?? sizes?.value]).toEqual([size, batchSize]);
    expect([times?.value, times?.batchValue ?? times?.value]).toEqual([time, batchTime]);
  });

  test.each([
    ["failOnCheckpointingErrors", true, false],
    ["reIterableGroupByKeyResult", true, false],
    ["useDataStreamForBatch", true, false],
    ["tolerableCheckpointFailureNumber", false, true],
    ["maxBundleSize", true, true],
  ] as const)("%s is in the runner for Flink 1: %s, for Flink 2: %s", (name, flink1, flink2) => {
    expect(hasPipelineOption(name, resolveVersions({ flink: "1.20" }))).toBe(flink1);
    expect(hasPipelineOption(name, resolveVersions({ flink: "2.2" }))).toBe(flink2);
  });

  test("knows an option only by its own name", () => {
    expect(isFlinkPipelineOption("constructor")).toBe(false);
    expect(isFlinkPipelineOption("bootstrapServers")).toBe(false);
  });
});
