/** What `up` and `start` share: prepare the machine, then let the engine bring the stack up with the policy pack on. */
import type { CommandContext } from "../environment/context.ts";
import { environmentConfig, jobsOf } from "../environment/environmentConfig.ts";
import { Kubectl } from "../environment/kubectl.ts";
import { localEnvironment, type LocalEnvironment, openStack, PREPARATION } from "../environment/localEnvironment.ts";
import { exposeWebUis } from "../environment/webUi.ts";
import { type Engine, engineErrors } from "../pulumi/engine.ts";
import { UserError } from "../support/errors.ts";
import type { Step } from "../support/step.ts";
import { type NamedStep, runSteps } from "../support/steps.ts";

export interface UpContext extends LocalEnvironment {
  /** Resources by what happened to them: `{ create: 20 }`. */
  changes?: Readonly<Record<string, number>>;
}

const upStep = (refresh: boolean): NamedStep<UpContext> => ({
  title: "Pulumi up, with the policy pack",
  run: async (local, step) => {
    await withEngine(local, step, async (engine) => {
      const { summary } = await engine.stack.up({ onOutput: reportLines(step), color: "never", signal: step.signal, refresh });
      local.changes = summary.resourceChanges as Readonly<Record<string, number>>;
    });
    if (local.cluster?.nodeAddress !== undefined) {
      await exposeWebUis(new Kubectl(local.cluster, step), jobsOf(await environmentConfig(local.state.environment)));
    }
    return describeChanges(local.changes ?? {});
  },
});

export interface UpOptions {
  /** Reads the cluster first, so that what was changed by hand is put right. */
  readonly refresh: boolean;
}

export async function bringUp(
  { environment, signal }: CommandContext,
  options: UpOptions,
  then: readonly NamedStep<UpContext>[] = [],
): Promise<void> {
  await runSteps<UpContext>([...PREPARATION, upStep(options.refresh), ...then], localEnvironment(environment), signal);
}

/** Opens the engine, runs `use`, closes it; an engine's failure becomes the part of its output that a person needs. */
export async function withEngine<T>(local: LocalEnvironment, step: Step, use: (engine: Engine) => Promise<T>): Promise<T> {
  let engine: Engine | undefined;
  try {
    engine = await openStack(local, step);
    return await use(engine);
  } catch (error) {
    if (step.signal.aborted || error instanceof UserError) throw error;
    throw new UserError(engineErrors(error), { cause: error });
  } finally {
    await engine?.close();
  }
}

/** `3 created, 17 unchanged`. */
export function describeChanges(changes: Readonly<Record<string, number>>): string {
  const words: Readonly<Record<string, string>> = {
    same: "unchanged",
    create: "created",
    update: "updated",
    delete: "deleted",
    replace: "replaced",
  };
  const parts = Object.entries(changes).map(([kind, count]) => `${count} ${words[kind] ?? kind}`);
  const changed = Object.entries(changes).reduce((sum, [kind, count]) => (kind === "same" ? sum : sum + count), 0);
  return `${changed} changes${parts.length === 0 ? "" : ` (${parts.join(", ")})`}`;
}

/** Shows the last line of each output. */
export function reportLines(step: Step): (text: string) => void {
  return (text) => {
    const line = text.trim().split("\n").at(-1)?.trim();
    if (line) step.report(line.slice(0, 140));
  };
}
