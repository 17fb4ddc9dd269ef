/** Which stacks a program reads, and how they are called in a backend that exists for one command. */
import type * as pulumi from "@pulumi/pulumi";
import { UserError } from "../support/errors.ts";
import type { PulumiProject } from "./project.ts";

/** A stack by its name within its project. */
export interface StackName {
  readonly project: string;
  readonly stack: string;
}

/** The only organization of a backend of files. */
const ORGANIZATION = "organization";

/** Reads `stack`, `project/stack` or `organization/project/stack`, as a StackReference in `project` may say it. */
export function stackName(reference: string, project: string): StackName {
  const [stack = "", named = project] = reference.split("/").toReversed();
  return { project: named, stack };
}

export function qualified({ project, stack }: StackName): string {
  return `${ORGANIZATION}/${project}/${stack}`;
}

/**
 * Notes each StackReference of the running program, and has it look in this backend whichever organization it names. A name that
 * comes out of another resource cannot be seen before it is known: the engine reports it as it does everywhere.
 */
export function noteReferences(sdk: typeof pulumi, project: string, noted: Map<string, StackName>): void {
  sdk.runtime.registerStackTransformation(({ type, props, opts }) => {
    const { id } = opts as pulumi.CustomResourceOptions;
    if (type !== "pulumi:pulumi:StackReference" || typeof id !== "string") return undefined;
    const name = stackName(id, project);
    noted.set(qualified(name), name);
    // A short name stays what it is, so that the preview shows it as the program says it.
    const here = id.split("/").length < 3 ? id : qualified(name);
    const changed: pulumi.CustomResourceOptions = { ...opts, id: here };
    return { props: { ...(props as object), name: here }, opts: changed };
  });
}

/** Refuses what cannot be brought up here: another project's stack, and two that read each other. */
export function checkReference(project: PulumiProject, stacks: readonly string[], readers: readonly string[], read: StackName): void {
  const reader = readers.at(-1) ?? "";
  if (read.project !== project.name || !stacks.includes(read.stack)) {
    const why = read.project === project.name ? `has no file Pulumi.${read.stack}.yaml in ${project.configDir}` : `is another project's`;
    throw new UserError(
      `the stack ${reader} reads the stack ${read.project}/${read.stack}, which ${why}: offline it cannot be asked. Hand over its outputs, ` +
        `as "pulumi stack output --json" prints them, with --reference ${read.project}/${read.stack}=FILE.`,
    );
  }
  if (readers.includes(read.stack)) {
    throw new UserError(`the stacks ${[...readers, read.stack].join(" -> ")} read each other in a circle: one must come first.`);
  }
}
