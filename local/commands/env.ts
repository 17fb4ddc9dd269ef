/** `npm run env`: where the variables for the Pulumi CLI and kubectl are. The file holds keys, so it is not printed. */
import type { CommandContext } from "../environment/context.ts";
import { environmentFile, runningEnvironment } from "../environment/localEnvironment.ts";

export async function env({ environment, signal }: CommandContext): Promise<number> {
  const { state } = await runningEnvironment(environment, { report: () => {}, signal });
  console.log(environmentFile(state));
  return 0;
}
