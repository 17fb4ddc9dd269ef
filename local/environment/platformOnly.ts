/** The platform of a local environment without its jobs: what tests and benchmarks put jobs of their own on, see `jobStack.ts`. */
import { machineSettings, streamingEnvironment } from "../../stacks/program.ts";
import { stopCluster } from "../kubernetes/cluster.ts";
import type { Step } from "../support/step.ts";
import { environmentConfig } from "./environmentConfig.ts";
import { clusterSettings, localEnvironment, openStack, PREPARATION, runningEnvironment } from "./localEnvironment.ts";

/** Starts the platform; false where the environment runs already, which is then used as it is, with whatever jobs it has. */
export async function startPlatform(environment: string, step: Step): Promise<boolean> {
  if (await isRunning(environment, step)) return false;
  const local = localEnvironment(environment);
  for (const { title, run } of PREPARATION) {
    step.signal.throwIfAborted();
    step.report(title);
    await run(local, step);
  }
  step.report("the platform");
  const engine = await openStack(local, step);
  try {
    const platform = { ...(await environmentConfig(environment)), jobs: {} };
    engine.stack.workspace.program = async () => streamingEnvironment(platform, machineSettings(process.env));
    await engine.stack.up({ color: "never", signal: step.signal });
  } finally {
    await engine.close();
  }
  return true;
}

/** Ends what `startPlatform` has started; the state folder stays. A cluster that was given keeps running. */
export async function stopPlatform(environment: string, step: Step): Promise<void> {
  const { state } = localEnvironment(environment);
  await stopCluster(state, clusterSettings(state), step, { purge: false });
}

const isRunning = (environment: string, step: Step) =>
  runningEnvironment(environment, step).then(
    () => true,
    () => false,
  );
