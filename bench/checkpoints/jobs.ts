/** The jobs of a comparison: the local environment's job, with the settings that are compared and nothing else changed. */
import { createHash } from "node:crypto";
import type { Jobs } from "../../local/environment/jobStack.ts";
import type { Comparison, Setting } from "./matrix.ts";

export type JobConfig = Jobs[string];

/** What a setting says of bundles; `ours` says nothing and gets what `BeamJob` renders. */
export const BUNDLES: Readonly<Record<Setting, JobConfig["bundles"]>> = {
  bundles: { size: 10_000, time: "10 s", finishBeforeCheckpoint: false },
  stock: { size: 1000, time: "1 s", finishBeforeCheckpoint: false },
  ours: undefined,
  single: { size: 1, time: "1 s", finishBeforeCheckpoint: false },
};

/** More than a comparison waits for: by default Flink remembers ten checkpoints. */
const REMEMBERED = 200;

/** The job of one setting. `local` is the local environment's own job. */
export function jobOf(comparison: Comparison, setting: Setting, local: JobConfig): JobConfig {
  const { shape, intervalSeconds, pipelines, elementsPerSecond, elementBytes, payloadBytes } = comparison;
  const { bundles: _, checkpoints: __, ...rest } = local;
  return {
    ...rest,
    applicationConfig: { shape, pipelines, elementsPerSecond, elementBytes, keys: 100, splits: 1 },
    ...(BUNDLES[setting] === undefined ? {} : { bundles: BUNDLES[setting] }),
    checkpoints: { interval: `${intervalSeconds} s` },
    ...(payloadBytes === 0 ? {} : { pipelineOptions: { payload: payload(payloadBytes) } }),
    // As a busy machine may need for six JVMs at once.
    startTimeout: "30 min",
    // On the heap a checkpoint is exactly the state.
    stateBackend: "hashmap",
    jobManager: { cpu: 0.1, memory: "900 mb" },
    taskManager: { cpu: 0.1, memory: pipelines >= 100 ? "2 gb" : "1200 mb", slots: 1 },
    flinkConfiguration: {
      ...local.flinkConfiguration,
      "web.checkpoints.history": String(REMEMBERED),
      // A busy machine must not look like a lost process or task, which would start the job anew.
      "heartbeat.timeout": "120000",
      "pekko.ask.timeout": "2 min",
      // Little is asked for, since several jobs share the node; a start may use all there is.
      "kubernetes.jobmanager.cpu.limit-factor": "20",
      "kubernetes.taskmanager.cpu.limit-factor": "20",
    },
  };
}

/** Text that does not compress, the same in every run: Beam compresses some of the copies. */
export function payload(bytes: number): string {
  let text = "";
  for (let block = 0; text.length < bytes; block++) text += createHash("sha512").update(String(block)).digest("base64url");
  return text.slice(0, bytes);
}
