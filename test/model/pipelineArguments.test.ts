import { describe, expect, test } from "vitest";
import { renderPipelineArguments } from "../../model/pipelineArguments.ts";
import type { PipelineOptions } from "../../model/pipelineOptions.ts";
import { resolveVersions } from "../../model/versions.ts";

const CURRENT = resolveVersions({});
const FLINK_1 = resolveVersions({ flink: "1.20" });

describe("renderPipelineArguments", () => {
  test("begins with the runner and sorts the rest, whatever the order given", () => {
    const expected = ["--runner=FlinkRunner", "--bootstrapServers=kafka:9092", "--maxBundleSize=10000", "--streaming=true"];
    expect(renderPipelineArguments({ streaming: true, maxBundleSize: 10_000, bootstrapServers: "kafka:9092" }, CURRENT)).toEqual(expected);
    expect(
      renderPipelineArguments({ bootstrapServers: "kafka:9092", streaming: true, runner: "FlinkRunner", maxBundleSize: 10_000 }, CURRENT),
    ).toEqual(expected);
  });

  test("renders lists with commas and leaves out what is not set", () => {
    expect(renderPipelineArguments({ experiments: ["use_sdf_read", "x"], tempLocation: undefined, ratio: 0.5 }, CURRENT)).toEqual([
      "--runner=FlinkRunner",
      "--experiments=use_sdf_read,x",
      "--ratio=0.5",
    ]);
  });

  test("renders an option of the flavour in use", () => {
    expect(renderPipelineArguments({ tolerableCheckpointFailureNumber: 3 }, CURRENT)).toContain("--tolerableCheckpointFailureNumber=3");
    expect(renderPipelineArguments({ failOnCheckpointingErrors: false }, FLINK_1)).toContain("--failOnCheckpointingErrors=false");
  });

  test.each<[PipelineOptions, string]>([
    [{ runner: "DirectRunner" }, 'pipelineOptions.runner is "DirectRunner": must be FlinkRunner'],
    [{ maxBundleSize: 1.5 }, "pipelineOptions.maxBundleSize is 1.5: must be of type integer (elements)"],
    [{ checkpointingInterval: Number.NaN }, "must be of type integer (ms)"],
    [{ failOnCheckpointingErrors: true }, "exists only in Beam's runner for Flink 1, this is Flink 2.2.1. Leave it out."],
    [{ flinkMaster: "host:8081" }, "must be [auto]: the pipeline runs inside its own JobManager"],
    [{ attachedMode: false }, "must be true"],
    [{ savepointPath: "s3://b/s" }, "Beam ignores it in application mode. Set the job's initial savepoint path instead."],
    [{ allowNonRestoredState: true }, "Set the job's own allowNonRestoredState instead."],
    [{ stateBackend: "rocksdb" }, "needs stateBackendStoragePath"],
    [{ "bad-name": 1 }, "must have a name of letters, digits and _"],
    [{ ratio: Number.POSITIVE_INFINITY }, "must be a finite number"],
  ])("refuses %j", (options, message) => {
    expect(() => renderPipelineArguments(options, CURRENT)).toThrow(message);
  });

  test("refuses the wrong type of an option that the type checker did not see", () => {
    const fromYaml: Record<string, string> = { maxBundleSize: "many" };
    const options: PipelineOptions = { ...JSON.parse(JSON.stringify(fromYaml)) };
    expect(() => renderPipelineArguments(options, CURRENT)).toThrow('pipelineOptions.maxBundleSize is "many": must be of type integer');
  });

  test("names Flink 2 as the remedy for its own option", () => {
    expect(() => renderPipelineArguments({ tolerableCheckpointFailureNumber: 1 }, FLINK_1)).toThrow("Leave it out, or use Flink 2.");
  });
});
