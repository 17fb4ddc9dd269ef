/**
 * Whether the operator scales a job without a new deployment. Sources: `NativeFlinkService.supportsInPlaceScaling` and `scale`, and
 * `StandaloneFlinkService.scale`, of operator 1.10 and 1.15: native needs the Adaptive Scheduler, Flink 1.18 and overrides that are not taken
 * away, standalone needs reactive mode.
 */
import { compareLines } from "../versionNumber.ts";
import { flagSetting, isWord, usesAdaptiveScheduler } from "../views/jobParallelism.ts";
import type { JobView } from "../views/jobView.ts";
import { type Known, UNKNOWN } from "../views/known.ts";
import { all, type Truth, whenKnown } from "../views/threeValued.ts";
import type { DeploymentMode } from "./operatorAction.ts";

/** First Flink line with a REST call for a job's resource requirements. */
const FIRST_FLINK = "1.18";
const IN_PLACE = "kubernetes.operator.job.upgrade.inplace-scaling.enabled";
const OVERRIDES = "pipeline.jobvertex-parallelism-overrides";

/** True where what is scaled is scaled in place. */
export function isScaledInPlace(before: JobView, after: JobView, mode: DeploymentMode): Truth {
  if (mode === UNKNOWN) return UNKNOWN;
  return mode === "standalone" ? isReactive(after) : isNativeScaling(before, after);
}

function isReactive(after: JobView): Truth {
  return whenKnown(after.setting("scheduler-mode"), (mode) => isWord(mode, "reactive"));
}

function isNativeScaling(before: JobView, after: JobView): Truth {
  return all([
    usesAdaptiveScheduler(before),
    whenKnown(before.flinkLine, (line) => line !== undefined && compareLines(line, FIRST_FLINK) >= 0),
    whenKnown(flagSetting(before, IN_PLACE), (enabled) => enabled !== false),
    keepsOverrides(before.setting(OVERRIDES), after.setting(OVERRIDES)),
  ]);
}

/** A vertex that has an override no more goes back to its own parallelism by a new deployment. */
function keepsOverrides(before: Known<string | undefined>, after: Known<string | undefined>): Truth {
  return whenKnown(before, (old) =>
    whenKnown(after, (now) => {
      const kept = new Set(vertices(now));
      return kept.size > 0 && vertices(old).every((vertex) => kept.has(vertex));
    }),
  );
}

/** Ids of vertices in `id:parallelism,id:parallelism`. */
function vertices(text: string | undefined): readonly string[] {
  return (text ?? "")
    .split(",")
    .map((entry) => entry.split(":")[0]?.trim() ?? "")
    .filter((vertex) => vertex !== "");
}
