import { describe, expect, test } from "vitest";
import { bucketPublicAccess as rule } from "../../../model/rules/bucketPublicAccess.ts";
import { NOT_YET } from "./jobs.ts";
import { BUCKET_URN, gcsBucket, onlyBucket, partUrn, resource, s3Bucket, s3Resources, s3Type } from "./stacks.ts";

const BLOCK = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
const blocked = (parts: Readonly<Record<string, object>>, bucket: object = {}) =>
  s3Bucket({ BucketPublicAccessBlock: BLOCK, ...parts }, bucket);
const policy = (statement: object) =>
  blocked({ BucketPolicy: { policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) } });
const allow = (more: object) => policy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*", ...more });
const ifSource = (operator: string, key: string, value: unknown) => allow({ Condition: { [operator]: { [key]: value } } });

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["all four flags", blocked({})],
    ["flags as texts", s3Bucket({ BucketPublicAccessBlock: Object.fromEntries(Object.keys(BLOCK).map((flag) => [flag, "true"])) })],
    ["a private access list", blocked({ BucketAcl: { acl: "private" } })],
    [
      "a grant to an account",
      blocked({ BucketAcl: { accessControlPolicy: { grants: [{ grantee: { id: "x", type: "CanonicalUser" } }] } } }),
    ],
    ["a policy for a role", allow({ Principal: { AWS: "arn:aws:iam::123456789012:role/job" } })],
    ["a refusal for everybody", policy({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" })],
    ["everybody of one organization", ifSource("StringEquals", "aws:PrincipalOrgID", "o-1")],
    ["everybody of one network", ifSource("IpAddress", "aws:sourceip", ["203.0.113.0/24", "10.0.0.0/8"])],
    ["everybody of one endpoint", ifSource("ForAnyValue:StringLike", "aws:SourceVpce", "vpce-1")],
    ["a policy that is not known yet and cannot open the bucket", blocked({ BucketPolicy: { policy: NOT_YET } })],
    ["access lists that are not known yet and do not count", blocked({}, { acl: NOT_YET, grants: NOT_YET })],
    ["a bucket of Google Cloud", gcsBucket({ publicAccessPrevention: "enforced", uniformBucketLevelAccess: true })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each(Object.keys(BLOCK))("is broken by %s that is false or not set", (flag) => {
    const withFlag = (value: unknown) => s3Bucket({ BucketPublicAccessBlock: { ...BLOCK, [flag]: value } });
    const place = { at: { path: [flag] }, resource: partUrn("BucketPublicAccessBlock"), suggestion: "true" };
    const field = `${flag} of the public access block`;
    expect(rule.evaluate(withFlag(false))).toMatchObject({ status: "violated", findings: [{ field, value: '"false"', ...place }] });
    expect(rule.evaluate(withFlag(undefined))).toMatchObject({
      status: "violated",
      findings: [{ field, value: "not set (the default is false)", ...place }],
    });
    expect(rule.evaluate(withFlag(NOT_YET))).toEqual({ status: "notEvaluated", fields: [field] });
  });

  test("is broken by no public access block", () => {
    expect(rule.evaluate(s3Bucket({}))).toMatchObject({
      status: "violated",
      findings: [{ field: "public access block", value: "not set", at: { path: [] }, resource: BUCKET_URN }],
    });
  });

  test.each([
    ["a public access list", blocked({ BucketAcl: { acl: "public-read" } }), ["acl"], partUrn("BucketAcl")],
    ["one of the bucket itself", blocked({}, { acl: "authenticated-read" }), ["acl"], BUCKET_URN],
    [
      "a grant to everybody",
      blocked({
        BucketAclV2: { accessControlPolicy: { grants: [{ grantee: { uri: "http://acs.amazonaws.com/groups/global/AllUsers" } }] } },
      }),
      ["accessControlPolicy", "grants"],
      partUrn("BucketAclV2"),
    ],
    [
      "a grant of the bucket itself",
      blocked({}, { grants: [{ uri: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers" }] }),
      ["grants"],
      BUCKET_URN,
    ],
    ["a policy for everybody", allow({}), ["policy"], partUrn("BucketPolicy")],
    ["a policy for every account", allow({ Principal: { AWS: ["123456789012", "*"] } }), ["policy"], partUrn("BucketPolicy")],
    [
      "a policy for all but one",
      allow({ Principal: undefined, NotPrincipal: { AWS: "123456789012" } }),
      ["policy"],
      partUrn("BucketPolicy"),
    ],
    ["a condition that limits nobody", ifSource("StringLike", "aws:PrincipalOrgID", "*"), ["policy"], partUrn("BucketPolicy")],
    ["a condition that negates", ifSource("NotIpAddress", "aws:SourceIp", "203.0.113.0/24"), ["policy"], partUrn("BucketPolicy")],
    ["a network of half the world", ifSource("IpAddress", "aws:SourceIp", ["0.0.0.0/1"]), ["policy"], partUrn("BucketPolicy")],
    ["a network of IPv6 that is too wide", ifSource("IpAddress", "aws:SourceIp", ["2000::/3"]), ["policy"], partUrn("BucketPolicy")],
    ["a condition on something else", ifSource("StringEquals", "s3:prefix", "a"), ["policy"], partUrn("BucketPolicy")],
    [
      "a policy of the bucket itself, with one statement",
      blocked({}, { policy: { Statement: { Effect: "Allow", Principal: "*" } } }),
      ["policy"],
      BUCKET_URN,
    ],
  ])("is broken by %s", (_, view, path, urn) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ at: { path }, resource: urn }] });
  });

  test.each([
    ["inherited", '"inherited"'],
    [undefined, "not set (the default is inherited)"],
  ])("is broken by public access prevention %s", (publicAccessPrevention, value) => {
    expect(rule.evaluate(gcsBucket({ publicAccessPrevention, uniformBucketLevelAccess: true }))).toMatchObject({
      status: "violated",
      findings: [{ field: "public access prevention", value, suggestion: "enforced", at: { path: ["publicAccessPrevention"] } }],
    });
  });

  test("is broken by access lists of objects on Google Cloud", () => {
    expect(rule.evaluate(gcsBucket({ publicAccessPrevention: "enforced" }))).toMatchObject({
      status: "violated",
      findings: [{ field: "uniform bucket-level access", value: "not set (the default is false)", suggestion: "true" }],
    });
  });

  test.each([
    [
      "a block of a bucket that is not known yet",
      onlyBucket([...s3Resources({}), resource(s3Type("BucketPublicAccessBlock"), "b", { bucket: NOT_YET, ...BLOCK })]),
      ["public access block (which bucket a BucketPublicAccessBlock is for)"],
    ],
    [
      "prevention that is not known yet",
      gcsBucket({ publicAccessPrevention: NOT_YET, uniformBucketLevelAccess: true }),
      ["public access prevention"],
    ],
  ])("is not evaluated for %s", (_, view, fields) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields });
  });

  test("tells a certain violation in spite of what is not known", () => {
    const open = s3Bucket(
      { BucketPublicAccessBlock: { ...BLOCK, ignorePublicAcls: false }, BucketPolicy: { policy: NOT_YET } },
      { acl: NOT_YET },
    );
    expect(rule.evaluate(open)).toMatchObject({ status: "violated", findings: [{ field: "ignorePublicAcls of the public access block" }] });
  });
});
