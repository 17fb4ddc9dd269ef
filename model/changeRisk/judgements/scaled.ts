/** Parallelism that the operator changes without a new deployment, where Flink can. */
import { UNKNOWN } from "../../views/known.ts";
import type { ChangeJudgement } from "../judgement.ts";
import { startingPoint } from "../startingPoint.ts";

export const scaled: ChangeJudgement = {
  id: "scaled",
  title: "A parallelism that the operator can change in place.",
  classes: ["no-restart", "restart", "not-evaluated"],
  why: "the operator scales in place: the JobManager stays, and restarts the tasks from the last checkpoint within seconds",
  next: "nothing",
  source: "@SpecDiff(SCALE) of operator 1.10; NativeFlinkService.scale and StandaloneFlinkService.scale of the operator",
  judge: ({ before, after, differences, inPlace }) =>
    differences
      .filter(({ action }) => action === "scaled")
      .map((one) => {
        if (one.unknown || inPlace === UNKNOWN) {
          return {
            ...one,
            class: "not-evaluated",
            why: "whether the operator can scale in place is not known",
            next: "look again at the update",
          };
        }
        if (inPlace) return { ...one, class: "no-restart" };
        return {
          ...one,
          class: "restart",
          why:
            "in place the operator scales only in native mode with the Adaptive Scheduler and Flink 1.18, or in standalone mode with " +
            `scheduler-mode: reactive, and nothing else may have changed: here it deploys the job anew, which ${startingPoint(before, after)}`,
          next: "expect a pause of the job",
        };
      }),
};
