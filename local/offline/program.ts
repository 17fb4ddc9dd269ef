/** The programs that run offline. */
import type * as automation from "@pulumi/pulumi/automation/index.js";
import type { Environment } from "../../stacks/config.ts";

/** What the stack runs: the same as everywhere. */
export async function previewedProgram(): Promise<automation.PulumiFn> {
  const { default: program } = await import("../../stacks/index.ts");
  return async () => program();
}

/** The same where it is brought up on the stand-ins: nothing runs there, so that no job is awaited. */
export async function broughtUpProgram(): Promise<automation.PulumiFn> {
  const { readEnvironment } = await import("../../stacks/config.ts");
  const { machineSettings, streamingEnvironment } = await import("../../stacks/program.ts");
  return async () => streamingEnvironment(withoutWaits(readEnvironment()), machineSettings(process.env));
}

function withoutWaits(environment: Environment): Environment {
  const jobs: Environment["jobs"] = {};
  for (const [name, job] of Object.entries(environment.jobs)) jobs[name] = { ...job, startTimeout: "0 s" };
  return { ...environment, jobs };
}
