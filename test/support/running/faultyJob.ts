/** The one job of a file of faults, on a stack of its own; each test makes it suffer and looks at what is left. */
import { expect } from "vitest";
import { environmentConfig } from "../../../local/environment/environmentConfig.ts";
import type { FlinkJob } from "../../../local/environment/flinkJob.ts";
import type { JobStack } from "../../../local/environment/jobStack.ts";
import type { Figures } from "./faultFigures.ts";
import { record } from "./faultResults.ts";
import { type Fault, suffer } from "./faults.ts";
import { type JobConfig, LOCAL_JOB, type RunningPlatform, runningPlatform } from "./platform.ts";

const { versions = {} } = await environmentConfig("local");

export interface FaultyJob {
  readonly platform: RunningPlatform;
  readonly job: FlinkJob;
  /** Nothing may be lost or doubled; returns the figures, which are recorded where that is asked for. */
  bears(fault: Fault): Promise<Figures>;
  close(): Promise<void>;
}

/** Brings the job `name` up. */
export async function faultyJob(name: string, config: Partial<JobConfig> = {}): Promise<FaultyJob> {
  const platform = await runningPlatform();
  const stack: JobStack = await platform.openStack(name);
  const job = platform.job(name);
  const close = async () => {
    await stack.stack.destroy({ color: "never" });
    await stack.close();
  };
  try {
    stack.use({ [name]: { ...LOCAL_JOB, ...config } });
    await stack.stack.up({ color: "never" });
  } catch (error) {
    await close();
    throw error;
  }
  return { platform, job, bears: (fault) => bears(job, fault), close };
}

/** As `FaultyJob.bears`, for a job that the test itself has brought up. */
export async function bears(job: FlinkJob, fault: Fault): Promise<Figures> {
  const figures = await suffer(job, fault);
  expect(figures).toMatchObject({ lost: 0, doubled: 0 });
  await record(figures, versions);
  return figures;
}
