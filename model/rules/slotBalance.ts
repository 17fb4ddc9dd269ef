/** Work is spread evenly over TaskManagers, by a setting that the Flink in use honours. */
import { z } from "zod";
import { FLINK_LINE_FIELD } from "../views/flinkVersionField.ts";
import { pipelineCount, PIPELINES_FIELD } from "../views/jobFacts.ts";
import { flagSetting, highestAutoscaled, jobParallelism, taskManagers, usesAdaptiveScheduler } from "../views/jobParallelism.ts";
import type { JobView } from "../views/jobView.ts";
import { type Known, UNKNOWN } from "../views/known.ts";
import { defineRule, type Finding, type RuleResult, ruleResult } from "../rule.ts";
import { any, type Truth } from "../views/threeValued.ts";
import { compareLines } from "../versionNumber.ts";

const MODE = "taskmanager.load-balance.mode";
const SPREAD = "cluster.evenly-spread-out-slots";
const PACKING = "jobmanager.adaptive-scheduler.prefer-minimal-taskmanagers";
const LOCAL_RECOVERY = "execution.state-recovery.from-local";
const MODE_FIELD = "slot balance";

export const slotBalance = defineRule({
  id: "slot-balance",
  title: "A job of several pipelines or TaskManagers balances its slots by a setting that its Flink honours, and none undoes it.",
  reason:
    "Without balance Flink fills TaskManager by TaskManager: some run every pipeline, others idle, and the busiest one sets " +
    "the pace of checkpoints. The Default Scheduler spreads slots by cluster.evenly-spread-out-slots before Flink 2.0, and by " +
    "taskmanager.load-balance.mode since 1.19. The Adaptive Scheduler honours the mode since 2.2 only, and then packs into " +
    "few TaskManagers first, or goes by the place of local state, unless told not to.",
  source: "FLIP-370; TaskManagerOptions, ClusterOptions and SlotSharingSlotAllocator of Flink 1.18.1, 1.19.3, 1.20.5, 2.0.2, 2.1.3, 2.2.1",
  versions: "Flink 1.18 to 2.3; under the Adaptive Scheduler before 2.2 there is nothing to set",
  parameters: z.object({}),
  evaluate(view) {
    const line = view.flinkLine;
    if (line === UNKNOWN || line === undefined) return ruleResult([], [FLINK_LINE_FIELD]);
    const adaptive = usesAdaptiveScheduler(view);
    if (adaptive === UNKNOWN) return ruleResult([], ["scheduler"]);
    if (adaptive && compareLines(line, "2.2") < 0) return withoutEffect(view, line);
    const needed = needsBalance(view);
    if (needed === false) return ruleResult([]);
    const parts = [unbalanced(view, line, adaptive), ...(adaptive ? [packed(view), heldByState(view)] : [])];
    const findings = parts.filter((part) => typeof part === "object");
    // One pipeline on one TaskManager has nothing to balance: without knowing, only the absence of findings is certain.
    if (needed === UNKNOWN && findings.length > 0) return ruleResult([], unknownNeeds(view));
    return ruleResult(
      findings,
      parts.filter((part) => typeof part === "string"),
    );
  },
});

/** A finding, or the field that would have to be known for one. */
type Part = Finding | string | undefined;

/** The Adaptive Scheduler of an older Flink takes a mode without a word and goes its own way. */
function withoutEffect(view: JobView, line: string): RuleResult {
  const mode = balanceMode(view);
  if (mode === UNKNOWN) return ruleResult([], [MODE_FIELD]);
  if (mode === undefined || mode === "NONE") return ruleResult([]);
  return ruleResult([
    {
      field: MODE_FIELD,
      value: `${JSON.stringify(mode)} with the Adaptive Scheduler of Flink ${line}, which ignores it`,
      limit: "no mode before Flink 2.2",
      remedy: `raise versions.flink to 2.2, or leave autoscaling.slotBalance out (${MODE})`,
      at: { setting: MODE },
      suggestion: "NONE",
    },
  ]);
}

