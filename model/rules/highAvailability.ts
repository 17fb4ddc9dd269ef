/** What a new JobManager has to know is kept outside of the old one. */
import { z } from "zod";
import type { JobView } from "../views/jobView.ts";
import { type Known, UNKNOWN } from "../views/known.ts";
import { defineRule, type Finding, ruleResult } from "../rule.ts";

const TYPE = "high-availability.type";
const STORAGE = "high-availability.storageDir";

export const highAvailability = defineRule({
  id: "high-availability",
  title: "A job with last-state upgrades or several JobManagers has high availability and a directory for it.",
  reason:
    "The pointer to the last checkpoint is in the high-availability metadata: a last-state upgrade starts from it, and a " +
    "standby JobManager takes over by it. Without high availability the operator refuses the job, and without a directory " +
    "for it Flink does not start.",
  source: "high-availability.type and high-availability.storageDir of Flink; DefaultValidator of the operator",
  versions: "every Beam on every Flink, operator 1.10 to 1.15",
  parameters: z.object({}),
  evaluate(view) {
    const need = whatNeedsIt(view);
    if (need === undefined) return ruleResult([]);
    const type = view.setting(TYPE);
    const storage = view.setting(STORAGE);
    const isOff = type !== UNKNOWN && (type === undefined || ["", "none"].includes(type.trim().toLowerCase()));
    const isNowhere = storage !== UNKNOWN && (storage === undefined || storage.trim() === "");
    if (type !== UNKNOWN && storage !== UNKNOWN && !isOff && !isNowhere) return ruleResult([]);
    if (need === UNKNOWN) return ruleResult([], ["upgrade mode and number of JobManagers"]);
    return ruleResult(
      [isOff ? switchedOff(type, need) : undefined, isNowhere ? nowhere(need) : undefined],
      [...(type === UNKNOWN ? ["high availability"] : []), ...(storage === UNKNOWN ? ["high-availability directory"] : [])],
    );
  },
});

function switchedOff(type: string | undefined, need: string): Finding {
  return {
    field: "high availability",
    value: type === undefined ? "not set (Flink's default is none)" : JSON.stringify(type),
    limit: `on with ${need}`,
    remedy: `make the job a BeamJob, which always has it, or set it in flinkConfiguration (${TYPE}: kubernetes)`,
    at: { setting: TYPE },
    suggestion: "kubernetes",
  };
}

function nowhere(need: string): Finding {
  return {
    field: "high-availability directory",
    value: "not set",
    limit: `a directory of a bucket with ${need}`,
    remedy: `set storage to the grant of a CheckpointBucket (${STORAGE}: s3://bucket/job/ha)`,
    at: { setting: STORAGE },
  };
}

/** What of the job needs high availability, in words; undefined if nothing does. */
function whatNeedsIt(view: JobView): Known<string | undefined> {
  const mode = view.text("spec", "job", "upgradeMode");
  if (mode === "last-state") return "upgradeMode last-state";
  const field = view.text("spec", "jobManager", "replicas");
  // The operator writes its field over Flink's key.
  const replicas = field === undefined ? view.setting("kubernetes.jobmanager.replicas") : field;
  const count = replicas === UNKNOWN ? "" : (replicas ?? "").trim();
  if (/^\d+$/.test(count) && Number(count) > 1) return `${count} JobManagers`;
  return mode === UNKNOWN || replicas === UNKNOWN ? UNKNOWN : undefined;
}
