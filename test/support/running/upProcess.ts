/**
 * `pulumi up` in a process of its own, which can be killed in the middle of it with everything that it has started: engine, language
 * host and providers, as when the machine of a CI job goes away. Run by `interruptedUp.ts`, as the leader of a process group.
 */
import { environmentConfig } from "../../../local/environment/environmentConfig.ts";
import { type JobStack, type Jobs, openJobStack } from "../../../local/environment/jobStack.ts";
import { openStack, runningEnvironment } from "../../../local/environment/localEnvironment.ts";
import { silent } from "../../../local/support/step.ts";
import { machineSettings, streamingEnvironment } from "../../../stacks/program.ts";

/** What to bring up. */
export interface UpRequest {
  /** The platform's own stack with these jobs in it, or a stack of jobs by its name. */
  readonly stack: "platform" | { readonly jobs: string };
  readonly jobs: Jobs;
  /** The operator's, on the platform's stack: another one than before rolls its Deployment. */
  readonly reconcileInterval?: string;
  /** The process group kills itself when the output first matches. */
  readonly killAt?: string;
}

async function engineOf({ stack, jobs, reconcileInterval }: UpRequest): Promise<Omit<JobStack, "use">> {
  const local = await runningEnvironment("local", silent);
  if (stack !== "platform") {
    const { use, ...engine } = await openJobStack(stack.jobs, local, silent);
    use(jobs);
    return engine;
  }
  const engine = await openStack(local, silent);
  const committed = await environmentConfig("local");
  const environment = { ...committed, operator: { ...committed.operator, ...(reconcileInterval && { reconcileInterval }) }, jobs };
  engine.stack.workspace.program = async () => streamingEnvironment(environment, machineSettings(process.env));
  return engine;
}

if (import.meta.main) {
  const request = JSON.parse(process.argv[2] ?? "") as UpRequest;
  const engine = await engineOf(request);
  let output = "";
  try {
    await engine.stack.up({
      color: "never",
      onOutput: (text) => {
        process.stdout.write(text);
        output += text;
        if (request.killAt !== undefined && new RegExp(request.killAt).test(output)) process.kill(-process.pid, "SIGKILL");
      },
    });
  } finally {
    await engine.close();
  }
}
