/** The lifecycle rules of a bucket in one form, from the four in which the providers of S3 and Google Cloud Storage write them. */
import type { BucketView } from "./bucketView.ts";
import type { ResourceReader } from "./cloudResource.ts";
import { isObject, type Known, UNKNOWN } from "./known.ts";
import type { ManifestPath } from "./place.ts";
import { all, any, type Truth, whenKnown } from "./threeValued.ts";

/** Days after which an incomplete upload is aborted at the latest, unless a person says otherwise: a month of parts that nothing uses. */
export const MAXIMUM_ABORT_DAYS = 30;

/** One rule. */
export interface LifecycleRule {
  /** Path of the rule in the properties of the resource that has it. */
  readonly path: ManifestPath;
  readonly enabled: Truth;
  /** Beginnings of the names of the objects it is for: one empty text for all. */
  readonly prefixes: Known<readonly string[]>;
  /** It is only for objects with tags or times that Flink never gives. */
  readonly notForFlink: Truth;
  /** Whether it deletes or archives objects that are in use, by their age. */
  readonly removes: Truth;
  /** Days after which it aborts uploads; undefined if it does not. */
  readonly abortDays: Known<number | undefined>;
}

/** All rules of a bucket. */
export interface BucketLifecycle {
  /** The resource that has them, or would have to. */
  readonly owner: ResourceReader;
  readonly path: ManifestPath;
  readonly rules: Known<readonly Known<LifecycleRule>[]>;
}

/** Classes of S3 whose objects cannot be read before somebody has asked for them hours earlier. */
const ARCHIVES = new Set(["GLACIER", "DEEP_ARCHIVE"]);

/** The rules: those of a resource of their own, else the bucket's. */
export function readLifecycle(view: BucketView): BucketLifecycle {
  if (view.cloud === "gs") return lifecycleOf(view.bucket, ["lifecycleRules"], googleRule);
  const { sure, unsure } = view.parts("lifecycle");
  const [part] = sure;
  if (part !== undefined) return lifecycleOf(part, ["rules"], s3Rule);
  const inline = lifecycleOf(view.bucket, ["lifecycleRules"], s3InlineRule);
  return unsure.length > 0 ? { ...inline, rules: UNKNOWN } : inline;
}

type ReadRule = (owner: ResourceReader, path: ManifestPath) => LifecycleRule;

function lifecycleOf(owner: ResourceReader, path: ManifestPath, readRule: ReadRule): BucketLifecycle {
  const items = owner.list(...path);
  const rules = whenKnown(items, (known) =>
    known.map((item, index) => whenKnown<unknown, LifecycleRule>(item, () => readRule(owner, [...path, index]))),
  );
  return { owner, path, rules };
}

/** Of BucketLifecycleConfiguration. */
function s3Rule(owner: ResourceReader, path: ManifestPath): LifecycleRule {
  const status = owner.text(...path, "status");
  // A filter may have one condition, or several below `and`; a prefix beside it is the older form.
  const texts = [["prefix"], ["filter", "prefix"], ["filter", "and", "prefix"]].map((inner) => owner.text(...path, ...inner));
  const tags = [
    ["filter", "tag"],
    ["filter", "and", "tags"],
  ].map((inner) => isFilled(owner.value(...path, ...inner)));
  const days = owner.value(...path, "abortIncompleteMultipartUpload", "daysAfterInitiation");
  return {
    path,
    enabled: whenKnown(status, (text) => text === "Enabled"),
    prefixes: texts.includes(UNKNOWN)
      ? UNKNOWN
      : [texts.find((text) => text !== undefined && text !== UNKNOWN && text !== "") ?? ""].map(String),
    notForFlink: any(tags),
    removes: any([expires(owner, [...path, "expiration"]), archives(owner, [...path, "transitions"])]),
    abortDays: positiveNumber(days),
  };
}

/** Of a bucket itself, in both shapes of version 6 of the provider and in the outputs of version 7. */
function s3InlineRule(owner: ResourceReader, path: ManifestPath): LifecycleRule {
  const expirations = owner.list(...path, "expirations");
  return {
    path,
    enabled: isTrue(owner.value(...path, "enabled")),
    prefixes: whenKnown(owner.text(...path, "prefix"), (text) => [text ?? ""]),
    notForFlink: isFilled(owner.value(...path, "tags")),
    removes: any([
      expires(owner, [...path, "expiration"]),
      whenKnown(expirations, (items) => any(items.map((_, index) => expires(owner, [...path, "expirations", index])))),
      archives(owner, [...path, "transitions"]),
    ]),
    abortDays: positiveNumber(owner.value(...path, "abortIncompleteMultipartUploadDays")),
  };
}

function expires(owner: ResourceReader, path: ManifestPath): Truth {
  const days = whenKnown(positiveNumber(owner.value(...path, "days")), (number) => number !== undefined);
  const date = whenKnown(owner.text(...path, "date"), (text) => text !== undefined && text !== "");
  return any([days, date]);
}

function archives(owner: ResourceReader, path: ManifestPath): Truth {
  return whenKnown(owner.list(...path), (items) =>
    any(items.map((_, index) => whenKnown(owner.text(...path, index, "storageClass"), (text) => ARCHIVES.has(text ?? "")))),
  );
}

/** Conditions of Google Cloud that only versions no longer current meet. */
const OF_OLD_VERSIONS = ["numNewerVersions", "daysSinceNoncurrentTime", "noncurrentTimeBefore"];

/** Conditions on a time that only a program which sets it meets. */
const OF_CUSTOM_TIME = ["customTimeBefore", "daysSinceCustomTime"];

/** Of Google Cloud Storage. Every class there can be read at once, so only deletion takes an object away. */
function googleRule(owner: ResourceReader, path: ManifestPath): LifecycleRule {
  const action = owner.text(...path, "action", "type");
  const condition = (name: string): Known<unknown> => owner.value(...path, "condition", name);
  const oldOnly = any([
    whenKnown(owner.text(...path, "condition", "withState"), (text) => text === "ARCHIVED"),
    ...OF_OLD_VERSIONS.map((name) => isFilled(condition(name))),
  ]);
  return {
    path,
    enabled: true,
    prefixes: whenKnown(owner.texts(...path, "condition", "matchesPrefixes"), (texts) => (texts.length === 0 ? [""] : texts)),
    notForFlink: any(OF_CUSTOM_TIME.map((name) => isFilled(condition(name)))),
    removes: all([whenKnown(action, (text) => text === "Delete"), whenKnown(oldOnly, (known) => !known)]),
    abortDays: whenKnown(action, (text) => (text === "AbortIncompleteMultipartUpload" ? positiveNumber(condition("age")) : undefined)),
  };
}

/** The provider leaves zero, the empty text and empty lists for what is not set. */
function isFilled(value: Known<unknown>): Truth {
  return whenKnown(value, (known) => {
    if (Array.isArray(known)) return known.length > 0;
    if (isObject(known)) return Object.keys(known).length > 0;
    return known !== undefined && known !== null && known !== "" && known !== 0 && known !== false;
  });
}

function isTrue(value: Known<unknown>): Truth {
  return whenKnown(value, (known) => known === true || known === "true");
}

function positiveNumber(value: Known<unknown>): Known<number | undefined> {
  return whenKnown(value, (known) => {
    const number = typeof known === "string" && known.trim() !== "" ? Number(known) : known;
    return typeof number === "number" && number > 0 ? number : undefined;
  });
}
