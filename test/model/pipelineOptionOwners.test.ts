import { describe, expect, test } from "vitest";
import { CheckpointMode, refuseOwnedOptions, renderCheckpointing, resolveVersions } from "../../model/index.ts";

describe("pipeline options that have another writer", () => {
  test.each([
    ["maxBundleSize", 5, "is written by another argument. Set it by bundles.size, so that it has one writer."],
    ["parallelism", 4, "Set it by parallelism"],
    ["minPauseBetweenCheckpoints", 1000, "Set it by checkpoints.minPause"],
    ["stateBackend", "rocksdb", "Set it by stateBackend"],
    ["savepointPath", "s3://bucket/savepoint", "Beam ignores the option"],
    ["numberOfExecutionRetries", 3, "Leave it out: every job restarts with a growing delay"],
    ["flinkMaster", "host:8081", "Leave it out"],
  ])("refuse %s", (option, value, message) => {
    expect(() => refuseOwnedOptions({ fasterCopy: true, [option]: value }, "pipelineOptions")).toThrow(
      `pipelineOptions.${option} is ${JSON.stringify(value)}: is written by another argument`,
    );
    expect(() => refuseOwnedOptions({ [option]: value }, "pipelineOptions")).toThrow(message);
  });

  test("are all that checkpoints and bundles render, in every version", () => {
    const checkpoints = { mode: CheckpointMode.ExactlyOnce, minPause: "1 s", unaligned: true, tolerableFailures: 5 };
    for (const flink of ["1.19.1", "2.2.1"]) {
      const { pipelineOptions } = renderCheckpointing(checkpoints, {}, resolveVersions({ flink }));
      for (const [option, value] of Object.entries(pipelineOptions)) {
        expect(() => refuseOwnedOptions({ [option]: value }, "pipelineOptions"), option).toThrow(/is written by another argument/);
      }
    }
  });

  test("are no others", () => {
    expect(() => refuseOwnedOptions({ fasterCopy: true, objectReuse: true, region: "eu" }, "pipelineOptions")).not.toThrow();
  });
});