/** What evens out in that Flink, and the value to set. */
function unbalanced(view: JobView, line: string, adaptive: boolean): Part {
  const mode = balanceMode(view);
  const spread = flagSetting(view, SPREAD);
  const since = (first: string): boolean => compareLines(line, first) >= 0;
  if (!since("1.19")) {
    if (spread === UNKNOWN) return MODE_FIELD;
    if (spread === true) return undefined;
    const otherwise =
      mode === undefined || mode === UNKNOWN ? "not set (Flink's default is false)" : `only by ${MODE}, which came with Flink 1.19`;
    return {
      field: MODE_FIELD,
      value: spread === false ? "off" : otherwise,
      limit: "on for several pipelines or TaskManagers",
      remedy: `spread the slots (${SPREAD}: true)`,
      at: { setting: SPREAD },
      suggestion: "true",
    };
  }
  const honoured = since("2.2") ? ["TASKS", "SLOTS"] : ["SLOTS"];
  if (mode === UNKNOWN) return MODE_FIELD;
  if (mode !== undefined && honoured.includes(mode)) return undefined;
  // Before 2.0 the older setting counts where the mode is not set.
  if (mode === undefined && !since("2.0")) {
    if (spread === UNKNOWN) return MODE_FIELD;
    if (spread === true) return undefined;
  }
  const ignored = spread === true && since("2.0") ? `only by ${SPREAD}, which Flink 2.0 has removed` : "not set (Flink's default is NONE)";
  const [suggestion = "SLOTS"] = honoured;
  // A BeamJob with autoscaling has both the autoscaler and the Adaptive Scheduler, unless told otherwise.
  const alone = adaptive ? "" : ", with autoscaling.enabled and autoscaling.adaptiveScheduler false where nothing scales the job";
  return {
    field: MODE_FIELD,
    value: mode === undefined ? ignored : JSON.stringify(mode),
    limit: `${honoured.join(" or ")} for several pipelines or TaskManagers`,
    remedy: `set autoscaling.slotBalance to ${suggestion.toLowerCase()} (${MODE}: ${suggestion})${alone}`,
    at: { setting: MODE },
    suggestion,
  };
}

function packed(view: JobView): Part {
  const field = "packing into few TaskManagers";
  const packing = flagSetting(view, PACKING);
  if (packing === UNKNOWN) return field;
  if (packing === false) return undefined;
  return {
    field,
    value: packing === undefined ? "not set (Flink's default is true)" : "on",
    limit: "off with slot balance: it comes first and leaves nothing to balance",
    remedy: `turn it off, as autoscaling.slotBalance does (${PACKING}: false)`,
    at: { setting: PACKING },
    suggestion: "false",
  };
}

function heldByState(view: JobView): Part {
  const field = "local recovery";
  const local = flagSetting(view, LOCAL_RECOVERY);
  if (local === UNKNOWN) return field;
  if (local !== true) return undefined;
  return {
    field,
    value: "on",
    limit: "off with slot balance: slots are chosen by where the state was",
    remedy: `leave it out of flinkConfiguration (${LOCAL_RECOVERY}: false)`,
    at: { setting: LOCAL_RECOVERY },
    suggestion: "false",
  };
}

/** The mode as Flink reads it: in any case. */
function balanceMode(view: JobView): Known<string | undefined> {
  const mode = view.setting(MODE);
  return mode === UNKNOWN || mode === undefined ? mode : mode.trim().toUpperCase();
}

/** True for several pipelines or TaskManagers, now or when the autoscaler has widened the job. */
function needsBalance(view: JobView): Truth {
  return any(needs(view).map(([, truth]) => truth));
}

function unknownNeeds(view: JobView): string[] {
  return needs(view).flatMap(([field, truth]) => (truth === UNKNOWN ? [field] : []));
}

function needs(view: JobView): readonly (readonly [field: string, truth: Truth])[] {
  return [
    [PIPELINES_FIELD, severalPipelines(view)],
    ["number of TaskManagers", isSeveral(taskManagers(view, jobParallelism(view)))],
    ["highest parallelism of the autoscaler", isSeveral(taskManagers(view, highestAutoscaled(view)))],
  ];
}

function severalPipelines(view: JobView): Truth {
  const count = pipelineCount(view);
  return count === UNKNOWN || count === undefined ? UNKNOWN : count > 1;
}

function isSeveral(count: Known<number>): Truth {
  return count === UNKNOWN ? UNKNOWN : count > 1;
}
