import { describe, expect, test } from "vitest";
import { checkpointStorage as rule } from "../../../model/rules/checkpointStorage.ts";
import { job, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const inDirectory = (directory: string, key = "execution.checkpointing.dir"): ReturnType<typeof job> => job({}, { [key]: directory });

const DIRECTORY = "execution.checkpointing.dir";
const STORAGE = "execution.checkpointing.storage";

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["s3", inDirectory("s3://bucket/orders/checkpoints")],
    ["s3a", inDirectory("s3a://bucket/x")],
    ["gs in upper case", inDirectory("GS://bucket/x")],
    ["the key of Flink 1.19", inDirectory("s3://bucket/x", "state.checkpoints.dir")],
    ["Beam's own storage path", job({ stateBackend: "rocksdb", stateBackendStoragePath: "s3://bucket/x" }, { [DIRECTORY]: "file:///tmp" })],
    ["the same with a factory", job({ stateBackendFactory: "com.example.Factory", stateBackendStoragePath: "s3://bucket/x" })],
    ["a directory where Beam does not read its own", job({ stateBackendStoragePath: "file:///tmp" }, { [DIRECTORY]: "s3://bucket/x" })],
    ["Beam's state backend without a path", job({ stateBackend: "rocksdb" }, { [DIRECTORY]: "s3://bucket/x" })],
    ["a file system as storage", job({}, { [DIRECTORY]: "s3://bucket/x", [STORAGE]: "filesystem" })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    ["no directory", job({}), "not set"],
    ["a folder of the pod", inDirectory("file:///tmp/checkpoints"), '"file:///tmp/checkpoints"'],
    ["a path without a scheme", inDirectory("/tmp/checkpoints"), '"/tmp/checkpoints"'],
    ["a scheme without a bucket", inDirectory("s3:///checkpoints"), '"s3:///checkpoints"'],
    [
      "Beam's own storage path",
      job({ stateBackend: "rocksdb", stateBackendStoragePath: "file:///tmp" }, { [DIRECTORY]: "s3://b/x" }),
      '"file:///tmp"',
      { option: "stateBackendStoragePath" },
    ],
    ["a path that Beam does not read", job({ stateBackendStoragePath: "s3://b/x" }), "not set"],
  ])("is broken by %s", (_, view, value, at: object = { setting: DIRECTORY }) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ field: "checkpoint directory", value, at }] });
  });

  test.each([
    ["the JobManager's memory in spite of a directory", job({}, { [DIRECTORY]: "s3://b/x", [STORAGE]: "jobmanager" })],
    ["the same by its older name", job({}, { [DIRECTORY]: "s3://b/x", "state.checkpoint-storage": " JobManager " })],
    ["the same with an unknown directory", job({ other: NOT_YET }, { [DIRECTORY]: NOT_YET, [STORAGE]: "jobmanager" })],
  ])("is broken by %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({
      status: "violated",
      findings: [
        {
          field: "checkpoint storage",
          value: "the JobManager's memory",
          limit: "filesystem, or not set",
          remedy: `remove ${STORAGE} from flinkConfiguration: with a directory Flink writes to it`,
          at: { setting: STORAGE },
          suggestion: "filesystem",
        },
      ],
    });
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB],
    ["an unknown bucket", inDirectory(NOT_YET)],
    ["an unknown bucket under the old key", inDirectory(NOT_YET, "state.checkpoints.dir")],
    ["an unknown storage", job({}, { [DIRECTORY]: "s3://b/x", [STORAGE]: NOT_YET })],
    ["an unknown path of Beam", job({ stateBackend: "rocksdb", stateBackendStoragePath: NOT_YET }, { [DIRECTORY]: "s3://b/x" })],
    ["an unknown argument that may be Beam's storage path", job({ other: NOT_YET }, { "execution.checkpointing.dir": "s3://b/x" })],
  ])("is not evaluated for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields: ["checkpoint directory"] });
  });

  test("takes other schemes", () => {
    expect(rule.evaluate(inDirectory("abfs://c@a/x"), { schemes: ["abfs"] })).toEqual({ status: "compliant" });
    expect(rule.evaluate(inDirectory("s3://b/x"), { schemes: ["abfs"] })).toMatchObject({ status: "violated" });
  });
});
