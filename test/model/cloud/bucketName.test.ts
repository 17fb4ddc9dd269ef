import { describe, expect, test } from "vitest";
import { endpointBucketName, gcsBucketName, s3BucketName } from "../../../model/cloud/bucketName.ts";

describe("s3BucketName", () => {
  test.each(["abc", "acme-flink-checkpoints", "0-9", "a".repeat(63)])("takes %s", (name) => {
    expect(s3BucketName(name, "s3.bucket")).toBe(name);
  });

  test.each(["ab", "a".repeat(64), "Acme", "acme_flink", "-acme", "acme-", "acme.flink", "192.168.5.4", "bücket", ""])(
    "refuses the form of %s",
    (name) => {
      expect(() => s3BucketName(name, "s3.bucket")).toThrow(/^s3\.bucket is ".*": must be 3 to 63 lower-case letters, digits and hyphens/);
    },
  );

  test.each([
    ["xn--acme", /must not start with xn--/],
    ["sthree-acme", /must not start with sthree-/],
    ["amzn-s3-demo-acme", /must not start with amzn-s3-demo-/],
    ["acme-s3alias", /must not end with -s3alias/],
    ["acme--ol-s3", /must not end with --ol-s3/],
    ["acme--euc1-az1--x-s3", /must not end with --x-s3/],
    ["acme--table-s3", /must not end with --table-s3/],
  ])("refuses %s, which S3 keeps for itself", (name, message) => {
    expect(() => s3BucketName(name, "s3.bucket")).toThrow(message);
  });

  test("says that an address is not a name", () => {
    expect(() => s3BucketName("s3://acme", "s3.bucket")).toThrow(/Give the bucket's name alone, without a scheme/);
  });
});

describe("gcsBucketName", () => {
  test.each(["acme_flink-checkpoints", "a1b", "a".repeat(63)])("takes %s", (name) => {
    expect(gcsBucketName(name, "gcs.bucket")).toBe(name);
  });

  test.each(["ab", "a".repeat(64), "Acme", "_acme", "acme_", "flink.acme.com", "10.0.0.1"])("refuses the form of %s", (name) => {
    expect(() => gcsBucketName(name, "gcs.bucket")).toThrow(/^gcs\.bucket is ".*": must be 3 to 63 .*hyphens and underscores/);
  });

  test.each(["goog-acme", "google", "acme-google-flink", "acme-g00gle", "acme-goog1e"])(
    "refuses %s, which looks like Google's own",
    (name) => {
      expect(() => gcsBucketName(name, "gcs.bucket")).toThrow(/must not start with "goog" or hold "google"/);
    },
  );
});

describe("endpointBucketName", () => {
  test.each(["flink", "flink.checkpoints"])("takes %s", (name) => {
    expect(endpointBucketName(name, "endpoint.bucket")).toBe(name);
  });

  test.each(["x", "Flink", "s3://flink", ".flink"])("refuses %s", (name) => {
    expect(() => endpointBucketName(name, "endpoint.bucket")).toThrow(/^endpoint\.bucket is /);
  });
});

describe("the name of a bucket", () => {
  test.each([
    ["s3.bucket", s3BucketName],
    ["gcs.bucket", gcsBucketName],
    ["endpoint.bucket", endpointBucketName],
  ])("must be a text: %s", (field, check) => {
    expect(() => Reflect.apply(check, undefined, [undefined, field])).toThrow(`${field} is not set: must be 3 to 63 lower-case letters`);
    expect(() => Reflect.apply(check, undefined, [12345, field])).toThrow(`${field} is 12345: must be 3 to 63 lower-case letters`);
  });
});
