/** `npm run preview`: what `up` would change, with the policy pack on. The machine is prepared; the stack is not touched. */
import type { CommandContext } from "../environment/context.ts";
import { localEnvironment, type LocalEnvironment, PREPARATION } from "../environment/localEnvironment.ts";
import { runSteps } from "../support/steps.ts";
import { describeChanges, withEngine } from "./bringUp.ts";

export async function preview({ environment, signal }: CommandContext, { refresh }: { refresh: boolean }): Promise<number> {
  const local = localEnvironment(environment);
  let output = "";
  await runSteps<LocalEnvironment>(
    [
      ...PREPARATION,
      {
        title: "Pulumi preview, with the policy pack",
        run: (context, step) =>
          withEngine(context, step, async (engine) => {
            const result = await engine.stack.preview({ color: "never", signal: step.signal, refresh, suppressProgress: true });
            output = result.stdout;
            return describeChanges(result.changeSummary as Readonly<Record<string, number>>);
          }),
      },
    ],
    local,
    signal,
  );
  console.log(output.trim());
  return 0;
}
