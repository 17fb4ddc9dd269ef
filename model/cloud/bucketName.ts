/** Names of buckets, by the rules of the service that keeps them. */
import { ArgumentError } from "../argumentError.ts";
import { matches } from "../matches.ts";

interface NameRule {
  readonly pattern: RegExp;
  readonly rule: string;
}

/** Dots are left out: with one the name is not covered by the certificate of `*.s3.<region>.amazonaws.com`. */
const S3: NameRule = {
  pattern: /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  rule: "must be 3 to 63 lower-case letters, digits and hyphens, and start and end with a letter or digit",
};

/** Dots are left out: a name with one is a domain, whose ownership Google asks to be shown. */
const GCS: NameRule = {
  pattern: /^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/,
  rule: "must be 3 to 63 lower-case letters, digits, hyphens and underscores, and start and end with a letter or digit",
};

/** What S3-compatible servers have in common. */
const ENDPOINT: NameRule = {
  pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  rule: "must be 3 to 63 lower-case letters, digits, dots and hyphens, and start and end with a letter or digit",
};

/** Beginnings and ends that S3 keeps for access points, directory buckets and others (S3 User Guide, "Bucket naming rules"). */
const S3_PREFIXES = ["xn--", "sthree-", "amzn-s3-demo-"];
const S3_SUFFIXES = ["-s3alias", "--ol-s3", "--x-s3", "--table-s3"];

/** Google refuses its own name and what looks like it (Cloud Storage, "Bucket names"). */
const LIKE_GOOGLE = /^goog|g[o0]{2}g[l1]e/;

/** `name`, when S3 takes it for a new bucket. */
export function s3BucketName(name: string, field: string): string {
  checkForm(name, field, S3);
  const prefix = S3_PREFIXES.find((start) => name.startsWith(start));
  if (prefix !== undefined) throw reserved(name, field, `must not start with ${prefix}, which S3 keeps for itself`);
  const suffix = S3_SUFFIXES.find((end) => name.endsWith(end));
  if (suffix !== undefined) throw reserved(name, field, `must not end with ${suffix}, which S3 keeps for itself`);
  return name;
}

/** `name`, when Google Cloud Storage takes it for a new bucket. */
export function gcsBucketName(name: string, field: string): string {
  checkForm(name, field, GCS);
  if (LIKE_GOOGLE.test(name)) throw reserved(name, field, 'must not start with "goog" or hold "google" or a spelling close to it');
  return name;
}

/** `name`, when servers that speak S3 take it. */
export function endpointBucketName(name: string, field: string): string {
  checkForm(name, field, ENDPOINT);
  return name;
}

function checkForm(name: string, field: string, { pattern, rule }: NameRule): void {
  if (matches(name, pattern)) return;
  const remedy = /[/:]/.test(name)
    ? "Give the bucket's name alone, without a scheme such as s3:// or gs:// and without a path."
    : 'Write it like "acme-flink-checkpoints".';
  throw new ArgumentError({ field, value: name, rule, remedy });
}

const reserved = (value: string, field: string, rule: string) =>
  new ArgumentError({ field, value, rule, remedy: 'Choose another name, such as "acme-flink-checkpoints".' });
