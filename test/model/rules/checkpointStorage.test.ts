import { describe, expect, test } from "vitest";
import { checkpointStorage as rule } from "../../../model/rules/checkpointStorage.ts";
import { job, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const inDirectory = (directory: string, key = "execution.checkpointing.dir"): ReturnType<typeof job> => job({}, { [key]: directory });

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["s3", inDirectory("s3://bucket/orders/checkpoints")],
    ["s3a", inDirectory("s3a://bucket/x")],
    ["gs in upper case", inDirectory("GS://bucket/x")],
    ["the key of Flink 1.19", inDirectory("s3://bucket/x", "state.checkpoints.dir")],
    ["Beam's own storage path", job({ stateBackendStoragePath: "s3://bucket/x" }, { "execution.checkpointing.dir": "file:///tmp" })],
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
      job({ stateBackendStoragePath: "file:///tmp" }, { "execution.checkpointing.dir": "s3://b/x" }),
      '"file:///tmp"',
    ],
  ])("is broken by %s", (_, view, value) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ field: "checkpoint directory", value }] });
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB],
    ["an unknown bucket", inDirectory(NOT_YET)],
    ["an unknown bucket under the old key", inDirectory(NOT_YET, "state.checkpoints.dir")],
    ["an unknown argument that may be Beam's storage path", job({ other: NOT_YET }, { "execution.checkpointing.dir": "s3://b/x" })],
  ])("is not evaluated for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields: ["checkpoint directory"] });
  });

  test("takes other schemes", () => {
    expect(rule.evaluate(inDirectory("abfs://c@a/x"), { schemes: ["abfs"] })).toEqual({ status: "compliant" });
    expect(rule.evaluate(inDirectory("s3://b/x"), { schemes: ["abfs"] })).toMatchObject({ status: "violated" });
  });
});
