import * as policySdk from "@pulumi/policy";
import { describe, expect, test } from "vitest";
import {
  type PropertyChanges,
  REMEDIATED_ABORT_DAYS,
  remediatePublicAccess,
  remediateUploads,
} from "../../../model/views/bucketRemediation.ts";
import { bucketLifecycle } from "../../../model/rules/bucketLifecycle.ts";
import { bucketPublicAccess } from "../../../model/rules/bucketPublicAccess.ts";
import { type Attempt, UNKNOWN } from "../../../model/views/known.ts";
import { NOT_YET } from "../rules/jobs.ts";
import { attemptPreview, gcsBucket, s3Bucket, s3Type } from "../rules/stacks.ts";

const BLOCK = s3Type("BucketPublicAccessBlock");
const LIFECYCLE = s3Type("BucketLifecycleConfiguration");
const GCS = "gcp:storage/bucket:Bucket";
const S3 = "aws:s3/bucket:Bucket";
const ABORT = { status: "Enabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 3 } };
const FOUR = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };

/** The text by which the engine sends an unknown string to a pack (`unknownStringValue` of @pulumi/policy). */
const UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The SDK exports the proxy without its type. */
function unknownChecking(properties: object): unknown {
  const sdk: Record<string, unknown> = { ...policySdk };
  const proxy = sdk["unknownCheckingProxy"];
  if (typeof proxy !== "function") throw new Error("@pulumi/policy has no unknownCheckingProxy");
  return proxy(properties);
}

const attemptEngine: Attempt = (read) => {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && "unknownTypeSentinel" in error) return UNKNOWN;
    throw error;
  }
};

const publicAccess = (type: string, properties: unknown) => remediatePublicAccess(type, properties, attemptPreview);
const uploads = (type: string, properties: unknown) => remediateUploads(type, properties, attemptPreview);

describe("remediatePublicAccess", () => {
  test.each<[string, string, unknown, PropertyChanges | undefined]>([
    ["sets all four flags", BLOCK, { bucket: "state" }, FOUR],
    ["sets those that are wrong", BLOCK, { ...FOUR, blockPublicAcls: false }, { blockPublicAcls: true }],
    ["leaves a flag that is not known", BLOCK, { ...FOUR, blockPublicAcls: NOT_YET }, undefined],
    ["leaves what is right", BLOCK, FOUR, undefined],
    ["enforces prevention", GCS, { publicAccessPrevention: "inherited" }, { publicAccessPrevention: "enforced" }],
    ["enforces prevention that is not set", GCS, {}, { publicAccessPrevention: "enforced" }],
    ["leaves prevention that is not known", GCS, { publicAccessPrevention: NOT_YET }, undefined],
    ["leaves prevention that is enforced", GCS, { publicAccessPrevention: "enforced" }, undefined],
    ["leaves other resources", S3, {}, undefined],
  ])("%s", (_, type, properties, changes) => {
    expect(publicAccess(type, properties)).toEqual(changes);
  });

  test("makes the rule hold", () => {
    const block = { blockPublicAcls: false };
    expect(bucketPublicAccess.evaluate(s3Bucket({ BucketPublicAccessBlock: { ...block, ...publicAccess(BLOCK, block) } })).status).toBe(
      "compliant",
    );
    const google = { uniformBucketLevelAccess: true };
    expect(bucketPublicAccess.evaluate(gcsBucket({ ...google, ...publicAccess(GCS, google) })).status).toBe("compliant");
  });
});

describe("remediateUploads", () => {
  const ADDED = {
    id: "abort-incomplete-uploads",
    status: "Enabled",
    filter: { prefix: "" },
    abortIncompleteMultipartUpload: { daysAfterInitiation: REMEDIATED_ABORT_DAYS },
  };
  const ADDED_INLINE = { id: "abort-incomplete-uploads", enabled: true, abortIncompleteMultipartUploadDays: REMEDIATED_ABORT_DAYS };
  const ADDED_GCS = { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: REMEDIATED_ABORT_DAYS } };
  const KEPT = { id: "old", status: "Enabled", noncurrentVersionExpiration: { noncurrentDays: 7 } };

  test.each<[string, string, unknown, PropertyChanges | undefined]>([
    ["adds a rule", LIFECYCLE, { rules: [KEPT] }, { rules: [KEPT, ADDED] }],
    [
      "adds it for all objects",
      LIFECYCLE,
      { rules: [{ ...ABORT, filter: { prefix: "a/" } }] },
      { rules: [{ ...ABORT, filter: { prefix: "a/" } }, ADDED] },
    ],
    ["adds one that is on", LIFECYCLE, { rules: [{ ...ABORT, status: "Disabled" }] }, { rules: [{ ...ABORT, status: "Disabled" }, ADDED] }],
    ["leaves one that is there", LIFECYCLE, { rules: [KEPT, ABORT] }, undefined],
    ["leaves rules that are not known", LIFECYCLE, { rules: NOT_YET }, undefined],
    ["leaves a rule that is not known", LIFECYCLE, { rules: [KEPT, NOT_YET] }, undefined],
    ["leaves a status that is not known", LIFECYCLE, { rules: [{ ...ABORT, status: NOT_YET }] }, undefined],
    [
      "adds one to those of a bucket itself",
      S3,
      { lifecycleRules: [{ enabled: true }] },
      { lifecycleRules: [{ enabled: true }, ADDED_INLINE] },
    ],
    ["leaves a bucket of S3 without rules", S3, {}, undefined],
    ["adds one on Google Cloud", GCS, {}, { lifecycleRules: [ADDED_GCS] }],
    ["leaves one on Google Cloud", GCS, { lifecycleRules: [ADDED_GCS] }, undefined],
    ["leaves other resources", BLOCK, {}, undefined],
  ])("%s", (_, type, properties, changes) => {
    expect(uploads(type, properties)).toEqual(changes);
  });

  test("gives the rule an id of its own", () => {
    const changes = uploads(LIFECYCLE, { rules: [{ id: "abort-incomplete-uploads" }, { id: "abort-incomplete-uploads-2" }] });
    expect(changes).toMatchObject({ rules: [{}, {}, { id: "abort-incomplete-uploads-3" }] });
  });

  test("makes the rule hold", () => {
    const rules = { rules: [{ ...ABORT, abortIncompleteMultipartUpload: { daysAfterInitiation: 365 } }] };
    expect(bucketLifecycle.evaluate(s3Bucket({ BucketLifecycleConfiguration: { ...rules, ...uploads(LIFECYCLE, rules) } })).status).toBe(
      "compliant",
    );
    expect(bucketLifecycle.evaluate(gcsBucket({ ...uploads(GCS, {}) })).status).toBe("compliant");
    const own = { lifecycleRules: [{ enabled: false }] };
    expect(bucketLifecycle.evaluate(s3Bucket({}, { ...own, ...uploads(S3, own) })).status).toBe("compliant");
  });

  test("reads what the engine hands over, and opens nothing that it does not know", () => {
    const properties = unknownChecking({ bucket: UNKNOWN_STRING, rules: [{ ...KEPT, filter: { prefix: UNKNOWN_STRING } }] });
    expect(remediateUploads(LIFECYCLE, properties, attemptEngine)).toMatchObject({ rules: [{ id: "old" }, ADDED] });
    const unknownPrefix = unknownChecking({ rules: [{ ...ABORT, filter: { prefix: UNKNOWN_STRING } }] });
    expect(remediateUploads(LIFECYCLE, unknownPrefix, attemptEngine)).toBeUndefined();
  });
});
