/**
 * Checkpoints and bundles, and who writes which setting. Beam and Flink can both write most of them; two writers end in whichever
 * runs last, so each has one here. Beam writes what it can, because it looks only at its own options: `@RequiresStableInput` is refused
 * without `checkpointingInterval`, and idle sources end at once when that is unset. Once it is set, Beam also writes mode, concurrent
 * checkpoints and forced unaligned checkpoints over whatever Flink's configuration says. Flink's configuration holds the rest:
 * - aligned timeout, retained number, incremental: Beam has no option for them;
 * - tolerable failures: the Flink key works with both flavours of the runner (on Flink 1 it overrides `failOnCheckpointingErrors`);
 * - retention after cancellation: Beam writes nothing while `externalizedCheckpointsEnabled` is unset; the operator reads the key;
 * - a timeout above Flink's default, with Beam's value: the operator waits that long for a savepoint, and looks only here.
 */
import { ArgumentError } from "./argumentError.ts";
import { formatDuration, parseDuration } from "./duration.ts";
import { stateKeys } from "./flinkConfiguration.ts";
import type { FlinkPipelineOptions } from "./pipelineOptions.ts";
import type { Versions } from "./versions.ts";
import { notNegative, positive } from "./wholeNumber.ts";

/** What a checkpoint guarantees. */
export const CheckpointMode = {
  /** State holds every element once. */
  ExactlyOnce: "exactly-once",
  /** State may hold an element twice after a failure; barriers wait for nothing. */
  AtLeastOnce: "at-least-once",
} as const;
export type CheckpointMode = (typeof CheckpointMode)[keyof typeof CheckpointMode];

/** How a job checkpoints. Durations are in Flink's notation: `10 s`. */
export interface CheckpointSettings {
  /**
   * Time between two checkpoints: at least 10 ms.
   * @default "10 s"
   */
  readonly interval?: string;
  /**
   * Time after which a checkpoint is given up: not under the interval. Savepoints have the same limit, those of upgrades and drains too.
   * @default "1 min"
   */
  readonly timeout?: string;
  /**
   * What a checkpoint guarantees.
   * @default CheckpointMode.ExactlyOnce
   */
  readonly mode?: CheckpointMode;
  /**
   * Time without a checkpoint after each one.
   * @default none
   */
  readonly minPause?: string;
  /**
   * Barriers overtake elements in flight, which are stored in the checkpoint: for jobs under back pressure. Needs exactly once.
   * @default false
   */
  readonly unaligned?: boolean;
  /**
   * A checkpoint starts aligned and becomes unaligned after this time. Needs `unaligned`.
   * @default "0 ms", unaligned from the start
   */
  readonly alignedTimeout?: string;
  /**
   * Failed checkpoints in a row that do not fail the job. One more does: the job then restarts from a bucket that may still be away,
   * which the Adaptive Scheduler does not survive (docs/faults.md).
   * @default as many as fit into 10 min at the interval, at least 3: 60 at an interval of 10 s
   */
  readonly tolerableFailures?: number;
  /**
   * Completed checkpoints that are kept.
   * @default 3
   */
  readonly retained?: number;
  /**
   * A checkpoint holds the changes since the one before. Only the RocksDB backend can.
   * @default true
   */
  readonly incremental?: boolean;
  /**
   * The last checkpoint stays when the job is cancelled.
   * @default true
   */
  readonly retainOnCancellation?: boolean;
}

/** How a job makes bundles. */
export interface BundleSettings {
  /**
   * Elements of a bundle at most.
   * @default 10000
   */
  readonly size?: number;
  /**
   * Time until a bundle is finished.
   * @default "10 s"
   */
  readonly time?: string;
  /**
   * A bundle is finished before a checkpoint, so that its output is not stored in it.
   * @default true
   */
  readonly finishBeforeCheckpoint?: boolean;
}

/** Defaults of the checkpoint settings that do not follow from others. Optional ones without a default are left to Flink. */
export const CHECKPOINT_DEFAULTS = {
  interval: "10 s",
  timeout: "1 min",
  mode: CheckpointMode.ExactlyOnce,
  unaligned: false,
  retained: 3,
  incremental: true,
  retainOnCancellation: true,
} as const satisfies CheckpointSettings;

/** Defaults of the bundle settings. */
export const BUNDLE_DEFAULTS = { size: 10_000, time: "10 s", finishBeforeCheckpoint: true } as const satisfies BundleSettings;

/**
 * Outage of the bucket that a job bears, in milliseconds. Flink counts failed checkpoints, not time: a bucket that refuses at once fails
 * one per interval, one that hangs fails one per timeout. Of the reasons, `CheckpointFailureManager` counts `IO_EXCEPTION`,
 * `CHECKPOINT_ASYNC_EXCEPTION`, `CHECKPOINT_DECLINED`, `CHECKPOINT_EXPIRED` and, in Flink 1.19, `FINALIZE_CHECKPOINT_FAILURE`.
 */
const BORNE_OUTAGE_MS = 600_000;

/** The first checkpoints of a job often fail while its tasks start, whatever the interval. */
const MINIMAL_TOLERABLE_FAILURES = 3;

/** How long the operator waits for a savepoint where Flink's configuration says nothing: `execution.checkpointing.timeout` of Flink. */
const DEFAULT_TIMEOUT_OF_FLINK_MS = 600_000;

/** Flink refuses shorter intervals and timeouts (`CheckpointCoordinatorConfiguration.MINIMAL_CHECKPOINT_TIME`). */
const MINIMAL_CHECKPOINT_MS = 10;

