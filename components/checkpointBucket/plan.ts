/** From the arguments of a CheckpointBucket to what it is made of: one plan for each service. */
import { aws, gcp, requireSdk } from "../cloudSdks.ts";
import { presetOf } from "../preset.ts";
import { exactlyOne } from "../validation.ts";
import type { CheckpointBucketArgs } from "./args.ts";
import { type EndpointBucketPlan, planEndpointBucket } from "./endpoint.ts";
import { type GcsBucketPlan, planGcsBucket } from "./gcs/bucket.ts";
import { planS3Bucket, type S3BucketPlan } from "./s3/bucket.ts";

/** A bucket, checked. */
export type BucketPlan = S3BucketPlan | GcsBucketPlan | EndpointBucketPlan;

/** Throws an ArgumentError for anything the arguments alone show to be wrong. */
export function planBucket(args: CheckpointBucketArgs): BucketPlan {
  exactlyOne(args, ["s3", "gcs", "endpoint"], "bucket");
  const common = { preset: presetOf(args.preset), tags: args.tags };
  if (args.s3 !== undefined) {
    requireSdk(aws);
    return planS3Bucket(args.s3, common);
  }
  if (args.gcs !== undefined) {
    requireSdk(gcp);
    return planGcsBucket(args.gcs, common);
  }
  return planEndpointBucket(args.endpoint!);
}
