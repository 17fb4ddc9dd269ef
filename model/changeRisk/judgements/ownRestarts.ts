/** Settings by which the operator or its autoscaler will restart the job by itself, later. */
import { isWord } from "../../views/jobParallelism.ts";
import { usesAdaptiveScheduler } from "../../views/jobParallelism.ts";
import type { JobView } from "../../views/jobView.ts";
import type { ChangeJudgement, Verdict } from "../judgement.ts";

const AUTOSCALER = "job.autoscaler.enabled";

/** What each does once it is true. */
const SETTINGS: Readonly<Record<string, string>> = {
  "kubernetes.operator.job.restart.failed": "from now on the operator deploys a failed job anew, from its last checkpoint",
  "kubernetes.operator.cluster.health-check.enabled": "from now on the operator deploys a job anew that it takes for unhealthy",
  "kubernetes.operator.deployment.rollback.enabled": "from now on the operator rolls an upgrade back that does not become stable in time",
};

export const ownRestarts: ChangeJudgement = {
  id: "own-restarts",
  title: "The autoscaler or the operator may restart the job by itself from now on.",
  classes: ["no-restart"],
  why: "the job runs on, but from now on the autoscaler changes its parallelism by itself",
  next: "see that the job may be restarted at any time",
  source: "JobAutoScalerImpl and NativeFlinkService of the operator; operator_configuration of its documentation",
  judge({ before, after }) {
    const autoscaler = turnedOn(before, after, AUTOSCALER).map((one): Verdict => ({ ...one, ...autoscaled(after) }));
    const others = Object.entries(SETTINGS).flatMap(([name, why]) => turnedOn(before, after, name).map((one) => ({ ...one, why })));
    return [...autoscaler, ...others];
  },
};

function turnedOn(before: JobView, after: JobView, name: string): readonly Verdict[] {
  const [old, now] = [isWord(before.setting(name), "true"), isWord(after.setting(name), "true")];
  return now && !old ? [{ class: "no-restart", field: name, before: "off", after: "true", at: { setting: name } }] : [];
}

function autoscaled(after: JobView): Pick<Verdict, "why" | "next"> {
  if (usesAdaptiveScheduler(after) === true) {
    return { why: "the job runs on, and from now on the autoscaler changes its parallelism by itself, in place", next: "nothing" };
  }
  return {
    why: "the job runs on, but from now on the autoscaler changes its parallelism by itself, and without the Adaptive Scheduler each time by a new deployment",
    next: "set jobmanager.scheduler: adaptive, so that it scales in place",
  };
}
