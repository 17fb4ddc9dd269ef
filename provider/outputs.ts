/** Looks into outputs that other resources of the program have given. */
import type * as pulumi from "@pulumi/pulumi";
import { Output } from "@pulumi/pulumi/output.js";

/** What the SDK's own provider uses of an output and leaves out of its types. */
interface OpenOutput {
  /** With unknown values in their places. */
  promise(withUnknowns: boolean): Promise<unknown>;
  readonly isSecret: Promise<boolean>;
}

export interface Opened {
  /** Values that are not known yet are `pulumi.unknown`. */
  readonly value: unknown;
  readonly isSecret: boolean;
}

export const isOutput = (value: unknown): value is pulumi.Output<unknown> => Output.isInstance(value);

export async function opened(output: pulumi.Output<unknown>): Promise<Opened> {
  const open = output as unknown as OpenOutput;
  return { value: await open.promise(true), isSecret: await open.isSecret };
}

/** The member of an output, with the output's dependencies and secretness; known where the member is. */
export function member(output: pulumi.Output<unknown>, key: string): pulumi.Output<unknown> {
  return (output as unknown as Readonly<Record<string, pulumi.Output<unknown>>>)[key]!;
}
