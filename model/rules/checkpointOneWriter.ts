/** Each setting of checkpoints has one writer: Beam's option or Flink's key, or both with the same value. */
import { z } from "zod";
import { beamWrites, enumName, lowerCase, retentionByBeam, WRITTEN_BY_DEFAULT } from "../views/checkpointWriters.ts";
import { readDuration } from "../duration.ts";
import { numberOption } from "../views/jobSettings.ts";
import type { JobView } from "../views/jobView.ts";
import { type Known, UNKNOWN } from "../views/known.ts";
import type { FlinkPipelineOptions } from "../pipelineOptions.ts";
import { defineRule, type Finding, ruleResult } from "../rule.ts";

/** One setting that both can write. */
interface TwoWriters {
  readonly field: string;
  /** Whose argument of a BeamJob it is. */
  readonly argument: string;
  readonly option: keyof FlinkPipelineOptions;
  readonly setting: string;
  /** One notation for values that mean the same. */
  readonly normalize: (text: string) => string;
  /** Values of the option with which Beam writes nothing. */
  readonly silent?: readonly string[];
  /** A BeamJob has Flink's configuration write it, not Beam. */
  readonly byFlink?: true;
}

const CHECKPOINTING = "execution.checkpointing.";
const WRITTEN: ReadonlyMap<string, string> = new Map(Object.entries(WRITTEN_BY_DEFAULT));
const milliseconds = (text: string): string => String(readDuration(text) ?? text);
const number = (text: string): string => (/^\d+$/.test(text.trim()) ? String(Number(text)) : text);
const directory = (text: string): string => text.replace(/\/+$/, "");

/** Old names and class names of one backend. */
function backend(text: string): string {
  const name = text.toLowerCase();
  if (name.includes("rocksdb")) return "rocksdb";
  return name === "filesystem" || name.includes("hashmap") ? "hashmap" : name;
}

const SETTINGS: readonly TwoWriters[] = [
  {
    field: "checkpointing interval",
    argument: "checkpoints.interval",
    option: "checkpointingInterval",
    setting: `${CHECKPOINTING}interval`,
    normalize: milliseconds,
    silent: ["-1"],
  },
  {
    field: "checkpoint timeout",
    argument: "checkpoints.timeout",
    option: "checkpointTimeoutMillis",
    setting: `${CHECKPOINTING}timeout`,
    normalize: milliseconds,
    silent: ["-1"],
  },
  {
    field: "checkpointing mode",
    argument: "checkpoints.mode",
    option: "checkpointingMode",
    setting: `${CHECKPOINTING}mode`,
    normalize: enumName,
  },
  {
    field: "pause between checkpoints",
    argument: "checkpoints.minPause",
    option: "minPauseBetweenCheckpoints",
    setting: `${CHECKPOINTING}min-pause`,
    normalize: milliseconds,
    silent: ["-1"],
  },
  {
    field: "number of concurrent checkpoints",
    argument: "pipelineOptions.numConcurrentCheckpoints",
    option: "numConcurrentCheckpoints",
    setting: `${CHECKPOINTING}max-concurrent-checkpoints`,
    normalize: number,
  },
  {
    field: "unaligned checkpointing",
    argument: "checkpoints.unaligned",
    option: "unalignedCheckpointEnabled",
    setting: `${CHECKPOINTING}unaligned.enabled`,
    normalize: lowerCase,
  },
  {
    field: "forced unaligned checkpointing",
    argument: "pipelineOptions.forceUnalignedCheckpointEnabled",
    option: "forceUnalignedCheckpointEnabled",
    setting: `${CHECKPOINTING}unaligned.forced`,
    normalize: lowerCase,
  },
  {
    field: "number of tolerable checkpoint failures",
    argument: "checkpoints.tolerableFailures",
    option: "tolerableCheckpointFailureNumber",
    setting: `${CHECKPOINTING}tolerable-failed-checkpoints`,
    normalize: number,
    silent: ["0"],
    byFlink: true,
  },
  {
    field: "retention of checkpoints",
    argument: "checkpoints.retainOnCancellation",
    option: "externalizedCheckpointsEnabled",
    setting: `${CHECKPOINTING}externalized-checkpoint-retention`,
    normalize: enumName,
    byFlink: true,
  },
  {
    field: "checkpoint directory",
    argument: "storage",
    option: "stateBackendStoragePath",
    setting: `${CHECKPOINTING}dir`,
    normalize: directory,
    byFlink: true,
  },
  {
    field: "state backend",
    argument: "stateBackend",
    option: "stateBackend",
    setting: "state.backend.type",
    normalize: backend,
    byFlink: true,
  },
];

