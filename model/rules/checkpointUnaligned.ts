/** Unaligned checkpoints are used only where they can overtake anything. */
import { z } from "zod";
import { checkpointMode, concurrentCheckpoints, unalignedCheckpoints, writtenAs } from "../views/checkpointWriters.ts";
import { readCommandLine } from "../views/commandLine.ts";
import type { JobView } from "../views/jobView.ts";
import { type Known, UNKNOWN } from "../views/known.ts";
import type { Place } from "../views/place.ts";
import { defineRule, type Finding, ruleResult } from "../rule.ts";
import { BEAM_VERSION, BEAM_VERSION_FIELD, versionLine } from "../views/versionFact.ts";
import { compareLines } from "../versionNumber.ts";

/** First Beam line whose streaming sources are Flink's new ones. */
const NEW_SOURCES = "2.53";

/** What a portable pipeline brings along, whatever its runner is called. */
const PORTABLE_EXPERIMENT = "beam_fn_api";

/** Main classes of Beam that submit a portable pipeline, whose own options are in the jar or in a driver's command. */
const PORTABLE_MAIN_CLASSES = [
  "org.apache.beam.runners.flink.FlinkPipelineRunner",
  "org.apache.beam.runners.flink.FlinkPortableClientEntryPoint",
];

export const checkpointUnaligned = defineRule({
  id: "checkpoint-unaligned",
  title: "Unaligned checkpoints are exactly once, one at a time, and on sources that let barriers through.",
  reason:
    "Flink makes unaligned checkpoints only with exactly once and one checkpoint at a time. The old sources, of Beam " +
    "before 2.53 and of the portable runner, emit under a lock that the barrier has to wait for (FLINK-26759): under " +
    "back pressure, for which unaligned checkpoints are meant, they do not help and still store what is in flight.",
  source:
    "execution.checkpointing.unaligned.enabled of Flink; Beam PR #28614 (new sources in 2.53); Beam issue #31529 (portable runner, open)",
  versions: "Beam 2.52 to 2.77 on any Flink; the option unalignedCheckpointEnabled is there since Beam 2.57",
  parameters: z.object({}),
  evaluate(view) {
    const unaligned = unalignedCheckpoints(view);
    if (unaligned === UNKNOWN) return ruleResult([], ["unaligned checkpointing"]);
    if (unaligned.value !== "true") return ruleResult([]);
    const parts = [moreThanOne(view), atLeastOnce(view), portable(view, unaligned.at), oldBeam(view, unaligned.at)];
    return ruleResult(
      parts.map((part) => (typeof part === "object" ? part : undefined)),
      parts.filter((part) => typeof part === "string"),
    );
  },
});

/** A finding, or the field that would have to be known for one. */
type Part = Finding | string | undefined;

function moreThanOne(view: JobView): Part {
  const field = "number of concurrent checkpoints";
  const concurrent = concurrentCheckpoints(view);
  if (concurrent === UNKNOWN) return field;
  if (concurrent.value === undefined || !(Number(concurrent.value) > 1)) return undefined;
  return {
    field,
    value: concurrent.value,
    limit: "1 with unaligned checkpoints",
    remedy: `leave pipelineOptions.numConcurrentCheckpoints at 1 (${writtenAs(concurrent.at, "1")})`,
    at: concurrent.at,
    suggestion: "1",
  };
}

function atLeastOnce(view: JobView): Part {
  const field = "checkpointing mode";
  const mode = checkpointMode(view);
  if (mode === UNKNOWN) return field;
  if (mode.value !== "AT_LEAST_ONCE") return undefined;
  return {
    field,
    value: JSON.stringify(mode.value),
    limit: "EXACTLY_ONCE with unaligned checkpoints",
    remedy: `set checkpoints.mode to exactly-once (${writtenAs(mode.at, "EXACTLY_ONCE")}), or turn checkpoints.unaligned off`,
    at: mode.at,
    suggestion: "EXACTLY_ONCE",
  };
}

function portable(view: JobView, at: Place): Part {
  const found = isPortable(view);
  if (found === UNKNOWN) return "runner";
  return found ? turnOff("the portable runner", "the classic Flink runner", "run the pipeline on the classic Flink runner", at) : undefined;
}

function oldBeam(view: JobView, at: Place): Part {
  const line = versionLine(view, BEAM_VERSION);
  if (line === UNKNOWN || line === undefined) return BEAM_VERSION_FIELD;
  if (compareLines(line, NEW_SOURCES) >= 0) return undefined;
  return turnOff(`Beam ${line}`, `Beam ${NEW_SOURCES} or later`, `raise versions.beam to ${NEW_SOURCES} or later`, at);
}

function turnOff(on: string, limit: string, otherwise: string, at: Place): Finding {
  return {
    field: "unaligned checkpointing",
    value: `on with ${on}, whose sources delay barriers`,
    limit,
    remedy: `set checkpoints.unaligned to false (${writtenAs(at, "false")}), or ${otherwise}`,
    at,
    suggestion: "false",
  };
}

/** True for a pipeline that runs in an SDK harness beside Flink. */
function isPortable(view: JobView): Known<boolean> {
  const mainClass = view.text("spec", "job", "entryClass");
  if (mainClass !== UNKNOWN && mainClass !== undefined && PORTABLE_MAIN_CLASSES.includes(mainClass)) return true;
  const items = view.arguments();
  if (items === UNKNOWN) return UNKNOWN;
  const options = readCommandLine(items);
  const certain = options.some(({ name, value }) => {
    if (value === UNKNOWN) return false;
    if (name === "runner") return value.split(".").at(-1)?.toLowerCase() === "portablerunner";
    // The option may be there several times, or hold a list.
    return (name === "experiments" || name === "experiment") && value.split(/[\s,"'[\]]+/).includes(PORTABLE_EXPERIMENT);
  });
  if (certain) return true;
  return mainClass === UNKNOWN || items.includes(UNKNOWN) || options.some(({ value }) => value === UNKNOWN) ? UNKNOWN : false;
}
