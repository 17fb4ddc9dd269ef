/** The arguments of a bucket on Google Cloud Storage. */
import type * as pulumi from "@pulumi/pulumi";

/** A bucket on Google Cloud Storage. */
export interface GcsBucketArgs {
  /** Name of the bucket, unique in all of Google Cloud: 3 to 63 lower-case letters, digits, hyphens and underscores. */
  readonly bucket: string;
  /** Id of the project that owns it. */
  readonly project: string;
  /** Region of the bucket, such as "europe-west3": the cluster's. */
  readonly location: string;
  /**
   * True when the bucket is there already and is only granted: another stack made it.
   * @default false
   */
  readonly existing?: boolean;
  /**
   * Cloud KMS key that encrypts the objects, as `projects/p/locations/l/keyRings/r/cryptoKeys/k`. Cloud Storage's own service
   * account must be allowed to use it.
   * @default Google's own encryption at rest
   */
  readonly kmsKey?: pulumi.Input<string>;
  /**
   * Days that a deleted or overwritten object can be brought back (soft delete): 0 or 7 to 90.
   * @default 7, with preset development 0
   */
  readonly undeleteDays?: number;
  /**
   * Days after which parts of an upload that was never completed are removed.
   * @default 3
   */
  readonly abortUploadsAfterDays?: number;
  /**
   * Refuses to delete the bucket.
   * @default true, with preset development false. Preset production refuses false.
   */
  readonly protect?: boolean;
  /**
   * Whether destroying the stack deletes a bucket that has objects, and all state with it.
   * @default false, with preset development too. Preset production refuses true.
   */
  readonly forceDestroy?: boolean;
}
