/**
 * What is put right of itself about a bucket, where there is one right answer: no public access, and an end to uploads that nobody
 * completes. Each function looks at the properties of one resource and returns the properties to set in place of its own, or undefined
 * where there is nothing to do. What is not known yet is left alone: the update knows it, and is put right then.
 */
import { MAXIMUM_ABORT_DAYS } from "./bucketLifecycle.ts";
import { bucketPartKind } from "./bucketParts.ts";
import { type Attempt, type Known, readAll, readList, readPath, scalarText, UNKNOWN } from "./known.ts";
import { all, type Truth } from "./threeValued.ts";

/** Properties to set, by name. */
export type PropertyChanges = Readonly<Record<string, unknown>>;

/** Days after which a remediated bucket aborts an incomplete upload. */
export const REMEDIATED_ABORT_DAYS = 7;

const FLAGS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** Name of the lifecycle rule that is added. */
const ABORT_RULE = "abort-incomplete-uploads";

/** The changes to a resource that make its bucket refuse public access; undefined for resources that have no say in it. */
export function remediatePublicAccess(type: string, properties: unknown, attempt: Attempt = readAll): PropertyChanges | undefined {
  if (bucketPartKind(type) === "publicAccess") {
    const wrong = FLAGS.filter((flag) => isKnownToDiffer(read(properties, flag, attempt), "true"));
    return wrong.length === 0 ? undefined : Object.fromEntries(wrong.map((flag) => [flag, true]));
  }
  if (type !== "gcp:storage/bucket:Bucket") return undefined;
  const prevention = read(properties, "publicAccessPrevention", attempt);
  return isKnownToDiffer(prevention, "enforced") ? { publicAccessPrevention: "enforced" } : undefined;
}

/**
 * The changes to a resource that make its bucket abort incomplete uploads. A bucket of S3 without lifecycle rules of its own is left
 * alone: a resource beside it may have them, and the two would undo each other.
 */
export function remediateUploads(type: string, properties: unknown, attempt: Attempt = readAll): PropertyChanges | undefined {
  if (bucketPartKind(type) === "lifecycle") return withRule(properties, "rules", S3_FORM, attempt);
  if (type === "gcp:storage/bucket:Bucket") return withRule(properties, "lifecycleRules", GOOGLE_FORM, attempt);
  if (type !== "aws:s3/bucket:Bucket" && type !== "aws:s3/bucketV2:BucketV2") return undefined;
  const own = read(properties, "lifecycleRules", attempt);
  return Array.isArray(own) && own.length > 0 ? withRule(properties, "lifecycleRules", INLINE_FORM, attempt) : undefined;
}

type Read = (...path: readonly string[]) => Known<unknown>;

/** How a provider writes such a rule. */
interface RuleForm {
  /** Whether a rule aborts uploads of all objects, soon enough for the rule bucket-lifecycle. */
  aborts(rule: Read): Truth;
  rule(id: string): unknown;
}

const S3_FORM: RuleForm = {
  aborts: (rule) => {
    const prefixes = [["prefix"], ["filter", "prefix"], ["filter", "and", "prefix"]].map((path) => rule(...path));
    return all([
      equals(rule("status"), "Enabled"),
      isInTime(rule("abortIncompleteMultipartUpload", "daysAfterInitiation")),
      ...prefixes.map(isNothing),
    ]);
  },
  rule: (id) => ({
    id,
    status: "Enabled",
    filter: { prefix: "" },
    abortIncompleteMultipartUpload: { daysAfterInitiation: REMEDIATED_ABORT_DAYS },
  }),
};

const INLINE_FORM: RuleForm = {
  aborts: (rule) => all([equals(rule("enabled"), "true"), isInTime(rule("abortIncompleteMultipartUploadDays")), isNothing(rule("prefix"))]),
  rule: (id) => ({ id, enabled: true, abortIncompleteMultipartUploadDays: REMEDIATED_ABORT_DAYS }),
};

const GOOGLE_FORM: RuleForm = {
  aborts: (rule) =>
    all([
      equals(rule("action", "type"), "AbortIncompleteMultipartUpload"),
      isInTime(rule("condition", "age")),
      isNothing(rule("condition", "matchesPrefixes")),
      isNothing(rule("condition", "matchesSuffixes")),
    ]),
  rule: () => ({ action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: REMEDIATED_ABORT_DAYS } }),
};

function withRule(properties: unknown, name: string, form: RuleForm, attempt: Attempt): PropertyChanges | undefined {
  const found = read(properties, name, attempt);
  if (found === UNKNOWN) return undefined;
  const rules = readList(found, attempt);
  const aborts = rules.map((rule) => (rule === UNKNOWN ? UNKNOWN : form.aborts((...path) => readPath(rule, path, attempt))));
  if (aborts.includes(true) || aborts.includes(UNKNOWN)) return undefined;
  const ids = rules.map((rule) => readPath(rule, ["id"], attempt));
  return { [name]: [...rules, form.rule(freeId(ids))] };
}

/** An id that no other rule has. */
function freeId(taken: readonly unknown[]): string {
  let id = ABORT_RULE;
  for (let number = 2; taken.includes(id); number++) id = `${ABORT_RULE}-${number}`;
  return id;
}

function read(properties: unknown, name: string, attempt: Attempt): Known<unknown> {
  return readPath(properties, [name], attempt);
}

function isKnownToDiffer(value: Known<unknown>, expected: string): boolean {
  return equals(value, expected) === false;
}

function equals(value: Known<unknown>, expected: string): Truth {
  return value === UNKNOWN ? UNKNOWN : scalarText(value) === expected;
}

function isInTime(value: Known<unknown>): Truth {
  if (value === UNKNOWN) return UNKNOWN;
  const days = Number(scalarText(value) ?? 0);
  return days > 0 && days <= MAXIMUM_ABORT_DAYS;
}

function isNothing(value: Known<unknown>): Truth {
  if (value === UNKNOWN) return UNKNOWN;
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}
