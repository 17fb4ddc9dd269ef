/**
 * The checkpoint budget of a job, its inputs read from the manifest: settings from options and Flink's configuration, what the manifest
 * cannot say from annotations, the rest assumed. Where an input is not known, the estimate has a lower and an upper end.
 */
import { type BudgetInputs, type CheckpointBudget, estimateCheckpoint } from "./checkpointBudget.ts";
import { SUPPORTED_LINES } from "../compatibilityMatrix.ts";
import { checkpointInterval, numberOption, type Setting } from "../views/jobSettings.ts";
import { pipelineCount, PIPELINES_FIELD } from "../views/jobFacts.ts";
import { jobParallelism } from "../views/jobParallelism.ts";
import type { JobView } from "../views/jobView.ts";
import { type Known, UNKNOWN } from "../views/known.ts";
import { FLINK_PIPELINE_OPTIONS, pipelineOptionDefault } from "../pipelineOptionCatalogue.ts";
import { BEAM_VERSION, BEAM_VERSION_FIELD, versionLine } from "../views/versionFact.ts";
import { lineOf, parseVersion } from "../versionNumber.ts";

/** What is assumed of a pipeline where its job does not say. */
export interface BudgetAssumptions {
  /** Elements a second; the annotation `beam-flink/elements-per-second` comes before it. */
  readonly elementsPerSecond: number;
  /** Bytes of an element; the annotation `beam-flink/element-bytes` comes before it. */
  readonly elementBytes: number;
  /** Bytes of state; the annotation `beam-flink/state-bytes` comes before it. */
  readonly stateBytes: number;
  /** Registered states, which count only before Beam 2.56. */
  readonly registeredStates: number;
}

/** The pipeline whose checkpoints were measured in its leanest form: 10,372 bytes of state, 4 registered states. */
export const BUDGET_ASSUMPTIONS: BudgetAssumptions = {
  elementsPerSecond: 1000,
  elementBytes: 200,
  stateBytes: 10_000,
  registeredStates: 4,
};

/** The estimate for a job, or what it wants. */
export type JobBudget =
  | {
      readonly status: "estimated";
      /** The estimate; its lower end where something is missing. */
      readonly budget: CheckpointBudget;
      /** Bytes of the upper end, perhaps infinite; those of the budget where nothing is missing. */
      readonly highestBytes: number;
      /** What is not known, in words with the remedy. */
      readonly missing: readonly string[];
    }
  | { readonly status: "notEvaluated"; readonly fields: readonly string[] };

/** Estimates a job's checkpoints. */
export function budgetOf(view: JobView, assumptions: BudgetAssumptions = BUDGET_ASSUMPTIONS): JobBudget {
  const pipelines = pipelineCount(view);
  const rate = fact(view, "beam-flink/elements-per-second");
  const elementBytes = fact(view, "beam-flink/element-bytes");
  const stateBytes = fact(view, "beam-flink/state-bytes");
  const fields = [
    ...(pipelines === UNKNOWN || pipelines === undefined ? [PIPELINES_FIELD] : []),
    ...(rate === UNKNOWN || elementBytes === UNKNOWN || stateBytes === UNKNOWN ? ["elements and state of a pipeline"] : []),
  ];
  if (pipelines === UNKNOWN || pipelines === undefined || rate === UNKNOWN || elementBytes === UNKNOWN || stateBytes === UNKNOWN) {
    return { status: "notEvaluated", fields };
  }
  const ranges = readRanges(view);
  const known = {
    pipelines,
    elementsPerSecond: rate ?? assumptions.elementsPerSecond,
    elementBytes: elementBytes ?? assumptions.elementBytes,
    stateBytes: stateBytes ?? assumptions.stateBytes,
    registeredStates: assumptions.registeredStates,
  };
  const assumed = [
    ...(stateBytes === undefined ? [`State of ${known.stateBytes} bytes in each pipeline.`] : []),
    ...(rate === undefined ? [`${known.elementsPerSecond} elements a second in each pipeline.`] : []),
    ...(elementBytes === undefined ? [`Elements of ${known.elementBytes} bytes.`] : []),
  ];
  const budget = estimateCheckpoint({ ...known, ...ranges.lowest }, assumed);
  const highestBytes = ranges.missing.length === 0 ? budget.totalBytes : estimateCheckpoint({ ...known, ...ranges.highest }).totalBytes;
  return { status: "estimated", budget, highestBytes, missing: ranges.missing };
}

