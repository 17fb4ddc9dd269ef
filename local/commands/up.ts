/** `npm run up`: prepares the machine and brings the environment up. */
import type { CommandContext } from "../environment/context.ts";
import { bringUp } from "./bringUp.ts";

export async function up(context: CommandContext, options: { refresh: boolean }): Promise<number> {
  await bringUp(context, options);
  return 0;
}
