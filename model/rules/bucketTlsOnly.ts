/** A bucket that holds state is reached by TLS only. */
import { z } from "zod";
import { anyStatement, readBucketPolicy, refusesPlainHttp } from "../views/bucketPolicy.ts";
import { bucketResult, type BucketView } from "../views/bucketView.ts";
import { findingOn } from "../views/cloudResource.ts";
import { COMPLIANT, defineRule } from "../rule.ts";

export const bucketTlsOnly = defineRule({
  id: "bucket-tls-only",
  title: "A bucket of S3 that holds state refuses requests over plain HTTP.",
  reason:
    "S3 answers plain HTTP as well: requests are signed there but neither they nor the state in them are encrypted, and one endpoint " +
    "setting of a job is enough to use it. Google Cloud Storage has no such setting: Flink's file system speaks to it by HTTPS only.",
  source: "S3 User Guide, Security best practices, Enforce encryption of data in transit; condition key aws:SecureTransport",
  versions: "pulumi-aws 6 and 7; gs-fs-hadoop of Flink 1.19 to 2.2",
  parameters: z.object({}),
  evaluate(view: BucketView) {
    if (view.cloud === "gs") return COMPLIANT;
    const policy = readBucketPolicy(view);
    const objects = anyStatement(policy, (one) => refusesPlainHttp(one, "objects"));
    const bucket = anyStatement(policy, (one) => refusesPlainHttp(one, "bucket"));
    if (objects !== false && bucket !== false) {
      return bucketResult(view, [], objects === true && bucket === true ? [] : ["bucket policy"]);
    }
    return bucketResult(view, [
      findingOn(policy.owner, {
        field: "plain HTTP",
        value: allowed(policy.statements, objects === false, bucket === false),
        limit: "refused for the bucket and its objects",
        remedy:
          "make the bucket with a CheckpointBucket, or add to its policy a statement with Effect Deny, Principal *, Action s3:*, the bucket " +
          'and its objects (arn:aws:s3:::bucket and arn:aws:s3:::bucket/*) and the condition Bool {"aws:SecureTransport": "false"}',
        at: { path: policy.path },
      }),
    ]);
  },
});

function allowed(statements: unknown, objects: boolean, bucket: boolean): string {
  if (Array.isArray(statements) && statements.length === 0) return "allowed (no bucket policy)";
  if (objects && bucket) return "allowed by the bucket policy";
  return objects ? "refused for the bucket, but not for all its objects" : "refused for objects, but not for the bucket itself";
}
