/** The arguments of a bucket on AWS S3. */
import type * as pulumi from "@pulumi/pulumi";

/** By what a job's pods get their AWS role. */
export const AwsIdentity = {
  /** EKS Pod Identity: an association in EKS, nothing in the cluster. Needs an AWS SDK in Flink's plugin that knows it. */
  PodIdentity: "pod-identity",
  /** IAM roles for service accounts (IRSA): the cluster's OpenID Connect provider and an annotation. */
  Irsa: "irsa",
} as const;
export type AwsIdentity = (typeof AwsIdentity)[keyof typeof AwsIdentity];

/** A bucket on AWS S3. */
export interface S3BucketArgs {
  /** Name of the bucket, unique in all of AWS: 3 to 63 lower-case letters, digits and hyphens. */
  readonly bucket: string;
  /** Region of the bucket: the cluster's. */
  readonly region: string;
  /**
   * True when the bucket is there already and is only granted: another stack made it.
   * @default false
   */
  readonly existing?: boolean;
  /**
   * KMS key that encrypts the objects; with `existing` the one that does already. Jobs may use it.
   * @default S3's own encryption (SSE-S3)
   */
  readonly kmsKeyArn?: pulumi.Input<string>;
  /**
   * Days that a deleted or overwritten object can be brought back. 0 keeps no versions.
   * @default 7, with preset development 0
   */
  readonly undeleteDays?: number;
  /**
   * Days after which parts of an upload that was never completed are removed.
   * @default 3
   */
  readonly abortUploadsAfterDays?: number;
  /**
   * By what jobs get their AWS role.
   * @default "pod-identity" where the job's Flink can, else "irsa"
   */
  readonly identity?: AwsIdentity;
  /**
   * ARN of an IAM policy that bounds the roles of jobs, whatever they are granted. It must allow what a grant does.
   * @default none
   */
  readonly permissionsBoundaryArn?: string;
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
