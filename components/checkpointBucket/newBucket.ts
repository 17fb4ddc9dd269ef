/** What a bucket that this program makes has beside its name, on either cloud: how deletions are undone and refused. */
import { ArgumentError, positive } from "../../model/platform.ts";
import { DEFAULT_PRESET, Preset } from "../preset.ts";

/** The arguments that S3BucketArgs and GcsBucketArgs share. */
export interface BucketLifeArgs {
  readonly existing?: boolean;
  readonly undeleteDays?: number;
  readonly abortUploadsAfterDays?: number;
  readonly protect?: boolean;
  readonly forceDestroy?: boolean;
}

/** The same, checked and without gaps. */
export interface NewBucket {
  readonly undeleteDays: number;
  readonly abortUploadsAfterDays: number;
  readonly protect: boolean;
  readonly forceDestroy: boolean;
}

/** A week covers a weekend: long enough to notice that a state was deleted. */
const UNDELETE_DAYS = { [Preset.Development]: 0, [Preset.Production]: 7 };

/** An upload that is three days old belongs to a checkpoint or savepoint that was given up. */
const ABORT_UPLOADS_AFTER_DAYS = 3;

const OF_THE_BUCKET = ["undeleteDays", "abortUploadsAfterDays", "protect", "forceDestroy"] as const;

/** Resolves the preset's defaults. `undefined` for a bucket that is there already, which has none of these. */
export function planNewBucket(args: BucketLifeArgs, field: string, preset: Preset = DEFAULT_PRESET): NewBucket | undefined {
  if (args.existing === true) {
    const given = OF_THE_BUCKET.find((name) => args[name] !== undefined);
    if (given === undefined) return undefined;
    throw new ArgumentError({
      field: `${field}.${given}`,
      value: args[given],
      rule: "must not be set beside existing: this program neither makes nor deletes the bucket",
      remedy: "Set it where the bucket is made.",
    });
  }
  if (preset === Preset.Production && args.protect === false) {
    throw new ArgumentError({
      field: `${field}.protect`,
      value: false,
      rule: "must not be false with preset production: without its bucket no job can be restored",
      remedy: 'Leave it out, or use preset "development".',
    });
  }
  if (preset === Preset.Production && args.forceDestroy === true) {
    throw new ArgumentError({
      field: `${field}.forceDestroy`,
      value: true,
      rule: "must not be true with preset production: destroying the stack would delete the state of all jobs",
      remedy: 'Leave it out, or use preset "development".',
    });
  }
  return {
    undeleteDays: args.undeleteDays ?? UNDELETE_DAYS[preset],
    abortUploadsAfterDays: positive(args.abortUploadsAfterDays ?? ABORT_UPLOADS_AFTER_DAYS, `${field}.abortUploadsAfterDays`),
    protect: args.protect ?? preset === Preset.Production,
    forceDestroy: args.forceDestroy ?? false,
  };
}
