/**
 * The job: the one file that its team edits. Where it runs and which image is in Pulumi.<environment>.yaml, since a release changes it.
 * All arguments with their defaults: https://github.com/OWNER/beam-flink/blob/main/docs/components/BeamJob.md
 */
import { RunError } from "@pulumi/pulumi";
import type { PlatformJobArgs } from "beam-flink";

/** What is decided here. */
type JobSettings = Omit<PlatformJobArgs, "image" | "entryClass">;

/** Name of the job, and of its folder in the bucket: another name is another job, without the state of this one. */
export const JOB_NAME = "${PROJECT}";

/** What holds in every environment. */
const EVERYWHERE: JobSettings = {
  // Any JSON value for your pipeline: a file, whose path is in BEAM_APPLICATION_CONFIG. It does not swell the job graph.
  applicationConfig: { topics: ["orders"] },
  // Beam's and Flink's pipeline options. Bundles and checkpoints have arguments of their own.
  pipelineOptions: { fasterCopy: true },
  // Upper bound of the parallelism for the whole life of the state: it cannot be changed later without losing state.
  maxParallelism: 120,
};

/** What differs: one entry for each environment, which is the stack of that name. */
const ENVIRONMENTS: Readonly<Record<string, JobSettings>> = {
  dev: {
    parallelism: 1,
  },
  prod: {
    parallelism: 4,
    jobManager: { cpu: 1, memory: "2 gb" },
    taskManager: { cpu: 2, memory: "8 gb", slots: 2 },
  },
};

/** Environments that the job has. */
export const ENVIRONMENT_NAMES = Object.keys(ENVIRONMENTS);

/** The job in an environment. */
export function jobOf(environment: string): JobSettings {
  const own = ENVIRONMENTS[environment];
  if (own === undefined) {
    throw new RunError(
      `the job has no environment "${environment}": add it to ENVIRONMENTS in job.ts, or select ${ENVIRONMENT_NAMES.join(" or ")}.`,
    );
  }
  return { ...EVERYWHERE, ...own };
}
