import { describe, expect, test } from "vitest";
import { planS3Bucket } from "../../../../components/checkpointBucket/s3/bucket.ts";
import { CheckpointBucket, type CheckpointBucketArgs, type S3BucketArgs } from "../../../../components/index.ts";
import { Preset } from "../../../../components/preset.ts";
import { runWithMocks } from "../../../support/mocks.ts";
import { bucketContract, optionsOf } from "../contract.ts";

const s3: S3BucketArgs = { bucket: "acme-flink", region: "eu-central-1" };
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const ofBucket = { bucket: "acme-flink", region: "eu-central-1" };
const register = (more: Partial<S3BucketArgs> = {}, rest: Partial<CheckpointBucketArgs> = {}) =>
  runWithMocks(() => void new CheckpointBucket("state", { s3: { ...s3, ...more }, ...rest }));
const plan = (more: Partial<S3BucketArgs>, preset?: Preset) => planS3Bucket({ ...s3, ...more }, preset === undefined ? {} : { preset });

describe("CheckpointBucket on S3", () => {
  bucketContract({
    args: { s3 },
    named: (bucket) => ({ s3: { ...s3, bucket } }),
    uri: "s3://acme-flink",
    identity: { eks: { clusterName: "streaming" } },
    protected: ["state-bucket"],
    secrets: [],
  });

  test("is in production a private, encrypted bucket whose deletions can be undone for a week", async () => {
    const run = await register({}, { tags: { team: "orders" } });
    expect(run.list.toSorted()).toEqual([
      "aws:s3/bucket:Bucket state-bucket",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration state-lifecycle",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls state-ownership",
      "aws:s3/bucketPolicy:BucketPolicy state-policy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock state-public-access",
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration state-encryption",
      "aws:s3/bucketVersioning:BucketVersioning state-versioning",
      "beam-flink:index:CheckpointBucket state",
    ]);
    expect(run.inputs("state-bucket")).toEqual({
      ...ofBucket,
      forceDestroy: false,
      tags: { team: "orders", "managed-by": "beam-flink" },
    });
    expect(run.inputs("state-ownership")).toEqual({ ...ofBucket, rule: { objectOwnership: "BucketOwnerEnforced" } });
    expect(run.inputs("state-public-access")).toEqual({
      ...ofBucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(run.inputs("state-encryption")).toEqual({
      ...ofBucket,
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, blockedEncryptionTypes: ["SSE-C"] }],
    });
    expect(run.inputs("state-versioning")).toEqual({ ...ofBucket, versioningConfiguration: { status: "Enabled" } });
    expect(run.inputs("state-lifecycle")).toEqual({
      ...ofBucket,
      rules: [
        {
          id: "clean-up",
          status: "Enabled",
          filter: { prefix: "" },
          expiration: { expiredObjectDeleteMarker: true },
          noncurrentVersionExpiration: { noncurrentDays: 7 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 3 },
        },
      ],
    });
    const { policy, ...rest } = run.inputs("state-policy");
    expect(rest).toEqual(ofBucket);
    expect(JSON.parse(policy)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyWithoutTls",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: ["arn:aws:s3:::acme-flink", "arn:aws:s3:::acme-flink/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  test("has in development no versions, whose markers would outlive what was deleted", async () => {
    const run = await register({}, { preset: Preset.Development });
    expect(run.list).toHaveLength(7);
    expect(run.list.filter((item) => item.includes("Versioning"))).toEqual([]);
    expect(run.inputs("state-bucket")).toEqual({ ...ofBucket, forceDestroy: false, tags: { "managed-by": "beam-flink" } });
    expect(run.inputs("state-lifecycle")["rules"][0].noncurrentVersionExpiration).toEqual({ noncurrentDays: 1 });
  });

  test("takes what the arguments say over the preset", async () => {
    const run = await register({ undeleteDays: 30, abortUploadsAfterDays: 1, forceDestroy: true }, { preset: Preset.Development });
    expect(run.inputs("state-versioning")["versioningConfiguration"]).toEqual({ status: "Enabled" });
    expect(run.inputs("state-bucket")["forceDestroy"]).toBe(true);
    const [rule] = run.inputs("state-lifecycle")["rules"];
    expect(rule.noncurrentVersionExpiration).toEqual({ noncurrentDays: 30 });
    expect(rule.abortIncompleteMultipartUpload).toEqual({ daysAfterInitiation: 1 });
    const options = await optionsOf({ s3: { ...s3, protect: true }, preset: Preset.Development });
    expect(options.get("state-bucket")?.protect).toBe(true);
  });

  test("makes its parts one after the other where S3 or the next part needs that", async () => {
    const options = await optionsOf({ s3 });
    const awaited = (name: string) => [options.get(name)?.dependsOn].flat().map((resource) => Reflect.get(resource ?? {}, "__name"));
    for (const part of ["ownership", "public-access", "encryption", "versioning"])
      expect(awaited(`state-${part}`)).toEqual(["state-bucket"]);
    expect(awaited("state-lifecycle")).toEqual(["state-bucket", "state-versioning"]);
    expect(awaited("state-policy")).toEqual(["state-bucket", "state-public-access"]);
  });

  test("encrypts with a given key, through a key of the bucket's own", async () => {
    const run = await register({ kmsKeyArn: KEY });
    expect(run.inputs("state-encryption")).toEqual({
      ...ofBucket,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY },
          bucketKeyEnabled: true,
          blockedEncryptionTypes: ["SSE-C"],
        },
      ],
    });
  });

  test("never expires an object by its age: old files are in use by new checkpoints", async () => {
    for (const preset of Object.values(Preset)) {
      const [rule] = (await register({}, { preset })).inputs("state-lifecycle")["rules"];
      expect(rule.expiration).toEqual({ expiredObjectDeleteMarker: true });
      expect(rule).not.toHaveProperty("transitions");
    }
  });

  test("makes nothing where the bucket is there already", async () => {
    const run = await register({ existing: true });
    expect(run.list).toEqual(["beam-flink:index:CheckpointBucket state"]);
  });

  test("speaks of AWS in China by its own names", async () => {
    const run = await register({ region: "cn-north-1" });
    expect(run.inputs("state-policy")["policy"]).toContain('"arn:aws-cn:s3:::acme-flink/*"');
  });

  test.each<[Partial<S3BucketArgs>, RegExp]>([
    [{ bucket: undefined }, /^s3\.bucket is not set: must be 3 to 63 lower-case letters/],
    [{ region: undefined }, /^s3\.region is not set: must be the name of an AWS region/],
    [JSON.parse('{"identity":"key"}'), /^s3\.identity is "key": must be one of pod-identity, irsa/],
    [{ region: "eu-central-1a" }, /s3\.region is "eu-central-1a": must be the name of an AWS region/],
    [{ bucket: "acme.flink" }, /s3\.bucket is "acme\.flink"/],
    [{ undeleteDays: -1 }, /s3\.undeleteDays is -1: must be a whole number, 0 or more/],
    [{ abortUploadsAfterDays: 0 }, /s3\.abortUploadsAfterDays is 0: must be a whole number above 0/],
    [{ protect: false }, /s3\.protect is false: must not be false with preset production/],
    [{ forceDestroy: true }, /s3\.forceDestroy is true: must not be true with preset production/],
    [{ kmsKeyArn: "alias/flink" }, /s3\.kmsKeyArn is "alias\/flink": must be the ARN of a KMS key, not an alias/],
    [{ kmsKeyArn: KEY.replace("key/", "alias/") }, /must be the ARN of a KMS key/],
    [{ kmsKeyArn: KEY.replace("eu-central-1", "eu-west-1") }, /must be a key of eu-central-1, not of eu-west-1/],
    [{ existing: true, protect: true }, /s3\.protect is true: must not be set beside existing/],
    [{ existing: true, forceDestroy: false }, /s3\.forceDestroy is false: must not be set beside existing/],
    [{ existing: true, undeleteDays: 7 }, /s3\.undeleteDays is 7: must not be set beside existing/],
    [{ existing: true, abortUploadsAfterDays: 3 }, /s3\.abortUploadsAfterDays is 3: must not be set beside existing/],
  ])("refuses %o", (more, message) => {
    expect(() => plan(more)).toThrow(message);
  });

  test("refuses tags that AWS does not take, also where only roles get them", () => {
    expect(planS3Bucket(s3, { tags: { Team: "Data Platform" } }).tags).toEqual({ Team: "Data Platform", "managed-by": "beam-flink" });
    for (const existing of [false, true]) {
      expect(() => planS3Bucket({ ...s3, existing }, { tags: { team: "a,b" } })).toThrow(/^tags\["team"\] is "a,b": must have at most 256/);
    }
  });

  test("allows in development what production refuses", () => {
    expect(plan({ protect: false, forceDestroy: true }, Preset.Development).created).toMatchObject({ protect: false, forceDestroy: true });
  });
});
