/**
 * A bucket on Google Cloud Storage: private, one set of rights for all objects, deletions undone for some days by soft delete.
 * Nothing expires by the age of objects: an incremental checkpoint refers to files of much older ones (`shared/`), which are
 * in use until Flink deletes them. There is no setting for TLS: Flink's client speaks to the service by HTTPS only.
 */
import type * as pulumi from "@pulumi/pulumi";
import { gcp } from "../../cloudSdks.ts";
import {
  ArgumentError,
  checkGoogleLabels,
  gcsBucketName,
  googleCloudRegion,
  googleKmsKey,
  googleProject,
} from "../../../model/platform.ts";
import { MANAGED_BY } from "../../tags.ts";
import type { CheckpointBucketArgs } from "../args.ts";
import type { GcsBucketArgs } from "./args.ts";
import { type NewBucket, planNewBucket } from "../newBucket.ts";

/** A bucket on Google Cloud Storage, checked. */
export interface GcsBucketPlan {
  readonly kind: "gcs";
  readonly uri: string;
  readonly bucket: string;
  readonly project: string;
  readonly location: string;
  readonly kmsKey: pulumi.Input<string> | undefined;
  readonly labels: { readonly [key: string]: string };
  /** `undefined`: it is there already. */
  readonly created: NewBucket | undefined;
}

/** What soft delete takes beside 0. */
const UNDELETE_DAYS = { least: 7, most: 90 };
const SECONDS_PER_DAY = 86_400;

/** Checks the arguments. */
export function planGcsBucket(args: GcsBucketArgs, { preset, tags = {} }: CheckpointBucketArgs): GcsBucketPlan {
  const bucket = gcsBucketName(args.bucket, "gcs.bucket");
  const location = googleCloudRegion(args.location, "gcs.location");

  const created = planNewBucket(args, "gcs", preset);
  if (created !== undefined) checkUndeleteDays(created.undeleteDays);
  if (typeof args.kmsKey === "string")
    // Cloud Storage takes a key of the bucket's own location only.
    googleKmsKey(args.kmsKey, { field: "gcs.kmsKey", region: location, multiRegions: false, otherwise: "Google's own encryption at rest" });
  checkGoogleLabels(tags, "tags");
  return {
    kind: "gcs",
    uri: `gs://${bucket}`,
    bucket,
    project: googleProject(args.project, "gcs.project"),
    location,
    kmsKey: args.kmsKey,
    labels: { ...tags, ...MANAGED_BY },
    created,
  };
}

function checkUndeleteDays(days: number): void {
  const { least, most } = UNDELETE_DAYS;
  if (days === 0 || (Number.isSafeInteger(days) && days >= least && days <= most)) return;
  throw new ArgumentError({
    field: "gcs.undeleteDays",
    value: days,
    rule: `must be 0 or from ${least} to ${most} days, as soft delete takes`,
    remedy: "Give such a number, or leave it out for the default.",
  });
}

/** Makes the bucket; returns what must be there before a job writes. */
export function registerGcsBucket(name: string, plan: GcsBucketPlan, parent: pulumi.Resource): pulumi.Resource[] {
  const { created, bucket, project, location, labels } = plan;
  if (created === undefined) return [];
  const made = new gcp.storage.Bucket(
    `${name}-bucket`,
    {
      name: bucket,
      project,
      location: location.toUpperCase(), // as the service answers, so that no difference shows
      storageClass: "STANDARD",
      // Rights of single objects (access lists) are off: a condition on the job's folder needs that.
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      // Soft delete also covers a deleted bucket; versions would keep each overwritten object a second time.
      versioning: { enabled: false },
      softDeletePolicy: { retentionDurationSeconds: created.undeleteDays * SECONDS_PER_DAY },
      // No hierarchical namespace: gcs-connector of Flink's plugin renames object by object either way, and it cannot be undone.
      // No Autoclass: it moves what is not read to colder classes, and a checkpoint is read only when a job has failed.
      lifecycleRules: [{ action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: created.abortUploadsAfterDays } }],
      ...(plan.kmsKey === undefined ? {} : { encryption: { defaultKmsKeyName: plan.kmsKey } }),
      forceDestroy: created.forceDestroy,
      labels,
    },
    { parent, protect: created.protect },
  );
  return [made];
}
