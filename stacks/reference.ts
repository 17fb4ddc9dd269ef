/** The cluster that another stack of an environment has made. What a platform tells the stacks of jobs is part of the components. */
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { StreamingPlatformArgs } from "../components/index.ts";
import { mistakes } from "./mistakes.ts";
import { existingCluster } from "./schema/cluster.ts";

/** A cluster that another stack has made, as `existing`. */
export async function clusterOf(stack: string): Promise<{ existing: NonNullable<StreamingPlatformArgs["cluster"]["existing"]> }> {
  const name = stack.includes("/") ? stack : `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
  const reference = new pulumi.StackReference(stack, { name });
  const cluster = clusterIn(await reference.getOutputDetails("cluster"), stack);
  // A stack that uses the ambient kubeconfig has none of its own.
  const { secretValue } = await reference.getOutputDetails("kubeconfig");
  return { existing: { ...cluster, kubeconfig: secretValue === undefined ? undefined : pulumi.secret(String(secretValue)) } };
}

function clusterIn({ value, secretValue }: pulumi.StackReferenceOutputDetails, stack: string): z.infer<typeof existingCluster> {
  const given: unknown = value ?? secretValue;
  if (given === undefined) {
    throw new pulumi.RunError(`the stack ${stack} has no output "cluster": bring it up first, with a config that makes a cluster.`);
  }
  const result = existingCluster.safeParse(given);
  if (result.success) return result.data;
  const [mistake] = mistakes(result.error, existingCluster, given);
  const place = ["cluster", mistake?.place].filter((part) => part).join(".");
  throw new pulumi.RunError(
    `the output ${place} of the stack ${stack} is not what this program reads: ${mistake?.rule ?? ""}. Bring that stack up with this version of the program.`,
  );
}
