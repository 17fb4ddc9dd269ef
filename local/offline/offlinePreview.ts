/** Previews stacks of a project on the stand-ins, after finding out what the stacks that they read would give them. */
import { UserError } from "../support/errors.ts";
import type { Step } from "../support/step.ts";
import type { OfflineBackend } from "./offlineBackend.ts";
import { type PulumiProject, stacksOf } from "./project.ts";
import { readStackConfig } from "./stackConfig.ts";
import type { StackOutputs } from "./stackOutputs.ts";
import { checkReference, qualified, type StackName } from "./stackReferences.ts";
import type { PreviewPack, StackResult } from "./stackRun.ts";

export interface OfflinePreview extends StackResult {
  readonly stack: string;
  /** Stacks whose outputs it read and that were made up here, each after those that it reads itself. */
  readonly madeUp: readonly string[];
  /** Paths in its config, and in that of stacks it reads, whose secret values were replaced. */
  readonly replacedSecrets: readonly string[];
  /** Environments of Pulumi ESC whose values were not known. */
  readonly unknownEnvironments: readonly string[];
}

export interface OfflineStacks {
  preview(stack: string, step: Step): Promise<OfflinePreview>;
}

export interface OfflineStacksOptions {
  readonly project: PulumiProject;
  readonly backend: OfflineBackend;
  readonly packsOf: (stack: string) => Promise<readonly PreviewPack[]>;
  /** Outputs that a person hands over, by `project/stack`. */
  readonly given?: ReadonlyMap<string, StackOutputs>;
}

/** Stacks of one project in one backend: what one of them reads is found once. */
export function offlineStacks({ project, backend, packsOf, given = new Map() }: OfflineStacksOptions): OfflineStacks {
  const known = stacksOf(project);
  /** Stacks whose outputs are there, each with those of the project that had to be made up for it, itself last. */
  const published = new Map<string, readonly string[]>();

  const publish = async (read: StackName, readers: readonly string[], step: Step): Promise<readonly string[]> => {
    const there = published.get(qualified(read));
    if (there !== undefined) return there;
    const outputs = given.get(`${read.project}/${read.stack}`);
    if (outputs === undefined) checkReference(project, known, readers, read);
    const name = read.project === project.name ? read.stack : `${read.project}/${read.stack}`;
    step.report(`what ${name} gives to ${readers.at(-1) ?? ""}`);
    const madeUp = outputs === undefined ? [...(await makeUp(read, readers, step)), read.stack] : [];
    if (outputs !== undefined) await backend.run({ project, stack: read, run: "set", packs: [], outputs }, step.signal);
    published.set(qualified(read), madeUp);
    return madeUp;
  };

  const makeUp = async (read: StackName, readers: readonly string[], step: Step): Promise<readonly string[]> => {
    const { result, madeUp } = await complete(read, "publish", [...readers, read.stack], step);
    if (result.failure === undefined) return madeUp;
    throw new UserError(`the stack ${read.stack}, which ${readers.at(-1) ?? ""} reads, fails itself:\n${result.failure}`);
  };

  /** Runs a stack, and again once there is what it was found to read. */
  const complete = async (stack: StackName, run: "preview" | "publish", readers: readonly string[], step: Step) => {
    const packs = run === "preview" ? await packsOf(stack.stack) : [];
    const madeUp = new Set<string>();
    for (;;) {
      const before = new Set(published.keys());
      const result = await backend.run({ project, stack, run, packs }, step.signal);
      for (const read of result.references) for (const name of await publish(read, readers, step)) madeUp.add(name);
      if (result.references.every((read) => before.has(qualified(read)))) return { result, madeUp: [...madeUp] };
    }
  };

  return {
    preview: async (stack, step) => {
      const { result, madeUp } = await complete({ project: project.name, stack }, "preview", [stack], step);
      const configs = [...madeUp, stack].map((name) => ({ name, config: readStackConfig(project, name) }));
      return {
        ...result,
        stack,
        madeUp,
        replacedSecrets: configs.flatMap(({ name, config }) => Object.keys(config.secrets).map((key) => `${key} of ${name}`)),
        unknownEnvironments: configs.flatMap(({ name, config }) => config.environments.map((one) => `${one} of ${name}`)),
      };
    },
  };
}
