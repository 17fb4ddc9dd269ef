import { describe, expect, test } from "vitest";
import type { BucketView } from "../../../model/views/bucketView.ts";
import { bucketLifecycle as rule } from "../../../model/rules/bucketLifecycle.ts";
import { NOT_YET } from "./jobs.ts";
import { BUCKET_URN, gcsBucket, job, onlyBucket, partUrn, resource, s3Bucket, s3Resources, s3Type } from "./stacks.ts";

const ABORT = { status: "Enabled", filter: { prefix: "" }, abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } };
const EXPIRE = { status: "Enabled", expiration: { days: 30 } };
const part = (...rules: unknown[]) => s3Bucket({ BucketLifecycleConfiguration: { rules } });
const expiring = (more: object) => part(ABORT, { ...EXPIRE, ...more });
const inline = (...lifecycleRules: unknown[]) => s3Bucket({}, { lifecycleRules });

const GCS_ABORT = { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } };
const gcs = (...lifecycleRules: unknown[]) => gcsBucket({ lifecycleRules });
const deleting = (condition: object) => gcs(GCS_ABORT, { action: { type: "Delete" }, condition });

/** A bucket that only a job's directories make one with state. */
function ofJob(settings: Readonly<Record<string, string>>, ...rules: unknown[]): BucketView {
  return onlyBucket([
    resource("aws:s3/bucket:Bucket", "bucket", { bucket: "state" }),
    resource(s3Type("BucketLifecycleConfiguration"), "lifecycle", { bucket: "state", rules }),
    job(settings),
  ]);
}
const ORDERS = { "execution.checkpointing.dir": "s3://state/orders/checkpoints", "state.savepoints.dir": "s3://state/orders/savepoints" };

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["an abort of all uploads", part(ABORT)],
    ["the longest time to abort", part({ ...ABORT, abortIncompleteMultipartUpload: { daysAfterInitiation: 30 } })],
    ["an abort with the older prefix", part({ status: "Enabled", prefix: "", abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } })],
    [
      "an end of old versions",
      part({ ...ABORT, expiration: { expiredObjectDeleteMarker: true }, noncurrentVersionExpiration: { noncurrentDays: 7 } }),
    ],
    ["an expiration that is off", expiring({ status: "Disabled" })],
    ["an expiration of objects with a tag", expiring({ filter: { tag: { key: "temporary", value: "1" } } })],
    ["an expiration of a job's savepoints", expiring({ filter: { prefix: "orders/savepoints/" } })],
    ["a class that can be read at once", part(ABORT, { status: "Enabled", transitions: [{ days: 30, storageClass: "GLACIER_IR" }] })],
    ["rules of the bucket itself", inline({ enabled: true, abortIncompleteMultipartUploadDays: 7 })],
    ["an abort on Google Cloud", gcs(GCS_ABORT)],
    ["old versions on Google Cloud", deleting({ numNewerVersions: 3, age: 30 })],
    ["versions no longer live on Google Cloud", deleting({ withState: "ARCHIVED", age: 1 })],
    ["a time that Flink does not set on Google Cloud", deleting({ daysSinceCustomTime: 3 })],
    [
      "a colder class on Google Cloud",
      gcs(GCS_ABORT, { action: { type: "SetStorageClass", storageClass: "ARCHIVE" }, condition: { age: 3 } }),
    ],
    ["an expiration beside the job's folder", ofJob(ORDERS, ABORT, { ...EXPIRE, filter: { prefix: "logs/" } })],
    ["an expiration of the job's savepoints", ofJob(ORDERS, ABORT, { ...EXPIRE, filter: { prefix: "orders/savepoints/old" } })],
    ["an abort in the job's folder", ofJob(ORDERS, { ...ABORT, filter: { prefix: "orders/" } })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    ["of everything", expiring({}), "all objects"],
    ["at a date", expiring({ expiration: { date: "2030-01-01T00:00:00Z" } }), "all objects"],
    ["of a folder", expiring({ filter: { prefix: "orders/" } }), "objects that begin with orders/"],
    [
      "of shared files",
      expiring({ filter: { and: { prefix: "orders/checkpoints/1/shared/" } } }),
      "objects that begin with orders/checkpoints/1/shared/",
    ],
    ["of large objects", expiring({ filter: { objectSizeGreaterThan: 1 } }), "all objects"],
    ["by an archive", expiring({ expiration: undefined, transitions: [{ days: 90, storageClass: "DEEP_ARCHIVE" }] }), "all objects"],
    ["of a folder of any job", expiring({ filter: { prefix: "logs/" } }), "objects that begin with logs/"],
    [
      "in the job's folder",
      ofJob(ORDERS, ABORT, { ...EXPIRE, filter: { prefix: "orders/check" } }),
      "objects that begin with orders/check",
    ],
    ["around the job's folder", ofJob(ORDERS, ABORT, EXPIRE), "all objects"],
  ])("is broken by an expiration %s", (_, view, objects) => {
    expect(rule.evaluate(view)).toMatchObject({
      status: "violated",
      findings: [{ field: "lifecycle rule 2", value: `one that removes or archives ${objects} by age`, at: { path: ["rules", 1] } }],
    });
  });

  test.each([
    ["of the bucket itself", inline({ enabled: true, abortIncompleteMultipartUploadDays: 7, expiration: { days: 1 } })],
    ["of a bucket of version 6", inline({ enabled: true, abortIncompleteMultipartUploadDays: 7, expirations: [{ days: 1 }] })],
    ["on Google Cloud", gcs({ action: { type: "Delete" }, condition: { age: 30 } }, GCS_ABORT)],
    ["by date on Google Cloud", gcs({ action: { type: "Delete" }, condition: { createdBefore: "2030-01-01" } }, GCS_ABORT)],
    [
      "of a folder on Google Cloud",
      gcs({ action: { type: "Delete" }, condition: { age: 0, matchesPrefixes: ["a/savepoints/", "b/"] } }, GCS_ABORT),
    ],
  ])("is broken by an expiration %s", (_, view) => {
    expect(rule.evaluate(view)).toMatchObject({
      status: "violated",
      findings: [{ field: "lifecycle rule 1", at: { path: ["lifecycleRules", 0] }, resource: view.bucket.resource.urn }],
    });
  });

  test.each([
    ["no rules", s3Bucket({}), "not set", ["lifecycleRules"], BUCKET_URN],
    ["no such rule", part({ status: "Enabled", noncurrentVersionExpiration: { noncurrentDays: 1 } }), "not set", ["rules"]],
    ["one that is off", part({ ...ABORT, status: "Disabled" }), "not set for all of the state", ["rules"]],
    ["one for a part of the bucket", part({ ...ABORT, filter: { prefix: "orders/" } }), "not set for all of the state", ["rules"]],
    ["one that is too late", part({ ...ABORT, abortIncompleteMultipartUpload: { daysAfterInitiation: 31 } }), "after 31 days", ["rules"]],
    [
      "one beside the job's folder",
      ofJob(ORDERS, { ...ABORT, filter: { prefix: "logs/" } }),
      "not set for all of the state",
      ["rules"],
      null,
    ],
  ])("is broken by no abort of uploads: %s", (_, view, value, path, urn = partUrn("BucketLifecycleConfiguration")) => {
    expect(rule.evaluate(view)).toMatchObject({
      status: "violated",
      findings: [{ field: "abort of incomplete uploads", value, at: { path }, ...(urn === null ? {} : { resource: urn }) }],
    });
  });

  test.each([
    ["rules that are not known yet", s3Bucket({}, { lifecycleRules: NOT_YET })],
    [
      "rules of a bucket that is not known yet",
      onlyBucket([...s3Resources({}), resource(s3Type("BucketLifecycleConfiguration"), "l", { bucket: NOT_YET })]),
    ],
    ["a rule that is not known yet", part(ABORT, NOT_YET)],
    ["a status that is not known yet", expiring({ status: NOT_YET })],
    ["days that are not known yet", expiring({ expiration: { days: NOT_YET } })],
    ["a prefix that is not known yet", expiring({ filter: { prefix: NOT_YET } })],
    ["an abort that is not known yet", part({ ...ABORT, abortIncompleteMultipartUpload: NOT_YET })],
    [
      "a job's directory that is not known yet",
      ofJob({ ...ORDERS, "high-availability.storageDir": NOT_YET }, ABORT, { ...EXPIRE, filter: { prefix: "logs/" } }),
    ],
  ])("is not evaluated for %s", (_, view) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "notEvaluated" });
  });

  test("tells a certain violation in spite of what is not known", () => {
    expect(rule.evaluate(part(NOT_YET, EXPIRE))).toMatchObject({ status: "violated", findings: [{ field: "lifecycle rule 2" }] });
  });

  test("takes prefixes without state and another time", () => {
    const logs = expiring({ filter: { prefix: "logs/a" } });
    expect(rule.evaluate(logs, { expiringPrefixes: ["logs/"] })).toEqual({ status: "compliant" });
    expect(rule.evaluate(expiring({ filter: { prefix: "log" } }), { expiringPrefixes: ["logs/"] })).toMatchObject({ status: "violated" });
    expect(rule.evaluate(part(ABORT), { maximumAbortDays: 7 })).toEqual({ status: "compliant" });
    expect(rule.evaluate(part(ABORT), { maximumAbortDays: 6 })).toMatchObject({ status: "violated" });
  });
});
