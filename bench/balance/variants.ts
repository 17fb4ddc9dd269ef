/** What is compared: the same job under what a platform team may set about schedulers and slots on Flink before 2.2. */
import type { Jobs } from "../../local/environment/jobStack.ts";

type JobConfig = Jobs[string];

export interface Variant {
  readonly name: string;
  readonly title: string;
  /** In a job's arguments. */
  readonly autoscaling: NonNullable<JobConfig["autoscaling"]>;
}

/** Nothing scales the job: only where its tasks go is of interest. */
const FIXED = { enabled: false };

export const VARIANTS: readonly Variant[] = [
  { name: "default", title: "Default Scheduler, nothing set", autoscaling: { ...FIXED, adaptiveScheduler: false } },
  {
    name: "slots",
    title: 'Default Scheduler, slotBalance "slots"',
    autoscaling: { ...FIXED, adaptiveScheduler: false, slotBalance: "slots" },
  },
  { name: "adaptive", title: "Adaptive Scheduler, nothing set", autoscaling: { ...FIXED, adaptiveScheduler: true } },
];

/** Independent pipelines in the job. */
export const PIPELINES = 5;
export const PARALLELISM = 4;
/** With a slot to spare on each of the two TaskManagers that the parallelism needs: without one there is nothing to choose. */
export const SLOTS = 3;

/** The job of a variant. `local` is the local environment's own. */
export function jobOf({ autoscaling }: Variant, local: JobConfig): JobConfig {
  return {
    ...local,
    autoscaling,
    // Few elements: where tasks run does not depend on what they do.
    applicationConfig: { pipelines: PIPELINES, elementsPerSecond: 20, elementBytes: 100, keys: 40, splits: PARALLELISM },
    parallelism: PARALLELISM,
    taskManager: { ...local.taskManager, slots: SLOTS },
    // The benchmark itself waits, and longer.
    startTimeout: "0 s",
    // A busy machine must not look like a lost process, which would start the job anew.
    flinkConfiguration: { ...local.flinkConfiguration, "heartbeat.timeout": "120000", "pekko.ask.timeout": "2 min" },
  };
}
