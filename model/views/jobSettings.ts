/**
 * What a job's settings amount to, from both their writers: Beam's option first, because Beam writes it over Flink's configuration, then
 * Flink's setting. A value that its reader would refuse is kept as text, so that a rule can quote it.
 */
import { formatDuration, readDuration } from "../duration.ts";
import type { JobView } from "./jobView.ts";
import { type Known, UNKNOWN } from "./known.ts";
import type { Place } from "./place.ts";
import { pipelineOptionDefault } from "../pipelineOptionCatalogue.ts";
import type { FlinkPipelineOptions } from "../pipelineOptions.ts";
import { SUPPORTED_LINES } from "../compatibilityMatrix.ts";

/** A setting that is there: its value, or the text that is none. */
export type Setting = { readonly value: number } | { readonly unreadable: string };

/** What Flink does where no timeout is set (`CheckpointingOptions.CHECKPOINTING_TIMEOUT`). */
export const FLINK_CHECKPOINT_TIMEOUT_MS = 600_000;

/** Time between two checkpoints, in ms; undefined if the job makes none. */
export function checkpointInterval(view: JobView): Known<Setting | undefined> {
  return first(numberOption(view, "checkpointingInterval"), () => durationSetting(view, "execution.checkpointing.interval"));
}

/** Time after which a checkpoint is given up, in ms; undefined if it is not set. Beam reads its own option only with its own interval. */
export function checkpointTimeout(view: JobView): Known<Setting | undefined> {
  const beamInterval = numberOption(view, "checkpointingInterval");
  if (beamInterval === UNKNOWN) return UNKNOWN;
  const own = beamInterval === undefined ? undefined : numberOption(view, "checkpointTimeoutMillis");
  return first(own, () => durationSetting(view, "execution.checkpointing.timeout"));
}

/** Where the interval stands, or should: Flink's setting only where that alone is there. */
export function placeOfCheckpointInterval(view: JobView): Place {
  return placeOf(view, "checkpointingInterval", "execution.checkpointing.interval");
}

/** Where the timeout stands, or should: Beam reads its own option only with its own interval. */
export function placeOfCheckpointTimeout(view: JobView): Place {
  const setting = "execution.checkpointing.timeout";
  const byFlink =
    numberOption(view, "checkpointingInterval") === undefined && view.setting("execution.checkpointing.interval") !== undefined;
  return byFlink ? { setting } : placeOf(view, "checkpointTimeoutMillis", setting);
}

function placeOf(view: JobView, option: keyof FlinkPipelineOptions, setting: string): Place {
  return view.option(option) === undefined && view.setting(setting) !== undefined ? { setting } : { option };
}

/** Where checkpoints are written. Beam reads its own option only with its own state backend. */
export function checkpointDirectory(view: JobView): Known<string | undefined> {
  const backend = first(view.option("stateBackend"), () => view.option("stateBackendFactory"));
  if (backend === UNKNOWN) return UNKNOWN;
  const own = backend === undefined ? undefined : view.option("stateBackendStoragePath");
  return first(own, () => view.setting("execution.checkpointing.dir"));
}

/** Where the directory stands, or should. */
export function placeOfCheckpointDirectory(view: JobView): Place {
  const own = first(view.option("stateBackend"), () => view.option("stateBackendFactory")) !== undefined;
  return own && view.option("stateBackendStoragePath") !== undefined
    ? { option: "stateBackendStoragePath" }
    : { setting: "execution.checkpointing.dir" };
}

/** Value of a numeric pipeline option; undefined if it is not set, or set to the -1 that means so. */
export function numberOption(view: JobView, name: keyof FlinkPipelineOptions): Known<Setting | undefined> {
  const text = view.option(name);
  if (text === UNKNOWN || text === undefined) return text;
  if (!/^-?\d+$/.test(text)) return { unreadable: text };
  const value = Number(text);
  const unset = value === -1 && pipelineOptionDefault(name, SUPPORTED_LINES.current.beam)?.value === -1;
  return unset ? undefined : { value };
}

function durationSetting(view: JobView, name: string): Known<Setting | undefined> {
  const text = view.setting(name);
  if (text === UNKNOWN || text === undefined) return text;
  const value = readDuration(text);
  return value === undefined ? { unreadable: text } : { value };
}

function first<T>(known: Known<T | undefined>, otherwise: () => Known<T | undefined>): Known<T | undefined> {
  return known === undefined ? otherwise() : known;
}

/** A duration for a finding: `5 min`, `"soon"`, `not set`. */
export function describeDuration(setting: Setting | undefined): string {
  if (setting === undefined) return "not set";
  if ("unreadable" in setting) return JSON.stringify(setting.unreadable);
  return Number.isSafeInteger(setting.value) && setting.value >= 0 ? formatDuration(setting.value) : `${setting.value} ms`;
}

/** A number for a finding. */
export function describeNumber(setting: Setting | undefined): string {
  if (setting === undefined) return "not set";
  return "unreadable" in setting ? JSON.stringify(setting.unreadable) : String(setting.value);
}

/** True if the setting is there, can be read and lies in the range. */
export function isWithin(setting: Setting | undefined, minimum: number, maximum: number): boolean {
  return setting !== undefined && "value" in setting && setting.value >= minimum && setting.value <= maximum;
}
