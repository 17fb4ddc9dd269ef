import { describe, expect, test } from "vitest";
import { bucketEncryption as rule } from "../../../model/rules/bucketEncryption.ts";
import { NOT_YET } from "./jobs.ts";
import { BUCKET_URN, gcsBucket, partUrn, resource, s3Bucket, s3Resources, s3Type, onlyBucket } from "./stacks.ts";

const PART = "BucketServerSideEncryptionConfiguration";
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1";
const byDefault = (sseAlgorithm: string, more: object = {}) => ({
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm, ...more } }],
});
const withPart = (properties: object) => s3Bucket({ [PART]: properties });
const inline = (value: object) =>
  s3Bucket({}, { serverSideEncryptionConfiguration: { rule: { applyServerSideEncryptionByDefault: value } } });
const inlineV2 = (value: object) =>
  s3Bucket({}, { serverSideEncryptionConfigurations: [{ rules: [{ applyServerSideEncryptionByDefaults: [value] }] }] });

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["a bucket of S3 without a setting", s3Bucket({})],
    ["S3's own keys", withPart(byDefault("AES256"))],
    ["a key of KMS", withPart(byDefault("aws:kms", { kmsMasterKeyId: KEY }))],
    ["a key of KMS that is not known yet", withPart(byDefault("aws:kms", { kmsMasterKeyId: NOT_YET }))],
    ["two layers", inline({ sseAlgorithm: "aws:kms:dsse" })],
    ["keys of requests refused", withPart({ rules: [{ blockedEncryptionTypes: ["SSE-C"] }] })],
    ["a bucket of Google Cloud", gcsBucket({})],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    [
      "keys of requests let in",
      withPart({ rules: [{ blockedEncryptionTypes: ["NONE"] }] }),
      {
        field: "encryption that the bucket refuses",
        value: "NONE",
        at: { path: ["rules", 0, "blockedEncryptionTypes", 0] },
        suggestion: "SSE-C",
      },
    ],
    [
      "an algorithm that S3 does not have",
      withPart(byDefault("none")),
      { value: '"none"', at: { path: ["rules", 0, "applyServerSideEncryptionByDefault", "sseAlgorithm"] }, resource: partUrn(PART) },
    ],
    ["one in the bucket itself", inline({ sseAlgorithm: "" }), { value: '""', resource: BUCKET_URN }],
    ["one in the bucket of version 6", inlineV2({ sseAlgorithm: "DES" }), { value: '"DES"', resource: BUCKET_URN }],
  ])("is broken by %s", (_, view, finding) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [finding] });
  });

  test("looks at the bucket's own setting only where no other resource has it", () => {
    const both = s3Bucket({ [PART]: byDefault("AES256") }, { serverSideEncryptionConfiguration: NOT_YET });
    expect(rule.evaluate(both)).toEqual({ status: "compliant" });
  });

  test.each([
    ["an algorithm that is not known yet", withPart(byDefault(NOT_YET))],
    ["rules that are not known yet", withPart({ rules: NOT_YET })],
    ["a rule that is not known yet", withPart({ rules: [NOT_YET] })],
    ["an own setting that is not known yet", s3Bucket({}, { serverSideEncryptionConfiguration: NOT_YET })],
    ["a setting of a bucket that is not known yet", onlyBucket([...s3Resources({}), resource(s3Type(PART), "p", { bucket: NOT_YET })])],
  ])("is not evaluated for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields: ["default encryption of the bucket"] });
  });

  describe("with customerKey", () => {
    const parameters = { customerKey: true };

    test.each([
      ["a key of KMS", withPart(byDefault("aws:kms", { kmsMasterKeyId: KEY }))],
      ["a key by its alias", withPart(byDefault("aws:kms:dsse", { kmsMasterKeyId: "alias/state" }))],
      ["a key in the bucket of version 6", inlineV2({ sseAlgorithm: "aws:kms", kmsMasterKeyId: KEY })],
      ["a key of Cloud KMS", gcsBucket({ encryption: { defaultKmsKeyName: "projects/p/locations/l/keyRings/r/cryptoKeys/k" } })],
    ])("holds for %s", (_, view) => {
      expect(rule.evaluate(view, parameters)).toEqual({ status: "compliant" });
    });

    test.each([
      ["no setting", s3Bucket({}), []],
      ["S3's own keys", withPart(byDefault("AES256", { kmsMasterKeyId: KEY })), ["rules", 0, "applyServerSideEncryptionByDefault"]],
      ["the key of AWS", withPart(byDefault("aws:kms")), ["rules", 0, "applyServerSideEncryptionByDefault"]],
      [
        "the key of AWS by its alias",
        inline({ sseAlgorithm: "aws:kms", kmsMasterKeyId: "arn:aws:kms:eu-central-1:1:alias/aws/s3" }),
        undefined,
      ],
      ["no rule", withPart({ rules: [] }), ["rules"]],
      ["no key of Cloud KMS", gcsBucket({}), ["encryption", "defaultKmsKeyName"]],
    ])("is broken by %s", (_, view, path) => {
      expect(rule.evaluate(view, parameters)).toMatchObject({
        status: "violated",
        findings: [{ field: "default encryption key of the bucket", ...(path === undefined ? {} : { at: { path } }) }],
      });
    });

    test.each([
      ["a key that is not known yet", withPart(byDefault("aws:kms", { kmsMasterKeyId: NOT_YET }))],
      ["a key of Cloud KMS that is not known yet", gcsBucket({ encryption: NOT_YET })],
    ])("is not evaluated for %s", (_, view) => {
      expect(rule.evaluate(view, parameters)).toEqual({ status: "notEvaluated", fields: ["default encryption key of the bucket"] });
    });
  });
});
