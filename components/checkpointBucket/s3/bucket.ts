/**
 * A bucket on S3: private, encrypted, TLS only, deletions undone for some days. Nothing expires by the age of objects:
 * an incremental checkpoint refers to files of much older ones (`shared/`), which are in use until Flink deletes them.
 */
import type { s3, types } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { aws } from "../../cloudSdks.ts";
import {
  ArgumentError,
  awsKmsKey,
  matches,
  type AwsPartition,
  awsPartition,
  awsRegion,
  checkAwsTags,
  notNegative,
  oneOf,
  s3BucketName,
} from "../../../model/platform.ts";
import { MANAGED_BY } from "../../tags.ts";
import type { CheckpointBucketArgs } from "../args.ts";
import { type NewBucket, planNewBucket } from "../newBucket.ts";
import { AwsIdentity, type S3BucketArgs } from "./args.ts";
import { bucketPolicy } from "./policies.ts";

/** A bucket on S3, checked. */
export interface S3BucketPlan {
  readonly kind: "s3";
  readonly uri: string;
  readonly bucket: string;
  readonly arn: string;
  readonly region: string;
  readonly partition: AwsPartition;
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
  readonly identity: AwsIdentity | undefined;
  readonly permissionsBoundaryArn: string | undefined;
  readonly tags: { readonly [key: string]: string };
  /** `undefined`: it is there already. */
  readonly created: NewBucket | undefined;
}

/** Checks the arguments. */
export function planS3Bucket(args: S3BucketArgs, { preset, tags = {} }: CheckpointBucketArgs): S3BucketPlan {
  const bucket = s3BucketName(args.bucket, "s3.bucket");
  const region = awsRegion(args.region, "s3.region");
  const partition = awsPartition(region);
  const created = planNewBucket(args, "s3", preset);
  if (created !== undefined) notNegative(created.undeleteDays, "s3.undeleteDays");
  if (typeof args.kmsKeyArn === "string") awsKmsKey(args.kmsKeyArn, { field: "s3.kmsKeyArn", region, otherwise: "S3's own encryption" });
  checkAwsTags(tags, "tags");
  return {
    kind: "s3",
    uri: `s3://${bucket}`,
    bucket,
    arn: `arn:${partition.id}:s3:::${bucket}`,
    region,
    partition,
    kmsKeyArn: args.kmsKeyArn,
    permissionsBoundaryArn: checkedBoundary(args.permissionsBoundaryArn),
    identity: args.identity === undefined ? undefined : oneOf(args.identity, AwsIdentity, "s3.identity"),
    tags: { ...tags, ...MANAGED_BY },
    created,
  };
}

const POLICY_ARN = /^arn:aws[a-z-]*:iam::(?:\d{12}|aws):policy\/\S+$/;

function checkedBoundary(arn: string | undefined): string | undefined {
  if (arn === undefined || matches(arn, POLICY_ARN)) return arn;
  throw new ArgumentError({
    field: "s3.permissionsBoundaryArn",
    value: arn,
    rule: "must be the ARN of an IAM policy",
    remedy: 'Write it like "arn:aws:iam::123456789012:policy/streaming-jobs".',
  });
}

/** Makes the bucket and all that belongs to it; returns what must be there before a job writes. */
export function registerS3Bucket(name: string, plan: S3BucketPlan, parent: pulumi.Resource): pulumi.Resource[] {
  const { created, bucket, region, tags } = plan;
  if (created === undefined) return [];
  const made = new aws.s3.Bucket(
    `${name}-bucket`,
    { bucket, region, forceDestroy: created.forceDestroy, tags },
    { parent, protect: created.protect },
  );
  // Each part names the bucket by its argument, which a preview knows, and so must be told to wait for it.
  const part = { parent, dependsOn: [made] };
  const ownership = new aws.s3.BucketOwnershipControls(
    `${name}-ownership`,
    // Objects belong to the bucket's owner, and access lists are off.
    { bucket, region, rule: { objectOwnership: "BucketOwnerEnforced" } },
    part,
  );
  const publicAccess = new aws.s3.BucketPublicAccessBlock(
    `${name}-public-access`,
    { bucket, region, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    part,
  );
  const encryption = new aws.s3.BucketServerSideEncryptionConfiguration(`${name}-encryption`, encryptionArgs(plan), part);
  // Without days to undo a deletion there is no versioning at all: suspended, it would still leave a marker per deletion.
  const versioning =
    created.undeleteDays === 0
      ? []
      : [new aws.s3.BucketVersioning(`${name}-versioning`, { bucket, region, versioningConfiguration: { status: "Enabled" } }, part)];
  const lifecycle = new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    { bucket, region, rules: [lifecycleRule(created)] },
    { parent, dependsOn: [made, ...versioning] },
  );
  const policy = new aws.s3.BucketPolicy(
    `${name}-policy`,
    { bucket, region, policy: JSON.stringify(bucketPolicy(plan.arn)) },
    // S3 refuses two changes of who may use a bucket at one time.
    { parent, dependsOn: [made, publicAccess] },
  );
  return [made, ownership, publicAccess, encryption, ...versioning, lifecycle, policy];
}

function encryptionArgs({ bucket, region, kmsKeyArn }: S3BucketPlan): s3.BucketServerSideEncryptionConfigurationArgs {
  // Customer-provided keys (SSE-C) would let a stolen credential make state unreadable to its owner.
  const blockedEncryptionTypes = ["SSE-C"];
  const rule =
    kmsKeyArn === undefined
      ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, blockedEncryptionTypes }
      : {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKeyArn },
          // One key of the bucket's own instead of a request to KMS per object: checkpoints are many small files.
          bucketKeyEnabled: true,
          blockedEncryptionTypes,
        };
  return { bucket, region, rules: [rule] };
}

function lifecycleRule({ undeleteDays, abortUploadsAfterDays }: NewBucket): types.input.s3.BucketLifecycleConfigurationRule {
  return {
    id: "clean-up",
    status: "Enabled",
    filter: { prefix: "" }, // all objects
    // Only the marker of a deletion whose versions are gone: never an object.
    expiration: { expiredObjectDeleteMarker: true },
    // Also without versioning: versions may be left from before it was turned off. One day is the least that S3 takes.
    noncurrentVersionExpiration: { noncurrentDays: Math.max(undeleteDays, 1) },
    abortIncompleteMultipartUpload: { daysAfterInitiation: abortUploadsAfterDays },
  };
}
