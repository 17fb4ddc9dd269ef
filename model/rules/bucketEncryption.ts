/** Nothing weakens the encryption of a bucket that holds state. */
import { z } from "zod";
import { bucketResult, type BucketView } from "../views/bucketView.ts";
import { findingOn, type ResourceReader } from "../views/cloudResource.ts";
import { type Known, UNKNOWN } from "../views/known.ts";
import type { ManifestPath } from "../views/place.ts";
import { defineRule, type Finding } from "../rule.ts";

/** Algorithms of S3 by the provider's names: the second and third use a key of KMS. */
const ALGORITHMS = ["AES256", "aws:kms", "aws:kms:dsse", "aws:fsx"];

/** The key that AWS keeps in each account: nobody can take rights on it away. */
const KEY_OF_AWS = /(?:^|:)alias\/aws\/s3$/;

const DEFAULT_ENCRYPTION = "applyServerSideEncryptionByDefault";

export const bucketEncryption = defineRule({
  id: "bucket-encryption",
  title: "The objects of a bucket that holds state are encrypted at rest, and nothing weakens that.",
  reason:
    "State is a copy of the data that went through the job. S3 encrypts every object since January 2023 and Google Cloud Storage always " +
    "has, so a bucket without a setting is encrypted. Keys that come with each request (SSE-C) weaken it: a stolen credential can write " +
    "state which its owner cannot read. A key of one's own can be taken away from whoever should not read any more.",
  source:
    "S3 User Guide, Setting default server-side encryption behavior; BucketServerSideEncryptionConfiguration.blockedEncryptionTypes; " +
    "Google Cloud Storage, Default encryption at rest",
  versions: "pulumi-aws 6 and 7, pulumi-gcp 8 and 9",
  parameters: z.object({
    customerKey: z.boolean().default(false).describe("Whether a key of KMS of one's own is asked for."),
  }),
  evaluate(view: BucketView, { customerKey }) {
    return view.cloud === "gs" ? googleResult(view, customerKey) : s3Result(view, customerKey);
  },
});

function googleResult(view: BucketView, customerKey: boolean) {
  const key = view.bucket.text("encryption", "defaultKmsKeyName");
  if (!customerKey || (key !== UNKNOWN && key !== undefined && key !== "")) return bucketResult(view, []);
  if (key === UNKNOWN) return bucketResult(view, [], ["default encryption key of the bucket"]);
  return bucketResult(view, [
    findingOn(view.bucket, {
      field: "default encryption key of the bucket",
      value: "not set (Google's own keys)",
      limit: "a key of Cloud KMS",
      remedy: "set gcs.kmsKey of the CheckpointBucket (encryption.defaultKmsKeyName)",
      at: { path: ["encryption", "defaultKmsKeyName"] },
    }),
  ]);
}

function s3Result(view: BucketView, customerKey: boolean) {
  const { sure, unsure } = view.parts("encryption");
  const owner = sure[0] ?? view.bucket;
  const defaults = sure.length === 0 && unsure.length > 0 ? UNKNOWN : defaultsOf(owner, sure.length > 0);
  if (defaults === UNKNOWN) return bucketResult(view, [], ["default encryption of the bucket"]);
  const found = defaults.map((one) => weakness(owner, one));
  const findings = found.filter((one) => one !== UNKNOWN);
  const unknown = found.includes(UNKNOWN) ? ["default encryption of the bucket"] : [];
  if (!customerKey) return bucketResult(view, findings, unknown);
  const keys = defaults.map(({ path }) => hasCustomerKey(owner, path));
  if (keys.includes(true)) return bucketResult(view, findings, unknown);
  if (keys.includes(UNKNOWN)) return bucketResult(view, findings, ["default encryption key of the bucket"]);
  const place = defaults[0]?.path ?? (sure.length > 0 ? ["rules"] : []);
  const missing = findingOn(owner, {
    field: "default encryption key of the bucket",
    value: "a key of AWS",
    limit: "a key of KMS of one's own",
    remedy: "set s3.kmsKeyArn of the CheckpointBucket (sseAlgorithm: aws:kms with kmsMasterKeyId)",
    at: { path: place },
  });
  return bucketResult(view, [...findings, missing]);
}

interface Default {
  /** Of the object with `sseAlgorithm`. */
  readonly path: ManifestPath;
  /** Of the rule around it. */
  readonly rule: ManifestPath;
}

/** The default encryption, in the shapes of both versions of the provider. */
function defaultsOf(owner: ResourceReader, isPart: boolean): Known<readonly Default[]> {
  const singular = (rule: ManifestPath): Default => ({ rule, path: [...rule, DEFAULT_ENCRYPTION] });
  if (isPart) return each(owner, ["rules"], (rule) => [singular(rule)]);
  const inline: ManifestPath = ["serverSideEncryptionConfiguration", "rule"];
  const rule = owner.value(...inline);
  if (rule === UNKNOWN) return UNKNOWN;
  if (rule !== undefined) return [singular(inline)];
  return each(owner, ["serverSideEncryptionConfigurations"], (configuration) =>
    each(owner, [...configuration, "rules"], (one) => each(owner, [...one, `${DEFAULT_ENCRYPTION}s`], (path) => [{ rule: one, path }])),
  );
}

function each(
  owner: ResourceReader,
  path: ManifestPath,
  read: (path: ManifestPath) => Known<readonly Default[]>,
): Known<readonly Default[]> {
  const items = owner.list(...path);
  if (items === UNKNOWN || items.includes(UNKNOWN)) return UNKNOWN;
  const found: Default[] = [];
  for (const index of items.keys()) {
    const defaults = read([...path, index]);
    if (defaults === UNKNOWN) return UNKNOWN;
    found.push(...defaults);
  }
  return found;
}

function weakness(owner: ResourceReader, { path, rule }: Default): Known<Finding | undefined> {
  const blocked = owner.texts(...rule, "blockedEncryptionTypes");
  if (blocked !== UNKNOWN && blocked.includes("NONE")) {
    return findingOn(owner, {
      field: "encryption that the bucket refuses",
      value: "NONE",
      limit: "SSE-C",
      remedy: "set blockedEncryptionTypes to SSE-C, as a CheckpointBucket does",
      at: { path: [...rule, "blockedEncryptionTypes", 0] },
      suggestion: "SSE-C",
    });
  }
  const algorithm = owner.text(...path, "sseAlgorithm");
  if (algorithm !== UNKNOWN && algorithm !== undefined && !ALGORITHMS.includes(algorithm)) {
    return findingOn(owner, {
      field: "default encryption of the bucket",
      value: JSON.stringify(algorithm),
      limit: `one of ${ALGORITHMS.join(", ")}`,
      remedy: "set sseAlgorithm to AES256, or to aws:kms with a key of your own",
      at: { path: [...path, "sseAlgorithm"] },
      suggestion: "AES256",
    });
  }
  return blocked === UNKNOWN || algorithm === UNKNOWN ? UNKNOWN : undefined;
}

function hasCustomerKey(owner: ResourceReader, path: ManifestPath): Known<boolean> {
  const algorithm = owner.text(...path, "sseAlgorithm");
  const key = owner.text(...path, "kmsMasterKeyId");
  if (algorithm !== UNKNOWN && !algorithm?.startsWith("aws:kms")) return false;
  if (key !== UNKNOWN && (key === undefined || key === "" || KEY_OF_AWS.test(key))) return false;
  return algorithm === UNKNOWN || key === UNKNOWN ? UNKNOWN : true;
}
