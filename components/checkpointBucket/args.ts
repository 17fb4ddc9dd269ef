/** The arguments of a CheckpointBucket, of its grants, and what a job is told. */
import type * as pulumi from "@pulumi/pulumi";
import type { FileSystem } from "../../model/platform.ts";
import type { Preset } from "../preset.ts";
import type { ClusterIdentityArgs } from "../streamingCluster/args.ts";
import type { VersionArgs } from "../versionArgs.ts";
import type { GcsBucketArgs } from "./gcs/args.ts";
import type { S3BucketArgs } from "./s3/args.ts";

/** Exactly one of `s3`, `gcs` and `endpoint`. */
export interface CheckpointBucketArgs {
  /** A bucket on AWS S3. */
  readonly s3?: S3BucketArgs;
  /** A bucket on Google Cloud Storage. */
  readonly gcs?: GcsBucketArgs;
  /** A bucket on an S3-compatible server. */
  readonly endpoint?: EndpointBucketArgs;
  /**
   * Defaults of what is not said here: see the table in docs/environments.md.
   * @default "production"
   */
  readonly preset?: Preset;
  /**
   * Tags of each AWS resource, labels of each Google Cloud resource that can have them.
   * @default none but the package's own
   */
  readonly tags?: { readonly [key: string]: string };
}

/** A bucket on any server that speaks S3: MinIO, Ceph, versitygw and others. The bucket exists already. */
export interface EndpointBucketArgs {
  /** Address of the server as the job's pods see it, with scheme and port: `http://s3.storage.svc:7070`. */
  readonly url: pulumi.Input<string>;
  /** Name of the bucket: 3 to 63 lower-case letters, digits, dots and hyphens. */
  readonly bucket: string;
  /**
   * Region that requests are signed for.
   * @default "us-east-1"
   */
  readonly region?: string;
  /**
   * Access key of an account that can read, write and list this bucket only. Kept as a secret.
   * @secret
   */
  readonly accessKey: pulumi.Input<string>;
  /**
   * Secret key of that account. Kept as a secret.
   * @secret
   */
  readonly secretKey: pulumi.Input<string>;
}

/** Who may use the bucket: the pods of one job. */
export interface GrantArgs {
  /** Namespace of the job. */
  readonly namespace: pulumi.Input<string>;
  /** Name of the job: the folder of the bucket that the grant is limited to. */
  readonly jobName: string;
  /** Name of the service account its pods run as. It need not exist yet. */
  readonly serviceAccount: string;
  /**
   * What the cloud calls the cluster's pods: `StreamingCluster.identity`.
   * @default none: enough for a bucket on an S3-compatible server
   */
  readonly identity?: ClusterIdentityArgs;
  /**
   * Versions of the job's image: what its file system can do depends on Flink's.
   * @default the current line of the compatibility matrix
   */
  readonly versions?: VersionArgs;
}

/** What a job needs to know to keep its state in a bucket. */
export interface JobStorageArgs {
  /** Root of everything the platform keeps: `s3://bucket` or `gs://bucket`. Each job adds its own name. */
  readonly uri: pulumi.Input<string>;
  /**
   * File system of Flink that serves the bucket. The job enables its plugin in the image.
   * @default the image has what it needs enabled
   */
  readonly fileSystem?: FileSystem;
  /**
   * Flink settings of the file system.
   * @default none
   */
  readonly flinkConfiguration?: { readonly [key: string]: pulumi.Input<string> };
  /**
   * Name of a Secret in the job's namespace whose keys become environment variables of its pods.
   * @default none
   */
  readonly environmentSecret?: pulumi.Input<string>;
  /**
   * Annotations that the job's service account must have.
   * @default none
   */
  readonly serviceAccountAnnotations?: { readonly [key: string]: pulumi.Input<string> };
  /**
   * What must be there before a pod of the job starts: credentials are handed out when a pod is admitted, and never later.
   * @default nothing
   */
  readonly resources?: readonly pulumi.Resource[];
}
