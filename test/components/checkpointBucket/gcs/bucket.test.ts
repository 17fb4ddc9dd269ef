import { describe, expect, test } from "vitest";
import { planGcsBucket } from "../../../../components/checkpointBucket/gcs/bucket.ts";
import { CheckpointBucket, type CheckpointBucketArgs, type GcsBucketArgs } from "../../../../components/index.ts";
import { Preset } from "../../../../components/preset.ts";
import { runWithMocks } from "../../../support/mocks.ts";
import { bucketContract, optionsOf } from "../contract.ts";

const gcs: GcsBucketArgs = { bucket: "acme-flink", project: "acme-streaming", location: "europe-west3" };
const KEY = "projects/acme-keys/locations/europe-west3/keyRings/flink/cryptoKeys/checkpoints";
const identity = { gke: { project: "acme-streaming", projectNumber: "123456789012" } };
const register = (more: Partial<GcsBucketArgs> = {}, rest: Partial<CheckpointBucketArgs> = {}) =>
  runWithMocks(() => void new CheckpointBucket("state", { gcs: { ...gcs, ...more }, ...rest }));
const plan = (more: Partial<GcsBucketArgs>, rest: CheckpointBucketArgs = {}) => planGcsBucket({ ...gcs, ...more }, rest);

/** The whole bucket in production. */
const BUCKET = {
  name: "acme-flink",
  project: "acme-streaming",
  location: "EUROPE-WEST3",
  storageClass: "STANDARD",
  uniformBucketLevelAccess: true,
  publicAccessPrevention: "enforced",
  versioning: { enabled: false },
  softDeletePolicy: { retentionDurationSeconds: 604_800 },
  lifecycleRules: [{ action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 3 } }],
  forceDestroy: false,
  labels: { "managed-by": "beam-flink" },
};

describe("CheckpointBucket on Google Cloud Storage", () => {
  bucketContract({
    args: { gcs },
    named: (bucket) => ({ gcs: { ...gcs, bucket } }),
    uri: "gs://acme-flink",
    identity,
    protected: ["state-bucket"],
    secrets: [],
  });

  test("is in production one private bucket whose deletions can be undone for a week", async () => {
    const run = await register({}, { tags: { team: "orders" } });
    expect(run.list).toEqual(["beam-flink:index:CheckpointBucket state", "gcp:storage/bucket:Bucket state-bucket"]);
    expect(run.inputs("state-bucket")).toEqual({ ...BUCKET, labels: { team: "orders", "managed-by": "beam-flink" } });
  });

  test("deletes at once in development", async () => {
    const run = await register({}, { preset: Preset.Development });
    expect(run.inputs("state-bucket")).toEqual({ ...BUCKET, softDeletePolicy: { retentionDurationSeconds: 0 } });
  });

  test("takes what the arguments say over the preset", async () => {
    const more = { undeleteDays: 90, abortUploadsAfterDays: 1, forceDestroy: true, kmsKey: KEY };
    const run = await register(more, { preset: Preset.Development });
    expect(run.inputs("state-bucket")).toEqual({
      ...BUCKET,
      softDeletePolicy: { retentionDurationSeconds: 7_776_000 },
      lifecycleRules: [{ action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 1 } }],
      encryption: { defaultKmsKeyName: KEY },
      forceDestroy: true,
    });
    const options = await optionsOf({ gcs: { ...gcs, protect: true }, preset: Preset.Development });
    expect(options.get("state-bucket")?.protect).toBe(true);
  });

  test("makes nothing where the bucket is there already", async () => {
    const run = await register({ existing: true });
    expect(run.list).toEqual(["beam-flink:index:CheckpointBucket state"]);
  });

  test.each<[Partial<GcsBucketArgs>, RegExp]>([
    [{ bucket: undefined }, /^gcs\.bucket is not set: must be 3 to 63 lower-case letters/],
    [{ project: undefined }, /^gcs\.project is not set: must be the id of a project/],
    [{ location: undefined }, /^gcs\.location is not set: must be the name of a Google Cloud region/],
    [{ location: "EU" }, /gcs\.location is "EU": must be the name of a Google Cloud region/],
    [{ bucket: "acme-google" }, /gcs\.bucket is "acme-google"/],
    [{ project: "123456789012" }, /gcs\.project is "123456789012": must be the id of a project.*not the name or the number/],
    [{ project: "Acme Streaming" }, /gcs\.project is "Acme Streaming"/],
    [{ undeleteDays: 3 }, /gcs\.undeleteDays is 3: must be 0 or from 7 to 90 days/],
    [{ undeleteDays: 91 }, /gcs\.undeleteDays is 91/],
    [{ undeleteDays: 7.5 }, /gcs\.undeleteDays is 7\.5/],
    [{ abortUploadsAfterDays: 0 }, /gcs\.abortUploadsAfterDays is 0: must be a whole number above 0/],
    [{ protect: false }, /gcs\.protect is false: must not be false with preset production/],
    [{ forceDestroy: true }, /gcs\.forceDestroy is true: must not be true with preset production/],
    [{ kmsKey: "checkpoints" }, /gcs\.kmsKey is "checkpoints": must be the resource name of a Cloud KMS key/],
    [{ kmsKey: `${KEY}/cryptoKeyVersions/1` }, /must be the resource name of a Cloud KMS key, without a version/],
    [{ kmsKey: KEY.replace("europe-west3", "global") }, /must be a key of europe-west3, not of global/],
    [{ existing: true, undeleteDays: 7 }, /gcs\.undeleteDays is 7: must not be set beside existing/],
  ])("refuses %o", (more, message) => {
    expect(() => plan(more)).toThrow(message);
  });

  test("refuses tags that are no labels", () => {
    expect(() => plan({}, { tags: { Team: "orders" } })).toThrow(
      /^tags\["Team"\] is "Team": must have a key that begins with a lower-case letter/,
    );
  });
});
