/**
 * A stack of jobs on the platform of a running environment, apart from the environment's own stack: as a team has one, and for
 * tests and benchmarks, which bring jobs up and take them away while the platform stays.
 */
import type { Environment } from "../../stacks/config.ts";
import { machineSettings, streamingEnvironment } from "../../stacks/program.ts";
import type { Cluster } from "../kubernetes/cluster.ts";
import { type Engine, openEngine } from "../pulumi/engine.ts";
import type { Step } from "../support/step.ts";
import { PROJECT } from "./environments.ts";
import { type LocalEnvironment, processVariables } from "./localEnvironment.ts";

export type Jobs = Environment["jobs"];

export interface JobStack extends Engine {
  /** The jobs of the next preview or update. */
  use(jobs: Jobs): void;
}

/** Opens the stack `name` beside the environment's, without jobs at first. No policy pack guards it. */
export async function openJobStack(name: string, local: LocalEnvironment & { cluster: Cluster }, step: Step): Promise<JobStack> {
  Object.assign(process.env, await processVariables(local));
  let jobs: Jobs = {};
  const platform = { stack: local.state.environment };
  const engine = await openEngine(
    {
      stackName: name,
      projectDir: PROJECT,
      program: async () => streamingEnvironment({ platform, jobs }, machineSettings(process.env)),
      stateDir: local.state.file("pulumi"),
      passphraseFile: local.state.file("passphrase"),
      kubectl: local.cluster.kubectl,
    },
    step,
  );
  return { ...engine, use: (wanted) => void (jobs = wanted) };
}
