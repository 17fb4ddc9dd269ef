/** A bucket that holds state is not deleted by mistake. */
import { z } from "zod";
import { bucketResult, type BucketView } from "../views/bucketView.ts";
import { findingOn } from "../views/cloudResource.ts";
import { UNKNOWN } from "../views/known.ts";
import { defineRule, type Finding } from "../rule.ts";

export const bucketProtected = defineRule({
  id: "bucket-protected",
  title: "A bucket that holds state is protected, and destroying the stack does not delete its objects.",
  reason:
    "Without its bucket no job can be restored. Pulumi deletes a bucket with its stack, or to replace it when its name or place changes; " +
    "the resource option protect refuses that. With forceDestroy the provider deletes all objects first, else the cloud refuses to delete " +
    "a bucket that is not empty.",
  source: "Pulumi documentation, resource option protect; forceDestroy of aws:s3/bucket:Bucket and gcp:storage/bucket:Bucket",
  versions: "pulumi-aws 6 and 7, pulumi-gcp 8 and 9",
  parameters: z.object({}),
  evaluate(view: BucketView) {
    const { bucket } = view;
    const forceDestroy = bucket.text("forceDestroy");
    const findings: Finding[] = [];
    if (bucket.resource.protect !== true) {
      findings.push(
        findingOn(bucket, {
          field: "resource option protect",
          value: bucket.resource.protect === false ? "false" : "not set",
          limit: "true",
          remedy: "set protect of the CheckpointBucket's bucket to true, which preset production does (resource option protect: true)",
          at: { path: [] },
        }),
      );
    }
    if (forceDestroy === "true") {
      findings.push(
        findingOn(bucket, {
          field: "forceDestroy",
          value: "true",
          limit: "false",
          remedy: "leave out forceDestroy of the CheckpointBucket's bucket (forceDestroy: false)",
          at: { path: ["forceDestroy"] },
          suggestion: "false",
        }),
      );
    }
    return bucketResult(view, findings, forceDestroy === UNKNOWN ? ["forceDestroy"] : []);
  },
});
