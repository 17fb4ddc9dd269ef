/** Stacks for the tests of rules on buckets and clusters: resources from their properties, any of them not known. */
import { type BucketView, readBucketViews } from "../../../model/views/bucketView.ts";
import type { CloudResource } from "../../../model/views/cloudResource.ts";
import { type ClusterView, readClusterView } from "../../../model/views/clusterView.ts";
import { type Attempt, UNKNOWN } from "../../../model/views/known.ts";
import { NOT_YET } from "./jobs.ts";

/** Reads a preview, in which NOT_YET stands for what is not known. */
export const attemptPreview: Attempt = (read) => {
  const value = read();
  return value === NOT_YET ? UNKNOWN : value;
};

const STACK = "urn:pulumi:dev::test";

/** A resource without a parent. */
export function resource(type: string, name: string, properties: unknown, more: Partial<CloudResource> = {}): CloudResource {
  return { type, name, urn: `${STACK}::${type}::${name}`, properties, ...more };
}

export const CHECKPOINT_BUCKET = resource("beam-flink:index:CheckpointBucket", "state", {});

/** URN of the bucket of `s3Bucket`. */
export const BUCKET_URN = `${STACK}::aws:s3/bucket:Bucket::bucket`;

/** URN of a part of it. */
export const partUrn = (part: string): string => `${STACK}::${s3Type(part)}::${part}`;

/** Type token of version 7 of the provider: `BucketPolicy` is `aws:s3/bucketPolicy:BucketPolicy`. */
export const s3Type = (part: string): string => `aws:s3/${part.charAt(0).toLowerCase()}${part.slice(1)}:${part}`;

/** The resources of a bucket of S3 in a CheckpointBucket, with parts by the names of their types. */
export function s3Resources(
  parts: Readonly<Record<string, object>>,
  bucket: object = {},
  more: Partial<CloudResource> = {},
): readonly CloudResource[] {
  return [
    CHECKPOINT_BUCKET,
    resource("aws:s3/bucket:Bucket", "bucket", { bucket: "state", ...bucket }, { parent: CHECKPOINT_BUCKET.urn, ...more }),
    ...Object.entries(parts).map(([part, properties]) => resource(s3Type(part), part, { bucket: "state", ...properties })),
  ];
}

/** The view of that bucket. */
export const s3Bucket = (...given: Parameters<typeof s3Resources>): BucketView => onlyBucket(s3Resources(...given));

/** The view of a bucket of Google Cloud in a CheckpointBucket. */
export function gcsBucket(properties: object, more: Partial<CloudResource> = {}): BucketView {
  const bucket = resource(
    "gcp:storage/bucket:Bucket",
    "bucket",
    { name: "state", ...properties },
    { parent: CHECKPOINT_BUCKET.urn, ...more },
  );
  return onlyBucket([CHECKPOINT_BUCKET, bucket]);
}

/** The only bucket of the resources that holds state. */
export function onlyBucket(resources: readonly CloudResource[]): BucketView {
  const [view, ...others] = readBucketViews(resources, attemptPreview);
  if (view === undefined || others.length > 0) throw new Error(`expected one bucket with state, found ${others.length + (view ? 1 : 0)}`);
  return view;
}

/** A FlinkDeployment with these settings. */
export function job(settings: Readonly<Record<string, string>>, more: Partial<CloudResource> = {}): CloudResource {
  const manifest = { metadata: { name: "orders" }, spec: { job: { args: [] }, flinkConfiguration: settings } };
  return resource("kubernetes:flink.apache.org/v1beta1:FlinkDeployment", "orders", manifest, more);
}

function cluster(type: string, properties: unknown): ClusterView {
  const view = readClusterView(resource(type, "cluster", properties), attemptPreview);
  if (view === undefined) throw new Error(`${type} is no cluster`);
  return view;
}

export const eks = (properties: unknown): ClusterView => cluster("aws:eks/cluster:Cluster", properties);
export const gke = (properties: unknown): ClusterView => cluster("gcp:container/cluster:Cluster", properties);
