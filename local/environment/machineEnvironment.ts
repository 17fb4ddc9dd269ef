/** Which environments run on this machine: those on a cluster that is there, with a bucket on a server of their own. */
import { UserError } from "../support/errors.ts";
import { environmentConfig } from "./environmentConfig.ts";

/** Refuses an environment of a cloud, whose commands are Pulumi's own, before anything is started for it. */
export async function requireMachineEnvironment(name: string): Promise<void> {
  const { cluster, bucket } = await environmentConfig(name);
  if (cluster?.existing !== undefined && bucket?.endpoint !== undefined) return;
  throw new UserError(
    `the environment "${name}" does not run on this machine: see it with npm run preview -- ${name} --offline, ` +
      `and bring it up with the Pulumi CLI: pulumi up --stack ${name} --policy-pack policies`,
    { exitCode: 2 },
  );
}
