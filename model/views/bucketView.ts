/**
 * A bucket that holds the state of Flink jobs, as the rules see it: on S3 together with the resources that say the rest about it. What a
 * preview does not know yet is told as unknown, also whether the bucket holds state at all.
 */
import { type BucketPartKind, bucketPartKind, type BucketParts, type NamedBucket, NO_PARTS, partsOf } from "./bucketParts.ts";
import { CHECKPOINT_BUCKET_TYPE, type CloudResource, isBelow, readResource, type ResourceReader } from "./cloudResource.ts";
import { type Attempt, type Known, readAll, UNKNOWN } from "./known.ts";
import { type Finding, type RuleResult, ruleResult } from "../rule.ts";
import { readStateDirectories, type StateDirectory } from "./stateDirectories.ts";
import { any, type Truth } from "./threeValued.ts";
import { fitsWildcards } from "./wildcards.ts";

/** What the rules may ask of a bucket. */
export interface BucketView {
  readonly cloud: "s3" | "gs";
  /** The bucket's own resource. */
  readonly bucket: ResourceReader;
  /** Name in the cloud; undefined where the cloud or the provider chooses one. */
  readonly name: Known<string | undefined>;
  /** UNKNOWN where only a directory that is not known yet may be in it. */
  readonly holdsState: true | typeof UNKNOWN;
  /** Jobs of other stacks may keep state anywhere in it. */
  readonly shared: boolean;
  /** Directories of this stack's jobs in it. */
  readonly directories: readonly StateDirectory[];
  /** There may be more of them: some are not known yet. */
  readonly moreDirectories: boolean;
  /** The resources that say the rest about a bucket of S3; none for Google Cloud, where the bucket says all itself. */
  parts(kind: BucketPartKind): BucketParts;
}

/** Type tokens of buckets. `BucketV2` is a name of version 6 of the provider. */
const CLOUDS: ReadonlyMap<string, BucketView["cloud"]> = new Map([
  ["aws:s3/bucket:Bucket", "s3"],
  ["aws:s3/bucketV2:BucketV2", "s3"],
  ["gcp:storage/bucket:Bucket", "gs"],
]);

/** True for a resource that is a bucket of S3 or of Google Cloud Storage. */
export function isBucket({ type }: CloudResource): boolean {
  return CLOUDS.has(type);
}

/**
 * The buckets that hold Flink's state: those of a CheckpointBucket, those that a directory of a FlinkDeployment of the same resources
 * names, and those whose name fits one of the `patterns` (`*` stands for any letters). `attempt` is called around every read.
 */
export function readBucketViews(
  resources: readonly CloudResource[],
  attempt: Attempt = readAll,
  patterns: readonly string[] = [],
): readonly BucketView[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const { directories, unknownJobs } = readStateDirectories(resources, attempt);
  const buckets = resources.filter(isBucket).map((resource) => readBucket(resource, attempt));
  const ofS3 = buckets.filter(({ cloud }) => cloud === "s3").map(({ known }) => known);
  const names = new Set(buckets.map(({ cloud, known }) => `${cloud}://${known.name ?? ""}`));
  const candidates = new Map<BucketPartKind, ResourceReader[]>();
  for (const resource of resources) {
    const kind = bucketPartKind(resource.type);
    if (kind !== undefined) candidates.set(kind, [...(candidates.get(kind) ?? []), readResource(resource, attempt)]);
  }
  return buckets.flatMap(({ cloud, reader, name, known }): BucketView[] => {
    const own = directories.filter((directory) => directory.cloud === cloud && directory.bucket === known.name);
    const unnamed = directories.some(
      (directory) => directory.cloud === cloud && known.name === undefined && !names.has(`${cloud}://${directory.bucket}`),
    );
    const mayHoldMore: Truth = unnamed || unknownJobs.some((job) => mayName(job, reader.resource)) ? UNKNOWN : false;
    const shared = isBelow(reader.resource, CHECKPOINT_BUCKET_TYPE, byUrn);
    const fits = nameFits(known.name, patterns);
    const holdsState = any([shared, own.length > 0, fits, mayHoldMore]);
    if (holdsState === false) return [];
    return [
      {
        cloud,
        bucket: reader,
        name,
        holdsState,
        shared: shared || fits !== false,
        directories: own,
        moreDirectories: mayHoldMore === UNKNOWN,
        parts: (kind) => (cloud === "gs" ? NO_PARTS : partsOf(known, candidates.get(kind) ?? [], ofS3)),
      },
    ];
  });
}

interface ReadBucket {
  readonly cloud: BucketView["cloud"];
  readonly reader: ResourceReader;
  readonly name: Known<string | undefined>;
  readonly known: NamedBucket;
}

function readBucket(resource: CloudResource, attempt: Attempt): ReadBucket {
  const cloud = CLOUDS.get(resource.type) ?? "s3";
  const reader = readResource(resource, attempt);
  const given = reader.text(cloud === "s3" ? "bucket" : "name");
  // A name that the provider chooses is the resource's id as well.
  const name = typeof given === "string" ? given : (reader.text("id") ?? given);
  return { cloud, reader, name, known: { resource, name: typeof name === "string" ? name : undefined } };
}

function nameFits(name: string | undefined, patterns: readonly string[]): Truth {
  if (name === undefined) return patterns.length > 0 ? UNKNOWN : false;
  return patterns.some((pattern) => fitsWildcards(name, pattern));
}

/** False only where the job's values are known to come from other resources. */
function mayName(job: CloudResource, bucket: CloudResource): boolean {
  return job.dependencies === undefined || Object.values(job.dependencies).some((urns) => urns.includes(bucket.urn));
}

/** The result of a rule on a bucket: where it is not known whether it holds state, nothing is a violation yet. */
export function bucketResult(
  view: BucketView,
  findings: readonly (Finding | undefined)[],
  unknownFields: readonly string[] = [],
): RuleResult {
  const result = ruleResult(findings, unknownFields);
  if (view.holdsState === true || result.status !== "violated") return result;
  return ruleResult([], ["whether the bucket holds the state of a job (directories of the FlinkDeployment)"]);
}
