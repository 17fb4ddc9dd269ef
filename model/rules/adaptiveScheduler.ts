/** A job that the autoscaler scales is scaled in place, without a new deployment. */
import { z } from "zod";
import { FLINK_LINE_FIELD } from "../views/flinkVersionField.ts";
import { autoscalerScales, flagSetting, isWord, usesAdaptiveScheduler } from "../views/jobParallelism.ts";
import type { JobView } from "../views/jobView.ts";
import { UNKNOWN } from "../views/known.ts";
import { defineRule, type Finding, ruleResult } from "../rule.ts";
import { compareLines } from "../versionNumber.ts";

/** First Flink line with a REST call for a job's resource requirements. */
const FIRST_FLINK = "1.18";
const SCHEDULER = "jobmanager.scheduler";
const IN_PLACE = "kubernetes.operator.job.upgrade.inplace-scaling.enabled";

export const adaptiveScheduler = defineRule({
  id: "adaptive-scheduler",
  title: "With the autoscaler on, the Adaptive Scheduler runs the job on Flink 1.18 or later, in native mode, and may scale in place.",
  reason:
    "In place, a new parallelism is one call to the JobManager: the job restarts its tasks from the last checkpoint within " +
    "seconds. Without it the operator upgrades the job for every scaling: it stops it, with a savepoint if that is its " +
    "upgrade mode, deletes the cluster and deploys another.",
  source:
    "NativeFlinkService.supportsInPlaceScaling and StandaloneFlinkService.scale of the operator; JobManagerOptions.SCHEDULER of Flink",
  versions: "Flink 1.18 to 2.3; operator 1.10 to 1.15",
  parameters: z.object({}),
  evaluate(view) {
    const scales = autoscalerScales(view);
    if (scales === false) return ruleResult([]);
    if (scales === UNKNOWN) return ruleResult([], ["autoscaler"]);
    const parts = [oldFlink(view), otherScheduler(view), switchedOff(view), standalone(view)];
    return ruleResult(
      parts.map((part) => (typeof part === "object" ? part : undefined)),
      parts.filter((part) => typeof part === "string"),
    );
  },
});

/** A finding, or the field that would have to be known for one. */
type Part = Finding | string | undefined;

function oldFlink(view: JobView): Part {
  const line = view.flinkLine;
  if (line === UNKNOWN || line === undefined) return FLINK_LINE_FIELD;
  if (compareLines(line, FIRST_FLINK) >= 0) return undefined;
  return {
    field: "Flink version",
    value: `${line} with the autoscaler on`,
    limit: `${FIRST_FLINK} at least, the first that scales in place`,
    remedy: "raise versions.flink (spec.flinkVersion and the image), or set autoscaling.scalingEnabled to false",
    at: { path: ["spec", "flinkVersion"] },
  };
}

function otherScheduler(view: JobView): Part {
  const field = "scheduler";
  const adaptive = usesAdaptiveScheduler(view);
  if (adaptive === UNKNOWN) return field;
  if (adaptive) return undefined;
  const text = view.setting(SCHEDULER);
  return {
    field,
    value: typeof text === "string" ? JSON.stringify(text) : "not set (Flink's default for streaming is the Default Scheduler)",
    limit: "adaptive with the autoscaler on",
    remedy: `set autoscaling.adaptiveScheduler to true (${SCHEDULER}: adaptive)`,
    at: { setting: SCHEDULER },
    suggestion: "adaptive",
  };
}

function switchedOff(view: JobView): Part {
  const field = "scaling in place";
  const enabled = flagSetting(view, IN_PLACE);
  if (enabled === UNKNOWN) return field;
  if (enabled !== false) return undefined;
  return {
    field,
    value: "off",
    limit: "on, which is the operator's default",
    remedy: `remove ${IN_PLACE} from flinkConfiguration`,
    at: { setting: IN_PLACE },
    suggestion: "true",
  };
}

/** In standalone mode the operator only changes the number of TaskManagers of a reactive job. */
function standalone(view: JobView): Part {
  const mode = view.text("spec", "mode");
  const scheduling = view.setting("scheduler-mode");
  if (isWord(mode, "native") || mode === undefined || isWord(scheduling, "reactive")) return undefined;
  if (mode === UNKNOWN || scheduling === UNKNOWN) return "deployment mode";
  return {
    field: "deployment mode",
    value: JSON.stringify(mode),
    limit: "native with the autoscaler on",
    remedy: "set mode to native (spec.mode) in a new deployment: the operator refuses to change it in one that runs",
    at: { path: ["spec", "mode"] },
    suggestion: "native",
  };
}
