/**
 * Which resources say the rest about a bucket of S3: its policy, its lifecycle, whether it is public. A preview may not know yet which
 * bucket such a resource names; then its dependencies tell, or it is not sure.
 */
import type { CloudResource, ResourceReader } from "./cloudResource.ts";
import { UNKNOWN } from "./known.ts";
import type { Truth } from "./threeValued.ts";

/** What a resource of its own may say about a bucket. */
export type BucketPartKind = "acl" | "encryption" | "lifecycle" | "ownership" | "policy" | "publicAccess" | "versioning";

/** Type tokens by kind; those that end in V2 are the names of version 6 of the provider. */
const TYPES: Readonly<Record<BucketPartKind, readonly string[]>> = {
  acl: ["aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"],
  encryption: [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
  ],
  lifecycle: [
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
  ],
  ownership: ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"],
  policy: ["aws:s3/bucketPolicy:BucketPolicy"],
  publicAccess: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
  versioning: ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"],
};

const KINDS: ReadonlyMap<string, BucketPartKind> = new Map(
  Object.entries(TYPES).flatMap(([kind, types]) => types.map((type) => [type, kind as BucketPartKind])),
);

/** The kind of a part by its type token; undefined for any other resource. */
export function bucketPartKind(type: string): BucketPartKind | undefined {
  return KINDS.get(type);
}

/** The parts of one kind: a bucket of S3 has one, and only a mistake makes it more. */
export interface BucketParts {
  readonly sure: readonly ResourceReader[];
  /** Resources that may be about this bucket or about another one. */
  readonly unsure: readonly ResourceReader[];
}

/** The parts of a bucket of Google Cloud, which says all of itself. */
export const NO_PARTS: BucketParts = { sure: [], unsure: [] };

/** A bucket and the name it has or will have. */
export interface NamedBucket {
  readonly resource: CloudResource;
  /** Undefined where the name is not known. */
  readonly name: string | undefined;
}

/** Divides the candidates by whether they are about `bucket`, which is one of the `buckets`. */
export function partsOf(bucket: NamedBucket, candidates: readonly ResourceReader[], buckets: readonly NamedBucket[]): BucketParts {
  const sure: ResourceReader[] = [];
  const unsure: ResourceReader[] = [];
  for (const candidate of candidates) {
    const belongs = isAbout(candidate, bucket, buckets);
    if (belongs === true) sure.push(candidate);
    if (belongs === UNKNOWN) unsure.push(candidate);
  }
  return { sure, unsure };
}

function isAbout(part: ResourceReader, bucket: NamedBucket, buckets: readonly NamedBucket[]): Truth {
  const reference = part.text("bucket");
  if (reference === undefined) return false;
  if (reference !== UNKNOWN) {
    const owner = buckets.find(({ name }) => name === reference);
    if (owner !== undefined) return owner.resource.urn === bucket.resource.urn;
    if (bucket.name !== undefined) return false;
  }
  const origins = part.resource.dependencies?.["bucket"] ?? [];
  const named = buckets.filter(({ resource }) => origins.includes(resource.urn));
  if (!named.some(({ resource }) => resource.urn === bucket.resource.urn)) return named.length > 0 ? false : UNKNOWN;
  return named.length === 1 ? true : UNKNOWN;
}