export const checkpointOneWriter = defineRule({
  id: "checkpoint-one-writer",
  title: "Each setting of checkpoints is written by Beam's option or by Flink's key, not differently by both.",
  reason:
    "Beam writes its options over Flink's configuration, but only once checkpointingInterval is set, and then also some " +
    "that the pipeline never names: what the job does is then not what its Flink configuration says. Without " +
    "checkpointingInterval Beam takes the job for one that makes no checkpoints and ends its sources as soon as they " +
    "are idle, even where Flink's own interval is set.",
  source: "configureCheckpointing in FlinkExecutionEnvironments of Beam; FlinkPipelineOptions.shutdownSourcesAfterIdleMs",
  versions: "Beam 2.52 to 2.77 on any Flink",
  parameters: z.object({}),
  evaluate(view) {
    const results = [...SETTINGS.map((setting) => compare(view, setting)), idleSources(view)];
    const findings = results.map((result) => (typeof result === "object" ? result : undefined));
    const unknown = new Set(results.filter((result) => typeof result === "string"));
    return ruleResult(findings, [...unknown]);
  },
});

/** A finding, or what would have to be known for one. */
type Comparison = Finding | "pipeline options" | "Flink settings" | undefined;

function compare(view: JobView, two: TwoWriters): Comparison {
  // Most options are not set: what they cannot conflict with is not looked up.
  if (beamText(view, two) === undefined && !WRITTEN.has(two.option)) return undefined;
  const flink = view.setting(two.setting);
  if (flink === undefined) return undefined;
  const beam = beamValue(view, two);
  if (beam === undefined) return undefined;
  if (beam === UNKNOWN) return "pipeline options";
  if (flink === UNKNOWN) return "Flink settings";
  if (two.normalize(beam.text) === two.normalize(flink)) return undefined;
  const ignored = two.byFlink !== true && beamWrites(view) === false && view.setting(`${CHECKPOINTING}interval`) !== undefined;
  const note = beam.written ? " (Beam's default, which it writes)" : ignored ? " (not read without checkpointingInterval)" : "";
  // Where Flink's interval is the one in use, what Beam does not read is the one to go.
  const byFlink = two.byFlink === true || ignored;
  const [keep, drop] = byFlink ? [two.setting, `--${two.option}`] : [`--${two.option}`, `${two.setting} from flinkConfiguration`];
  return {
    field: two.field,
    value: `${JSON.stringify(beam.text)} in ${two.option}${note} and ${JSON.stringify(flink)} in ${two.setting}`,
    limit: "one writer",
    remedy: `set ${two.argument} (${keep}) and remove ${drop}`,
    at: byFlink ? { option: two.option } : { setting: two.setting },
  };
}

/** What the pipeline's options say of the setting. */
function beamText(view: JobView, { option }: TwoWriters): Known<string | undefined> {
  return option === "externalizedCheckpointsEnabled" ? retentionByBeam(view) : view.option(option);
}

/** The text that Beam has for the setting, and whether it is Beam's own default; undefined where Beam leaves the setting alone. */
function beamValue(view: JobView, two: TwoWriters): Known<{ readonly text: string; readonly written: boolean } | undefined> {
  const text = beamText(view, two);
  if (text === UNKNOWN) return UNKNOWN;
  if (text !== undefined) return two.silent?.includes(text.trim()) === true ? undefined : { text, written: false };
  const byDefault = WRITTEN.get(two.option);
  if (byDefault === undefined) return undefined;
  const writes = beamWrites(view);
  if (writes === UNKNOWN) return UNKNOWN;
  return writes ? { text: byDefault, written: true } : undefined;
}

/** Sources end at once when only Flink's interval is set. */
function idleSources(view: JobView): Comparison {
  const idle = numberOption(view, "shutdownSourcesAfterIdleMs");
  const interval = numberOption(view, "checkpointingInterval");
  const flink = view.setting(`${CHECKPOINTING}interval`);
  if ((idle !== undefined && idle !== UNKNOWN) || (interval !== undefined && interval !== UNKNOWN) || flink === undefined) return undefined;
  if (idle === UNKNOWN || interval === UNKNOWN) return "pipeline options";
  if (flink === UNKNOWN) return "Flink settings";
  const value = readDuration(flink);
  const suggestion = value === undefined || value < 1 ? undefined : String(Math.ceil(value));
  return {
    field: "idle time after which sources end",
    value: "not set (0 where only Flink's interval is set)",
    limit: "never, or a time of your own",
    remedy:
      `set checkpoints.interval (--checkpointingInterval=${suggestion ?? "10000"}) in place of ${CHECKPOINTING}interval, ` +
      "or say when idle sources end (--shutdownSourcesAfterIdleMs)",
    at: { option: "checkpointingInterval" },
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}
