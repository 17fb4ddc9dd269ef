import { describe, expect, test } from "vitest";
import { bucketProtected as rule } from "../../../model/rules/bucketProtected.ts";
import { NOT_YET } from "./jobs.ts";
import { BUCKET_URN, gcsBucket, s3Bucket } from "./stacks.ts";

const PROTECTED = { protect: true };

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["a bucket of S3", s3Bucket({}, { forceDestroy: false }, PROTECTED)],
    ["a bucket without forceDestroy", s3Bucket({}, {}, PROTECTED)],
    ["a bucket of Google Cloud", gcsBucket({}, PROTECTED)],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    ["no protection", s3Bucket({}), { field: "resource option protect", value: "not set", at: { path: [] } }],
    ["protection off", s3Bucket({}, {}, { protect: false }), { field: "resource option protect", value: "false" }],
    [
      "objects that are deleted with the stack",
      s3Bucket({}, { forceDestroy: true }, PROTECTED),
      { field: "forceDestroy", value: "true", suggestion: "false", at: { path: ["forceDestroy"] } },
    ],
  ])("is broken by %s", (_, view, finding) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ ...finding, resource: BUCKET_URN }] });
  });

  test("is not evaluated where forceDestroy is not known yet, but for a bucket that is not protected", () => {
    expect(rule.evaluate(s3Bucket({}, { forceDestroy: NOT_YET }, PROTECTED))).toEqual({ status: "notEvaluated", fields: ["forceDestroy"] });
    expect(rule.evaluate(s3Bucket({}, { forceDestroy: NOT_YET }))).toMatchObject({ status: "violated" });
  });
});
