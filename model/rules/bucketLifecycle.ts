/** A bucket that holds state removes what nothing refers to, and never what Flink may still read. */
import { z } from "zod";
import { type BucketLifecycle, type LifecycleRule, MAXIMUM_ABORT_DAYS, readLifecycle } from "../views/bucketLifecycle.ts";
import { bucketResult, type BucketView } from "../views/bucketView.ts";
import { findingOn } from "../views/cloudResource.ts";
import { type Known, UNKNOWN } from "../views/known.ts";
import { defineRule, type Finding } from "../rule.ts";
import { all, any, type Truth, whenKnown } from "../views/threeValued.ts";

/** The folder that a CheckpointBucket's grant has for savepoints: nothing but a restart that names one reads them. */
const SAVEPOINTS_OF_A_JOB = /^[^/]+\/savepoints(?:\/|$)/;

const SUGGESTED_ABORT_DAYS = 7;

export const bucketLifecycle = defineRule({
  id: "bucket-lifecycle",
  title: "A bucket that holds state aborts incomplete uploads, and no object that Flink may refer to expires by its age.",
  reason:
    "An incremental checkpoint refers to files in shared/ that are as old as the state itself and counted by reference: Flink deletes them " +
    "when no checkpoint needs them. A rule that expires or archives objects by age takes them from under the newest checkpoint, and the " +
    "job cannot be restored. Parts of uploads that a failed TaskManager left behind are no objects: only a lifecycle rule removes them.",
  source:
    "Flink documentation, Checkpoints, directory structure and Incremental checkpoints; S3 User Guide, Configuring a bucket lifecycle " +
    "configuration to delete incomplete multipart uploads; Google Cloud Storage, Object Lifecycle Management",
  versions: "Flink 1.19 to 2.2; pulumi-aws 6 and 7, pulumi-gcp 8 and 9",
  remediable: true,
  parameters: z.object({
    maximumAbortDays: z
      .int()
      .positive()
      .default(MAXIMUM_ABORT_DAYS)
      .describe("Most days after which an incomplete upload is aborted.")
      .meta({ unit: "days" }),
    expiringPrefixes: z
      .array(z.string().min(1))
      .default([])
      .describe("Beginnings of the names of objects that may expire, as no job keeps state there."),
  }),
  evaluate(view: BucketView, { maximumAbortDays, expiringPrefixes }) {
    const lifecycle = readLifecycle(view);
    const { rules } = lifecycle;
    if (rules === UNKNOWN) return bucketResult(view, [], ["lifecycle rules"]);
    const removals = rules.map((rule) => whenKnown(rule, (known) => removesState(view, known, expiringPrefixes)));
    const aborts = abortsUploads(view, rules, maximumAbortDays);
    const findings = removals.flatMap((removes, index) => (removes === true ? [removal(lifecycle, index)] : []));
    if (aborts === false) findings.push(noAbort(lifecycle, maximumAbortDays));
    return bucketResult(view, findings, [
      ...(removals.includes(UNKNOWN) ? ["objects that a lifecycle rule removes"] : []),
      ...(aborts === UNKNOWN ? ["lifecycle rule that aborts incomplete uploads"] : []),
    ]);
  },
});

/** Whether the rule takes objects away that Flink may refer to. */
function removesState(view: BucketView, rule: LifecycleRule, allowed: readonly string[]): Truth {
  return all([
    rule.enabled,
    rule.removes,
    whenKnown(rule.notForFlink, (known) => !known),
    whenKnown(rule.prefixes, (prefixes) =>
      any(prefixes.map((prefix) => (allowed.some((one) => prefix.startsWith(one)) ? false : coversState(view, prefix)))),
    ),
  ]);
}

function coversState(view: BucketView, prefix: string): Truth {
  const overlaps = (folder: string): boolean => folder.startsWith(prefix) || prefix.startsWith(folder);
  if (view.directories.some(({ folder, savepoints }) => !savepoints && overlaps(folder))) return true;
  if (view.directories.some(({ folder, savepoints }) => savepoints && folder !== "" && prefix.startsWith(folder))) return false;
  // Each job has a folder with a name of its own, and any name may be a job's.
  if (view.shared) return !SAVEPOINTS_OF_A_JOB.test(prefix);
  return view.moreDirectories ? UNKNOWN : false;
}

/** Whether uploads to each place where the bucket holds state are aborted in time. */
function abortsUploads(view: BucketView, rules: readonly Known<LifecycleRule>[], maximumDays: number): Truth {
  const folders = view.shared || view.directories.length === 0 ? [""] : view.directories.map(({ folder }) => folder);
  const aborts = (folder: string): Truth => any(rules.map((rule) => whenKnown(rule, (known) => abortsIn(known, folder, maximumDays))));
  const inKnown = all(folders.map(aborts));
  if (inKnown !== true || view.shared || !view.moreDirectories) return inKnown;
  return aborts("") === true ? true : UNKNOWN;
}

function abortsIn(rule: LifecycleRule, folder: string, maximumDays: number): Truth {
  return all([
    rule.enabled,
    whenKnown(rule.abortDays, (days) => days !== undefined && days <= maximumDays),
    whenKnown(rule.notForFlink, (known) => !known),
    whenKnown(rule.prefixes, (prefixes) => prefixes.some((prefix) => folder.startsWith(prefix))),
  ]);
}

function removal({ owner, path, rules }: BucketLifecycle, index: number): Finding {
  const rule = rules === UNKNOWN ? undefined : rules[index];
  const prefixes = rule === undefined || rule === UNKNOWN || rule.prefixes === UNKNOWN ? [] : rule.prefixes;
  const objects = prefixes.every((prefix) => prefix === "") ? "all objects" : `objects that begin with ${prefixes.join(" or ")}`;
  return findingOn(owner, {
    field: `lifecycle rule ${index + 1}`,
    value: `one that removes or archives ${objects} by age`,
    limit: "versions that are no longer current, incomplete uploads, and prefixes without state",
    remedy:
      "remove its expiration: Flink deletes checkpoints itself (execution.checkpointing.num-retained). To get rid of old versions set " +
      "noncurrentVersionExpiration; objects of something else belong in another bucket, or their prefix in the rule's expiringPrefixes",
    at: { path: [...path, index] },
  });
}

function noAbort({ owner, path, rules }: BucketLifecycle, maximumDays: number): Finding {
  const known = rules === UNKNOWN ? [] : rules;
  const days = known.flatMap((rule) => (rule === UNKNOWN || typeof rule.abortDays !== "number" ? [] : [rule.abortDays]));
  const tooLate = days.filter((one) => one > maximumDays);
  return findingOn(owner, {
    field: "abort of incomplete uploads",
    value: days.length === 0 ? "not set" : tooLate.length > 0 ? `after ${Math.min(...tooLate)} days` : "not set for all of the state",
    limit: `after ${maximumDays} days at most`,
    remedy:
      `make the bucket with a CheckpointBucket, or add a lifecycle rule for all objects that aborts incomplete uploads after ` +
      `${Math.min(SUGGESTED_ABORT_DAYS, maximumDays)} days`,
    at: { path },
  });
}
