/** Words that the formats share. */
import { CHANGE_CLASS_NAMES, type ChangeClass } from "../../../model/changeRisk/index.ts";
import { counted } from "../../check/report/checkReport.ts";
import type { PlanJob, PlanReason } from "../planReport.ts";

/** `state at risk`. */
export function classWords(name: ChangeClass): string {
  return name.replaceAll("-", " ");
}

/** The same of a job: `state at risk at least` where a value that is not known may make it worse. */
export function jobClassWords({ class: of, reasons }: PlanJob): string {
  const open = of !== "not-evaluated" && reasons.some((reason) => reason.class === "not-evaluated");
  return open ? `${classWords(of)} at least` : classWords(of);
}

/** `3 jobs: 1 state lost, 2 unchanged`, the worst first. */
export function summaryOf(jobs: readonly PlanJob[]): string {
  const parts = CHANGE_CLASS_NAMES.toReversed()
    .map((name) => [jobs.filter((job) => job.class === name).length, name] as const)
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${classWords(name)}`);
  return `${counted(jobs.length, "job")}: ${parts.join(", ")}`;
}

/** What is said where there is nothing to plan. */
export const NO_JOBS = "There is no FlinkDeployment with a job on either side.";

/** Reasons that say the same of several fields, in the order of the first of each. */
export function groupedReasons(reasons: readonly PlanReason[]): readonly (readonly [PlanReason, ...PlanReason[]])[] {
  const groups = new Map<string, [PlanReason, ...PlanReason[]]>();
  for (const reason of reasons) {
    const key = [reason.judgement, reason.class, reason.why, reason.next].join("\n");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [reason]);
    else group.push(reason);
  }
  return [...groups.values()];
}
