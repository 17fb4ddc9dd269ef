/** `npm run status`: what runs, as a table or as one JSON object. Starts and builds nothing. */
import type { CommandContext } from "../environment/context.ts";
import { runningEnvironment, standIns } from "../environment/localEnvironment.ts";
import { environmentStatus, type EnvironmentStatus } from "../environment/status.ts";
import { statusTable } from "../environment/statusTable.ts";
import { providerStandIn } from "../pulumi/engine.ts";
import type { Step } from "../support/step.ts";

export async function status({ environment, signal }: CommandContext, options: { json: boolean }): Promise<number> {
  const found = await currentStatus(environment, { report: () => {}, signal });
  console.log(options.json ? JSON.stringify(found, null, 2) : statusTable(found));
  return 0;
}

export async function currentStatus(environment: string, step: Step): Promise<EnvironmentStatus> {
  const local = await runningEnvironment(environment, step);
  return environmentStatus(local, standIns(local, await providerStandIn(local.state.file("pulumi"))), step);
}
