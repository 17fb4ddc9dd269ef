import { describe, expect, test } from "vitest";
import { planBucket } from "../../components/checkpointBucket.ts";
import { CheckpointBucket, type CheckpointBucketArgs } from "../../components/index.ts";
import { runWithMocks } from "../support/mocks.ts";

const endpoint = { url: "http://s3.storage.svc:7070", bucket: "flink", accessKey: "access", secretKey: "hidden" };
const s3 = { bucket: "acme-flink", region: "eu-central-1" };
const gcs = { bucket: "acme-flink", project: "acme-streaming", location: "europe-west3" };

describe("CheckpointBucket", () => {
  test.each<[CheckpointBucketArgs, RegExp]>([
    [{}, /bucket is "empty": must have exactly one of s3, gcs, endpoint/],
    [{ s3, gcs }, /bucket is "s3 and gcs": must have exactly one of s3, gcs, endpoint\. Keep one of them/],
    [{ s3, endpoint }, /bucket is "s3 and endpoint"/],
    ...[{ s3 }, { gcs }, { endpoint }].map((bucket): [CheckpointBucketArgs, RegExp] => [
      JSON.parse(JSON.stringify({ ...bucket, preset: "staging" })),
      /preset is "staging": must be one of development, production/,
    ]),
  ])("refuses %o", async (args, message) => {
    await expect(runWithMocks(() => void new CheckpointBucket("bucket", args))).rejects.toThrow(message);
    expect(() => planBucket(args)).toThrow(message);
  });

  test.each([
    [{ s3 }, "s3"],
    [{ gcs }, "gcs"],
    [{ endpoint }, "endpoint"],
  ])("plans %o without registering anything", (args, kind) => {
    expect(planBucket(args).kind).toBe(kind);
  });
});
