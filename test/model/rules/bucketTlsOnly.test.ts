import { describe, expect, test } from "vitest";
import { bucketTlsOnly as rule } from "../../../model/rules/bucketTlsOnly.ts";
import { NOT_YET } from "./jobs.ts";
import { BUCKET_URN, gcsBucket, onlyBucket, partUrn, resource, s3Bucket, s3Resources, s3Type } from "./stacks.ts";

const DENY = {
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource: ["arn:aws:s3:::state", "arn:aws:s3:::state/*"],
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const document = (...Statement: unknown[]) => s3Bucket({ BucketPolicy: { policy: { Version: "2012-10-17", Statement } } });
const deny = (more: object) => document({ ...DENY, ...more });

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["a statement that refuses it", document(DENY)],
    ["a policy as text", s3Bucket({ BucketPolicy: { policy: JSON.stringify({ Statement: [DENY] }) } })],
    ["a policy of the bucket itself", s3Bucket({}, { policy: JSON.stringify({ Statement: DENY }) })],
    ["every account", deny({ Principal: { AWS: "*" } })],
    ["every action", deny({ Action: ["*"] })],
    ["every resource", deny({ Resource: "*" })],
    ["bucket and objects in one pattern", deny({ Resource: "arn:aws-cn:s3:::state*" })],
    ["a condition in other letters", deny({ Condition: { boolIfExists: { "AWS:securetransport": [false] } } })],
    ["two statements", document({ ...DENY, Resource: "arn:aws:s3:::state" }, { ...DENY, Resource: "arn:aws:s3:::state/*" })],
    ["another statement that is not known yet", document(NOT_YET, DENY)],
    ["Google Cloud", gcsBucket({})],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    ["no policy", s3Bucket({}), "allowed (no bucket policy)", BUCKET_URN],
    ["an empty policy", s3Bucket({}, { policy: "" }), "allowed (no bucket policy)", BUCKET_URN],
    [
      "a policy about something else",
      deny({ Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } } }),
      "allowed by the bucket policy",
    ],
    ["the wrong way round", deny({ Condition: { Bool: { "aws:SecureTransport": "true" } } }), "allowed by the bucket policy"],
    ["a statement that allows", deny({ Effect: "Allow" }), "allowed by the bucket policy"],
    ["one principal", deny({ Principal: { AWS: "123456789012" } }), "allowed by the bucket policy"],
    ["some actions", deny({ Action: ["s3:GetObject"] }), "allowed by the bucket policy"],
    [
      "a second condition",
      deny({ Condition: { ...DENY.Condition, StringEquals: { "aws:SourceVpc": "vpc-1" } } }),
      "allowed by the bucket policy",
    ],
    ["no condition on TLS", deny({ Condition: undefined }), "allowed by the bucket policy"],
    ["objects alone", deny({ Resource: "arn:aws:s3:::state/*" }), "refused for objects, but not for the bucket itself"],
    ["the bucket alone", deny({ Resource: "arn:aws:s3:::state" }), "refused for the bucket, but not for all its objects"],
    [
      "one folder",
      deny({ Resource: ["arn:aws:s3:::state", "arn:aws:s3:::state/a/*"] }),
      "refused for the bucket, but not for all its objects",
    ],
  ])("is broken by %s", (_, view, value, urn = partUrn("BucketPolicy")) => {
    expect(rule.evaluate(view)).toMatchObject({
      status: "violated",
      findings: [{ field: "plain HTTP", value, at: { path: ["policy"] }, resource: urn }],
    });
  });

  test.each([
    ["a policy that is not known yet", s3Bucket({ BucketPolicy: { policy: NOT_YET } })],
    ["a policy that is no JSON", s3Bucket({ BucketPolicy: { policy: "{" } })],
    ["resources that are not known yet", deny({ Resource: [NOT_YET] })],
    ["a condition that is not known yet", deny({ Condition: NOT_YET })],
    [
      "a policy of a bucket that is not known yet",
      onlyBucket([...s3Resources({}), resource(s3Type("BucketPolicy"), "p", { bucket: NOT_YET })]),
    ],
  ])("is not evaluated for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields: ["bucket policy"] });
  });
});
