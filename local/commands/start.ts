/** `npm start`: brings the environment up, waits until every job has checkpoints in the bucket, shows the status. */
import { ENOUGH_CHECKPOINTS, failedCheckpoints, waitForCheckpoints } from "../environment/checkpointWait.ts";
import type { CommandContext } from "../environment/context.ts";
import { environmentConfig, jobsOf } from "../environment/environmentConfig.ts";
import type { EnvironmentStatus } from "../environment/status.ts";
import { statusTable } from "../environment/statusTable.ts";
import type { NamedStep } from "../support/steps.ts";
import { bringUp, type UpContext } from "./bringUp.ts";
import { currentStatus } from "./status.ts";

export async function start(context: CommandContext): Promise<number> {
  const began = Date.now();
  const { environment } = context;
  const jobs = jobsOf(await environmentConfig(environment));
  let status: EnvironmentStatus | undefined;
  const wait: NamedStep<UpContext> = {
    title: `Waiting for ${ENOUGH_CHECKPOINTS} checkpoints of each job`,
    run: async (_, step) => {
      status = await waitForCheckpoints(() => currentStatus(environment, step), step);
      return failedCheckpoints(status.jobs) ?? "done";
    },
  };
  const show: NamedStep<UpContext> = {
    title: "Status",
    run: async (_, step) => {
      status = await currentStatus(environment, step);
    },
  };
  await bringUp(context, { refresh: false }, [jobs.length > 0 ? wait : show]);
  const none = `, but without a job: stacks/Pulumi.${environment}.yaml names none in beam-flink:jobs`;
  if (status !== undefined) console.log(`\n${statusTable(status)}\n`);
  console.log(`${environment} is up after ${Math.round((Date.now() - began) / 1000)} s${jobs.length > 0 ? "" : none}.`);
  return 0;
}
