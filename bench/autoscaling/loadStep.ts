/**
 * A job whose load rises to a multiple for a while and falls again: what the test of autoscaling and the recorded run of
 * `docs/autoscaling.md` put on a local environment. Each element's work waits and does not compute, so tasks are busy while the machine's
 * cores are free.
 */
import type { Jobs } from "../../local/environment/jobStack.ts";

type Job = Jobs[string];

/** Elements per second before and after the step. */
export const BASE_RATE = 200;

/** Microseconds of work in each element: at the base rate one task is busy a fifth of its time. */
export const WORK_MICROS = 1000;

/** How many times the base rate the step has: more than one task can do. */
export const STEP_FACTOR = 6;

export interface LoadStep {
  /** Since the job's first element. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** Short windows, so that a run takes minutes: in production they are as long as `docs/autoscaling.md` says. */
export const SHORT_WINDOWS = {
  enabled: true,
  scalingEnabled: true,
  targetUtilization: 0.4,
  minUtilization: 0.2,
  maxUtilization: 0.6,
  maxParallelism: 3,
  metricsWindow: "30 s",
  stabilizationInterval: "10 s",
  // One odd window, on a machine that has other work, is no reason yet.
  scaleDownInterval: "20 s",
  // From 3 to 1 in one step.
  scaleDownMaxFactor: 0.9,
  restartTime: "10 s",
  resourceStabilizationTimeout: "1 s",
  rescaleCooldown: "5 s",
} as const;

/** `base` with the load step, at a parallelism of 1 and two slots per TaskManager. */
export function loadStepJob(base: Job, { fromSeconds, toSeconds }: LoadStep): Job {
  return {
    ...base,
    parallelism: 1,
    maxParallelism: 12,
    taskManager: { ...base.taskManager, slots: 2 },
    checkpoints: { ...base.checkpoints, interval: "5 s" },
    autoscaling: SHORT_WINDOWS,
    flinkConfiguration: {
      ...base.flinkConfiguration,
      // Slots that a rescaled job has left are given back by Flink after that time (ms), 50 s by default.
      "slot.idle.timeout": "10000",
      // How old the metrics of the REST API may be (ms), 10 s by default: a short window must not see the same ones twice.
      "metrics.fetcher.update-interval": "3000",
    },
    applicationConfig: {
      elementsPerSecond: BASE_RATE,
      elementBytes: 100,
      keys: 120,
      // As many as there are key groups: at a parallelism of 1, 2, 3, 4, 6 or 12 each reader has the same number of splits.
      splits: 12,
      workMicros: WORK_MICROS,
      loadSteps: [
        { afterSeconds: fromSeconds, factor: STEP_FACTOR },
        { afterSeconds: toSeconds, factor: 1 },
      ],
    },
  };
}
