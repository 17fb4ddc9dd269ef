/**
 * What a job's checkpoints amount to where Beam and Flink both may write a setting. Once `checkpointingInterval` is set, Beam writes mode,
 * concurrent checkpoints and forced unaligned checkpoints over Flink's configuration even where the pipeline does not set them; unaligned
 * checkpoints and retention only where they are switched on. Without it Beam writes none of them. Source: `configureCheckpointing` of
 * Beam's `FlinkExecutionEnvironments`.
 */
import { describeDuration, numberOption } from "./jobSettings.ts";
import type { JobView } from "./jobView.ts";
import { type Known, UNKNOWN } from "./known.ts";
import type { FlinkPipelineOptions } from "../pipelineOptions.ts";
import type { Place } from "./place.ts";

/** A setting in one notation, and where it comes from or would be set. */
export interface Written {
  /** Undefined where nobody writes it. */
  readonly value: string | undefined;
  readonly at: Place;
}

/** What Beam writes for an option that the pipeline does not set. */
export const WRITTEN_BY_DEFAULT = {
  checkpointingMode: "EXACTLY_ONCE",
  numConcurrentCheckpoints: "1",
  forceUnalignedCheckpointEnabled: "false",
} as const satisfies Partial<Record<keyof FlinkPipelineOptions, string>>;

/** How its writer is told a value: `--option=value` or `setting: value`. */
export function writtenAs(at: Place, value: string): string {
  if ("option" in at) return `--${at.option}=${value}`;
  return "setting" in at ? `${at.setting}: ${value}` : value;
}

/** How its writer is named: `--option` or `setting`. */
export function writerName(at: Place): string {
  if ("option" in at) return `--${at.option}`;
  return "setting" in at ? at.setting : at.path.join(".");
}

/** Milliseconds as their writer reads them: Beam as a number, Flink with a unit. */
export function durationFor(at: Place, milliseconds: number): string {
  return "setting" in at ? describeDuration({ value: milliseconds }) : String(milliseconds);
}

const RETENTION = "execution.checkpointing.externalized-checkpoint-retention";

/** True if Beam configures the job's checkpoints. */
export function beamWrites(view: JobView): Known<boolean> {
  const interval = numberOption(view, "checkpointingInterval");
  return interval === UNKNOWN ? UNKNOWN : interval !== undefined;
}

/** `EXACTLY_ONCE` or `AT_LEAST_ONCE`, or a text that is neither. */
export function checkpointMode(view: JobView): Known<Written> {
  const beam = map(view.option("checkpointingMode"), enumName);
  return written(
    view,
    { option: "checkpointingMode", value: beam ?? WRITTEN_BY_DEFAULT.checkpointingMode },
    { setting: "execution.checkpointing.mode", value: map(view.setting("execution.checkpointing.mode"), enumName) },
  );
}

/** How many checkpoints may be under way at once. */
export function concurrentCheckpoints(view: JobView): Known<Written> {
  const setting = "execution.checkpointing.max-concurrent-checkpoints";
  return written(
    view,
    { option: "numConcurrentCheckpoints", value: view.option("numConcurrentCheckpoints") ?? WRITTEN_BY_DEFAULT.numConcurrentCheckpoints },
    { setting, value: view.setting(setting) },
  );
}

/** `true` if barriers overtake elements. Beam switches it on and never off. */
export function unalignedCheckpoints(view: JobView): Known<Written> {
  const setting = "execution.checkpointing.unaligned.enabled";
  const flink = map(view.setting(setting), lowerCase);
  if (flink === "true") return { value: flink, at: { setting } };
  const beam = map(view.option("unalignedCheckpointEnabled"), lowerCase);
  return written(
    view,
    { option: "unalignedCheckpointEnabled", value: beam === "true" || beam === UNKNOWN ? beam : undefined },
    { setting, value: flink },
  );
}

/** What happens to checkpoints when the job is cancelled: `RETAIN_ON_CANCELLATION` and others. */
export function checkpointRetention(view: JobView): Known<Written> {
  return written(
    view,
    { option: "retainExternalizedCheckpointsOnCancellation", value: retentionByBeam(view) },
    { setting: RETENTION, value: map(view.setting(RETENTION), enumName) },
  );
}

/** What Beam's two options on retention amount to; undefined where Beam leaves it to Flink. */
export function retentionByBeam(view: JobView): Known<string | undefined> {
  const externalized = map(view.option("externalizedCheckpointsEnabled"), lowerCase);
  if (externalized === UNKNOWN) return UNKNOWN;
  if (externalized !== "true") return undefined;
  const retain = map(view.option("retainExternalizedCheckpointsOnCancellation"), lowerCase);
  if (retain === UNKNOWN) return UNKNOWN;
  return retain === "true" ? "RETAIN_ON_CANCELLATION" : "DELETE_ON_CANCELLATION";
}

/** The name of an enumeration's value: Flink reads it in any case. */
export function enumName(text: string): string {
  return text.trim().toUpperCase().replaceAll("-", "_");
}

/** A boolean as Java reads it. */
export function lowerCase(text: string): string {
  return text.trim().toLowerCase();
}

function map(known: Known<string | undefined>, read: (text: string) => string): Known<string | undefined> {
  return known === UNKNOWN || known === undefined ? known : read(known);
}

function written(
  view: JobView,
  beam: { readonly option: keyof FlinkPipelineOptions; readonly value: Known<string | undefined> },
  flink: { readonly setting: string; readonly value: Known<string | undefined> },
): Known<Written> {
  const byFlink = flink.value === UNKNOWN ? UNKNOWN : { value: flink.value, at: { setting: flink.setting } };
  const writes = beamWrites(view);
  if (writes === false) return byFlink;
  const byBeam = beam.value === undefined ? byFlink : beam.value === UNKNOWN ? UNKNOWN : { value: beam.value, at: { option: beam.option } };
  if (writes === true) return byBeam;
  // Whoever writes it: the same value is certain.
  return byBeam !== UNKNOWN && byFlink !== UNKNOWN && byBeam.value === byFlink.value ? byBeam : UNKNOWN;
}
