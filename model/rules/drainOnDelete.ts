/** A job is drained when it is deleted for good, and at no other time. */
import { z } from "zod";
import { flagSetting } from "../views/jobParallelism.ts";
import type { JobView } from "../views/jobView.ts";
import { UNKNOWN } from "../views/known.ts";
import { defineRule, type Finding, ruleResult } from "../rule.ts";
import { OPERATOR_VERSION, OPERATOR_VERSION_FIELD, versionLine } from "../views/versionFact.ts";
import { compareLines } from "../versionNumber.ts";
import { DRAIN_ON_SAVEPOINT, SAVEPOINT_ON_DELETION } from "../deletionKeys.ts";

const FIRST_OPERATOR = "1.7";

export const drainOnDelete = defineRule({
  id: "drain-on-delete",
  title: "The drain flag goes with a savepoint on deletion, operator 1.7 or later, and no savepoint upgrades.",
  reason:
    "Draining sends the last watermark: every window and timer fires. The operator drains only as part of a savepoint, " +
    "so that without one on deletion the flag does nothing then. It drains every job that it stops with a savepoint, " +
    "upgrades included: the upgraded job starts after the end of time, and elements that come later are late.",
  source: "AbstractFlinkService.savepointJobOrError and ApplicationReconciler of operator 1.15; FLINK-32700 (1.7.0)",
  versions: "operator 1.7 to 1.15; before 1.7 there is no such flag",
  parameters: z.object({}),
  evaluate(view) {
    const drain = flagSetting(view, DRAIN_ON_SAVEPOINT);
    if (drain === UNKNOWN) return ruleResult([], ["drain on deletion"]);
    if (drain !== true) return ruleResult([]);
    const parts = [withoutSavepoint(view), withSavepointUpgrades(view), onOldOperator(view)];
    return ruleResult(
      parts.map((part) => (typeof part === "object" ? part : undefined)),
      parts.filter((part) => typeof part === "string"),
    );
  },
});

/** A finding, or the field that would have to be known for one. */
type Part = Finding | string | undefined;

function withoutSavepoint(view: JobView): Part {
  const field = "savepoint on deletion";
  const text = view.setting(SAVEPOINT_ON_DELETION);
  if (text === UNKNOWN) return field;
  if (flagSetting(view, SAVEPOINT_ON_DELETION) === true) return undefined;
  return {
    field,
    value: text === undefined ? "not set (the operator's default is false)" : JSON.stringify(text),
    limit: "true with the drain flag",
    remedy: `make a savepoint on deletion (${SAVEPOINT_ON_DELETION}: true), or remove ${DRAIN_ON_SAVEPOINT}`,
    at: { setting: SAVEPOINT_ON_DELETION },
    suggestion: "true",
  };
}

function withSavepointUpgrades(view: JobView): Part {
  const mode = view.text("spec", "job", "upgradeMode");
  if (mode === UNKNOWN) return "upgrade mode";
  if (mode !== "savepoint") return undefined;
  return {
    field: "drain on deletion",
    value: "on with upgradeMode savepoint, whose upgrades it drains too",
    limit: "off until just before the job is deleted",
    remedy: `remove ${DRAIN_ON_SAVEPOINT} and set it just before the deletion, which does not restart the job; or set upgradeMode to last-state`,
    at: { setting: DRAIN_ON_SAVEPOINT },
    suggestion: "false",
  };
}

function onOldOperator(view: JobView): Part {
  const line = versionLine(view, OPERATOR_VERSION);
  if (line === UNKNOWN || line === undefined) return OPERATOR_VERSION_FIELD;
  if (compareLines(line, FIRST_OPERATOR) >= 0) return undefined;
  return {
    field: "drain on deletion",
    value: `on with operator ${line}, which has no such flag`,
    limit: `operator ${FIRST_OPERATOR} or later`,
    remedy: `raise versions.operator to ${FIRST_OPERATOR} or later, or remove ${DRAIN_ON_SAVEPOINT}`,
    at: { setting: DRAIN_ON_SAVEPOINT },
    suggestion: "false",
  };
}