/** What is written where. */
export interface RenderedCheckpointing {
  readonly pipelineOptions: Partial<FlinkPipelineOptions>;
  readonly flinkConfiguration: Record<string, string>;
}

/** Settings of checkpoints and bundles, each at its one writer. */
export function renderCheckpointing(checkpoints: CheckpointSettings, bundles: BundleSettings, versions: Versions): RenderedCheckpointing {
  const settings = { ...CHECKPOINT_DEFAULTS, ...defined(checkpoints) };
  const bundle = { ...BUNDLE_DEFAULTS, ...defined(bundles) };
  const interval = milliseconds(settings.interval, "checkpoints.interval", MINIMAL_CHECKPOINT_MS);
  const timeout = milliseconds(settings.timeout, "checkpoints.timeout", MINIMAL_CHECKPOINT_MS);
  if (timeout < interval) throw timeoutUnderInterval(settings, checkpoints.timeout === undefined);
  checkUnaligned(settings);
  const keys = stateKeys(versions);
  return {
    pipelineOptions: {
      checkpointingInterval: interval,
      checkpointTimeoutMillis: timeout,
      checkpointingMode: beamMode(settings.mode),
      ...(settings.minPause === undefined
        ? {}
        : { minPauseBetweenCheckpoints: milliseconds(settings.minPause, "checkpoints.minPause", 0) }),
      ...(settings.unaligned ? { unalignedCheckpointEnabled: true } : {}),
      maxBundleSize: positive(bundle.size, "bundles.size"),
      maxBundleTimeMills: milliseconds(bundle.time, "bundles.time", 1),
      finishBundleBeforeCheckpointing: bundle.finishBeforeCheckpoint,
    },
    flinkConfiguration: {
      ...(settings.alignedTimeout === undefined
        ? {}
        : {
            "execution.checkpointing.aligned-checkpoint-timeout": formatDuration(
              milliseconds(settings.alignedTimeout, "checkpoints.alignedTimeout", 0),
            ),
          }),
      "execution.checkpointing.tolerable-failed-checkpoints": String(
        notNegative(settings.tolerableFailures ?? tolerableFailuresAt(interval), "checkpoints.tolerableFailures"),
      ),
      "execution.checkpointing.externalized-checkpoint-retention": settings.retainOnCancellation
        ? "RETAIN_ON_CANCELLATION"
        : "DELETE_ON_CANCELLATION",
      ...(timeout > DEFAULT_TIMEOUT_OF_FLINK_MS ? { "execution.checkpointing.timeout": formatDuration(timeout) } : {}),
      [keys.numRetained]: String(positive(settings.retained, "checkpoints.retained")),
      [keys.incremental]: String(settings.incremental),
    },
  };
}

const tolerableFailuresAt = (interval: number) => Math.max(MINIMAL_TOLERABLE_FAILURES, Math.ceil(BORNE_OUTAGE_MS / interval));

/** Blames what the caller set: the interval, where the timeout is the default. */
function timeoutUnderInterval({ interval, timeout }: Pick<Required<CheckpointSettings>, "interval" | "timeout">, byDefault: boolean) {
  return byDefault
    ? new ArgumentError({
        field: "checkpoints.interval",
        value: interval,
        rule: `must not be longer than checkpoints.timeout, which is ${timeout} by default`,
        remedy: `Set both, with a timeout of at least ${interval}, or shorten the interval.`,
      })
    : new ArgumentError({
        field: "checkpoints.timeout",
        value: timeout,
        rule: `must not be shorter than checkpoints.interval (${interval})`,
        remedy: "Raise the timeout or shorten the interval.",
      });
}

function checkUnaligned(settings: CheckpointSettings): void {
  if (settings.unaligned === true && settings.mode === CheckpointMode.AtLeastOnce) {
    throw new ArgumentError({
      field: "checkpoints.unaligned",
      value: true,
      rule: `needs checkpoints.mode ${CheckpointMode.ExactlyOnce}`,
      remedy: "Leave out one of the two: at least once has no barriers to wait for.",
    });
  }
  if (settings.alignedTimeout !== undefined && settings.unaligned !== true) {
    throw new ArgumentError({
      field: "checkpoints.alignedTimeout",
      value: settings.alignedTimeout,
      rule: "needs checkpoints.unaligned true",
      remedy: "Set unaligned, or leave alignedTimeout out.",
    });
  }
}

function beamMode(mode: CheckpointMode): string {
  const modes: Readonly<Record<string, string>> = {
    [CheckpointMode.ExactlyOnce]: "EXACTLY_ONCE",
    [CheckpointMode.AtLeastOnce]: "AT_LEAST_ONCE",
  };
  const beam = Object.hasOwn(modes, mode) ? modes[mode] : undefined;
  if (beam === undefined) {
    throw new ArgumentError({
      field: "checkpoints.mode",
      value: mode,
      rule: `must be ${Object.values(CheckpointMode).join(" or ")}`,
      remedy: "Choose one of the two.",
    });
  }
  return beam;
}

/** Settings without the fields that are present but undefined, which would hide a default. */
function defined<T extends object>(settings: T): { [K in keyof T]?: Exclude<T[K], undefined> };
function defined(settings: object): object {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** Beam's options are whole milliseconds. */
function milliseconds(given: string, field: string, minimum: number): number {
  const value = parseDuration(given, field);
  if (value >= minimum && Number.isInteger(value)) return value;
  throw new ArgumentError({
    field,
    value: given,
    rule: `must be whole milliseconds, at least ${formatDuration(minimum)}`,
    remedy: "Write it like 10 s or 500 ms.",
  });
}
