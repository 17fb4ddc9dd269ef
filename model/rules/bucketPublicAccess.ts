/** Nobody outside reads a bucket that holds state. */
import { z } from "zod";
import { anyStatement, letsEverybodyIn, readBucketPolicy } from "../views/bucketPolicy.ts";
import { bucketResult, type BucketView } from "../views/bucketView.ts";
import { findingOn, type ResourceReader } from "../views/cloudResource.ts";
import { type Known, UNKNOWN } from "../views/known.ts";
import type { ManifestPath } from "../views/place.ts";
import { defineRule, type Finding } from "../rule.ts";
import { any, type Truth, whenKnown } from "../views/threeValued.ts";

/** The flags of a BucketPublicAccessBlock. */
const FLAGS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

const PUBLIC_ACLS = ["public-read", "public-read-write", "authenticated-read"];

/** Everybody, and everybody with any account of AWS. */
const PUBLIC_GROUP = /\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/;

export const bucketPublicAccess = defineRule({
  id: "bucket-public-access",
  title: "A bucket that holds state refuses public access, whatever its policy and access lists say.",
  reason:
    "State is a copy of the data that went through the job, and one policy or access list set by mistake makes it public. S3 blocks " +
    "public access by itself only for buckets made since April 2023, and only until somebody changes it; a program that states the four " +
    "flags brings them back. On Google Cloud the default is inherited: it depends on the organization.",
  source:
    "S3 User Guide, Blocking public access to your Amazon S3 storage and The meaning of public; BucketPublicAccessBlock: each flag is " +
    "false by default; Google Cloud Storage, Public access prevention",
  versions: "pulumi-aws 6 and 7, pulumi-gcp 8 and 9",
  remediable: true,
  parameters: z.object({}),
  evaluate(view: BucketView) {
    return view.cloud === "gs" ? googleResult(view) : s3Result(view);
  },
});

interface Found {
  readonly finding?: Finding;
  readonly unknown?: string;
}

function googleResult(view: BucketView) {
  const { bucket } = view;
  const prevention = bucket.text("publicAccessPrevention");
  const uniform = bucket.text("uniformBucketLevelAccess");
  const found = [
    check(prevention, prevention === "enforced", {
      field: "public access prevention",
      owner: bucket,
      path: ["publicAccessPrevention"],
      otherwise: "not set (the default is inherited)",
      limit: "enforced",
      remedy: "make the bucket with a CheckpointBucket, or set publicAccessPrevention to enforced",
    }),
    check(uniform, uniform === "true", {
      field: "uniform bucket-level access",
      owner: bucket,
      path: ["uniformBucketLevelAccess"],
      otherwise: "not set (the default is false)",
      limit: "true",
      remedy:
        "make the bucket with a CheckpointBucket, or set uniformBucketLevelAccess to true: access lists of objects then count no more",
    }),
  ];
  return resultOf(view, found);
}

function s3Result(view: BucketView) {
  const { sure, unsure } = view.parts("publicAccess");
  const [block] = sure;
  const flag = (name: (typeof FLAGS)[number]): Known<string | undefined> => block?.text(name);
  const flags = FLAGS.map((name) =>
    block === undefined
      ? {}
      : check(flag(name), flag(name) === "true", {
          field: `${name} of the public access block`,
          owner: block,
          path: [name],
          otherwise: "not set (the default is false)",
          limit: "true",
          remedy: `make the bucket with a CheckpointBucket, or set ${name} to true`,
        }),
  );
  return resultOf(view, [
    ...(block === undefined ? [noBlock(view, unsure.length > 0)] : flags),
    // What the block makes harmless need not be known.
    publicAcl(view, flag("ignorePublicAcls") === "true"),
    publicPolicy(view, flag("restrictPublicBuckets") === "true"),
  ]);
}

function noBlock({ bucket }: BucketView, mayExist: boolean): Found {
  if (mayExist) return { unknown: "public access block (which bucket a BucketPublicAccessBlock is for)" };
  return {
    finding: findingOn(bucket, {
      field: "public access block",
      value: "not set",
      limit: "all four flags true",
      remedy: `make the bucket with a CheckpointBucket, or add a BucketPublicAccessBlock with ${FLAGS.join(", ")}: true`,
      at: { path: [] },
    }),
  };
}

function publicAcl(view: BucketView, ignored: boolean): Found {
  const { sure, unsure } = view.parts("acl");
  const owner = sure[0] ?? view.bucket;
  const isPart = sure.length > 0;
  const acl = owner.text("acl");
  const grants = isPart ? ["accessControlPolicy", "grants"] : ["grants"];
  const isPublicAcl = whenKnown(acl, (text) => PUBLIC_ACLS.includes(text ?? ""));
  const isGranted = grantsToGroup(owner, grants, isPart ? ["grantee", "uri"] : ["uri"]);
  const finding = (path: ManifestPath, value: string, suggestion?: string): Found => ({
    finding: findingOn(owner, {
      field: "access list of the bucket",
      value,
      limit: "private",
      remedy: "leave out the access list, and give rights by the bucket's policy or by roles",
      at: { path },
      ...(suggestion === undefined ? {} : { suggestion }),
    }),
  });
  if (isPublicAcl === true) return finding(["acl"], JSON.stringify(acl), "private");
  if (isGranted === true) return finding(grants, "a grant to everybody");
  const unknown = isPublicAcl === UNKNOWN || isGranted === UNKNOWN || (!isPart && unsure.length > 0);
  return unknown && !ignored ? { unknown: "access list of the bucket" } : {};
}

function grantsToGroup(owner: ResourceReader, path: ManifestPath, uri: ManifestPath): Truth {
  return whenKnown(owner.list(...path), (items) =>
    any(items.map((_, index) => whenKnown(owner.text(...path, index, ...uri), (text) => PUBLIC_GROUP.test(text ?? "")))),
  );
}

function publicPolicy(view: BucketView, restricted: boolean): Found {
  const policy = readBucketPolicy(view);
  const isPublic = anyStatement(policy, letsEverybodyIn);
  if (isPublic === UNKNOWN) return restricted ? {} : { unknown: "bucket policy" };
  if (!isPublic) return {};
  return {
    finding: findingOn(policy.owner, {
      field: "bucket policy",
      value: "open to everybody (Effect Allow for Principal *)",
      limit: "named principals, or a condition that limits callers",
      remedy: "name the roles of the jobs as principals, or leave the statement out: a grant of a CheckpointBucket gives rights to roles",
      at: { path: policy.path },
    }),
  };
}

interface Expected {
  readonly field: string;
  readonly owner: ResourceReader;
  readonly path: ManifestPath;
  readonly otherwise: string;
  readonly limit: string;
  readonly remedy: string;
}

function check(value: Known<string | undefined>, holds: boolean, { owner, path, otherwise, ...text }: Expected): Found {
  if (value === UNKNOWN) return { unknown: text.field };
  if (holds) return {};
  const shown = value === undefined ? otherwise : JSON.stringify(value);
  return { finding: findingOn(owner, { ...text, value: shown, at: { path }, suggestion: text.limit }) };
}

function resultOf(view: BucketView, found: readonly Found[]) {
  return bucketResult(
    view,
    found.map(({ finding }) => finding),
    found.flatMap(({ unknown }) => (unknown === undefined ? [] : [unknown])),
  );
}
