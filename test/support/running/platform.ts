/** What a test of `test/running` has of the shared platform: a stack of its own for its jobs, the cluster, and Flink's REST API. */
import { inject } from "vitest";
import type { Cluster } from "../../../local/kubernetes/cluster.ts";
import { environmentConfig } from "../../../local/environment/environmentConfig.ts";
import { FlinkJob } from "../../../local/environment/flinkJob.ts";
import { type Jobs, type JobStack, openJobStack } from "../../../local/environment/jobStack.ts";
import { Kubectl } from "../../../local/environment/kubectl.ts";
import { type LocalEnvironment, runningEnvironment } from "../../../local/environment/localEnvironment.ts";
import { silent } from "../../../local/support/step.ts";

/** The namespace of the environment's jobs. */
export const NAMESPACE = "beam";

/** One job, as a config file describes it. */
export type JobConfig = Jobs[string];

export interface RunningPlatform {
  readonly local: LocalEnvironment & { readonly cluster: Cluster };
  readonly kubectl: Kubectl;
  /** A stack of jobs, which the test closes; its jobs are deleted by `stack.destroy`. */
  openStack(name: string): Promise<JobStack>;
  /** A job's REST API, by the name of its FlinkDeployment. */
  job(name: string): FlinkJob;
}

export async function runningPlatform(): Promise<RunningPlatform> {
  process.env["BEAM_FLINK_STATE"] = inject("stateRoot");
  const local = await runningEnvironment("local", silent);
  const kubectl = new Kubectl(local.cluster, silent);
  return {
    local,
    kubectl,
    openStack: (name) => openJobStack(name, local, silent),
    job: (name) => new FlinkJob(kubectl, { name, namespace: NAMESPACE }),
  };
}

/** The local environment's job, for variations of it. */
export const LOCAL_JOB: JobConfig = (await environmentConfig("local")).jobs["bundle-buffer"]!;
