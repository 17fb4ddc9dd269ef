/**
 * How wide a job runs and may become. Beam's options come before Flink's configuration, in which the operator writes `spec.job.parallelism`
 * as `parallelism.default`. Sources: `FlinkExecutionEnvironments` of Beam; `FlinkConfigBuilder` of the operator; `AutoScalerOptions`.
 */
import type { Setting } from "./jobSettings.ts";
import { numberOption } from "./jobSettings.ts";
import type { JobView } from "./jobView.ts";
import { type Known, UNKNOWN } from "./known.ts";

/** Highest parallelism the autoscaler gives a vertex where nothing else is set (`job.autoscaler.vertex.max-parallelism`). */
export const AUTOSCALER_MAX_PARALLELISM = 200;

/** The autoscaler's own limit. */
export const VERTEX_MAX_PARALLELISM = "job.autoscaler.vertex.max-parallelism";

/** Parallel instances of each operator at the start: Flink's default is 1. */
export function jobParallelism(view: JobView): Known<number> {
  return firstNumber(
    1,
    () => numberOption(view, "parallelism"),
    () => readNumber(view.text("spec", "job", "parallelism")),
    () => numberSetting(view, "parallelism.default"),
  );
}

/** Key groups of the job's state; undefined if neither Beam nor Flink is told. -1 means that, in both. */
export function jobMaxParallelism(view: JobView): Known<Setting | undefined> {
  const option = numberOption(view, "maxParallelism");
  return option === undefined ? numberSetting(view, "pipeline.max-parallelism") : option;
}

/** Highest parallelism the autoscaler may choose for a vertex; 0 where it scales nothing. */
export function highestAutoscaled(view: JobView): Known<number> {
  const scales = autoscalerScales(view);
  if (scales === UNKNOWN) return UNKNOWN;
  return scales ? firstNumber(AUTOSCALER_MAX_PARALLELISM, () => numberSetting(view, VERTEX_MAX_PARALLELISM)) : 0;
}

/** True if the autoscaler changes the job's parallelism: it is on, and not only told to report. */
export function autoscalerScales(view: JobView): Known<boolean> {
  const enabled = flagSetting(view, "job.autoscaler.enabled");
  const scaling = flagSetting(view, "job.autoscaler.scaling.enabled");
  if (enabled === false || enabled === undefined || scaling === false) return false;
  return enabled === UNKNOWN || scaling === UNKNOWN ? UNKNOWN : true;
}

/** True if the Adaptive Scheduler runs the job; reactive mode does so by itself. */
export function usesAdaptiveScheduler(view: JobView): Known<boolean> {
  const scheduler = view.setting("jobmanager.scheduler");
  const mode = view.setting("scheduler-mode");
  if (isWord(scheduler, "adaptive") || isWord(mode, "reactive")) return true;
  return scheduler === UNKNOWN || mode === UNKNOWN ? UNKNOWN : false;
}

/** TaskManagers at the start: what is asked for in standalone mode, else as many as the parallelism fills. Flink's default is one slot each. */
export function taskManagers(view: JobView, parallelism: Known<number>): Known<number> {
  const replicas = isWord(view.text("spec", "mode"), "standalone") ? readNumber(view.text("spec", "taskManager", "replicas")) : undefined;
  if (replicas === UNKNOWN) return UNKNOWN;
  if (isPositive(replicas)) return replicas.value;
  const slots = firstNumber(1, () => numberSetting(view, "taskmanager.numberOfTaskSlots"));
  return slots === UNKNOWN || parallelism === UNKNOWN ? UNKNOWN : Math.ceil(parallelism / slots);
}

/** A whole number of Flink's configuration; undefined if it is not set, or set to a negative one that means so. */
export function numberSetting(view: JobView, name: string): Known<Setting | undefined> {
  return readNumber(view.setting(name));
}

/** A boolean of Flink's configuration; undefined if it is not set. What is no boolean Flink refuses, and is not taken for true. */
export function flagSetting(view: JobView, name: string): Known<boolean | undefined> {
  const text = view.setting(name);
  return text === UNKNOWN || text === undefined ? text : isWord(text, "true");
}

/** True for that word in any case. */
export function isWord(text: Known<string | undefined>, word: string): boolean {
  return typeof text === "string" && text.trim().toLowerCase() === word;
}

function readNumber(text: Known<string | undefined>): Known<Setting | undefined> {
  if (text === UNKNOWN || text === undefined) return text;
  if (!/^-?\d+$/.test(text.trim())) return { unreadable: text };
  const value = Number(text);
  return value < 0 ? undefined : { value };
}

function isPositive(setting: Setting | undefined): setting is { readonly value: number } {
  return setting !== undefined && "value" in setting && setting.value > 0;
}

/** The first number above 0; one that its reader would refuse is passed over. */
function firstNumber(otherwise: number, ...reads: readonly (() => Known<Setting | undefined>)[]): Known<number> {
  for (const read of reads) {
    const found = read();
    if (found === UNKNOWN) return UNKNOWN;
    if (isPositive(found)) return found.value;
  }
  return otherwise;
}