type Settings = Omit<BudgetInputs, "pipelines" | "elementsPerSecond" | "elementBytes" | "stateBytes" | "registeredStates">;

/** The job's settings with which its checkpoints are smallest and largest, and the settings that make the difference. */
function readRanges(view: JobView): { lowest: Settings; highest: Settings; missing: string[] } {
  const missing: string[] = [];
  const range = <T>(known: Known<T>, field: string, lowest: T, highest: T): { lowest: T; highest: T } => {
    if (known !== UNKNOWN) return { lowest: known, highest: known };
    missing.push(field);
    return { lowest, highest };
  };
  const line = versionLine(view, BEAM_VERSION);
  const beam = range(line ?? UNKNOWN, BEAM_VERSION_FIELD, lineOf(parseVersion(SUPPORTED_LINES.current.beam, "versions.beam")), "2.55");
  const finish = view.option("finishBundleBeforeCheckpointing");
  const finishBundle = range(
    finish === UNKNOWN ? UNKNOWN : finish?.toLowerCase() === "true",
    "finish bundle before checkpointing",
    true,
    false,
  );
  const bundleSize = range(bundleOption(view, "maxBundleSize", beam.lowest), "bundle size", 0, Number.POSITIVE_INFINITY);
  const bundleTimeMs = range(bundleOption(view, "maxBundleTimeMills", beam.lowest), "bundle time", 0, Number.POSITIVE_INFINITY);
  const interval = checkpointInterval(view);
  const intervalMs = range(interval === UNKNOWN ? UNKNOWN : usable(interval), "checkpointing interval", 0, undefined);
  const parallelism = range(jobParallelism(view), "parallelism", 1, Number.POSITIVE_INFINITY);
  const options = view.options();
  const optionsBytes = range(options === UNKNOWN ? UNKNOWN : sizeOf(options), "pipeline options", 0, Number.POSITIVE_INFINITY);
  const settings = (end: "lowest" | "highest"): Settings => ({
    beam: beam[end],
    finishBundle: finishBundle[end],
    bundleSize: bundleSize[end],
    bundleTimeMs: bundleTimeMs[end],
    ...(intervalMs[end] === undefined ? {} : { intervalMs: intervalMs[end] }),
    parallelism: parallelism[end],
    optionsBytes: optionsBytes[end],
  });
  return { lowest: settings("lowest"), highest: settings("highest"), missing };
}

/** The option's value, or Beam's default where it is not set or none; that is the finding of another rule. */
function bundleOption(view: JobView, name: "maxBundleSize" | "maxBundleTimeMills", beam: string): Known<number> {
  const setting = numberOption(view, name);
  if (setting === UNKNOWN) return UNKNOWN;
  const [oldest] = FLINK_PIPELINE_OPTIONS[name].defaults;
  return usable(setting) ?? Number((pipelineOptionDefault(name, beam) ?? oldest)?.value);
}

/** The value of a setting that means something. */
function usable(setting: Setting | undefined): number | undefined {
  return setting !== undefined && "value" in setting && setting.value > 0 ? setting.value : undefined;
}

/** A fact that is a number, 0 or more; undefined where it is missing or none. */
function fact(view: JobView, name: string): Known<number | undefined> {
  const text = view.fact(name);
  if (text === UNKNOWN || text === undefined) return text;
  return /^\d{1,15}(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}

function sizeOf(options: ReadonlyMap<string, string>): number {
  return new TextEncoder().encode(JSON.stringify(Object.fromEntries(options))).length;
}
