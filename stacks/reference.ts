/** What one stack of an environment tells the next: cluster to platform, platform to jobs. */
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { StreamingPlatformArgs } from "../components/index.ts";
import { mistakes } from "./mistakes.ts";
import { bucket } from "./schema/bucket.ts";
import { existingCluster } from "./schema/cluster.ts";
import { text, versions } from "./schema/common.ts";
import { autoscaling } from "./schema/job.ts";

/** Output `platform` of a stack that makes one. */
const platformOutput = z.strictObject({
  cluster: existingCluster,
  bucket,
  versions: versions.optional(),
  jobNamespaces: z.array(text).min(1),
  autoscaling: autoscaling.optional(),
});

type PlatformOutput = z.infer<typeof platformOutput>;

/** A cluster that another stack has made, as `existing`. */
export async function clusterOf(stack: string): Promise<{ existing: NonNullable<StreamingPlatformArgs["cluster"]["existing"]> }> {
  const reference = referenceTo(stack);
  const cluster = await output(reference, stack, "cluster", existingCluster);
  return { existing: { ...cluster, kubeconfig: await kubeconfigOf(reference) } };
}

/** A platform that another stack has made: its parts are there, and only jobs are added. */
export async function platformOf(stack: string): Promise<PlatformOutput & { readonly kubeconfig: pulumi.Output<string> | undefined }> {
  const reference = referenceTo(stack);
  return { ...(await output(reference, stack, "platform", platformOutput)), kubeconfig: await kubeconfigOf(reference) };
}

/** Undefined where the stack uses the ambient one. */
async function kubeconfigOf(reference: pulumi.StackReference): Promise<pulumi.Output<string> | undefined> {
  const { secretValue } = await reference.getOutputDetails("kubeconfig");
  return secretValue === undefined ? undefined : pulumi.secret(String(secretValue));
}

function referenceTo(stack: string): pulumi.StackReference {
  const name = stack.includes("/") ? stack : `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
  return new pulumi.StackReference(stack, { name });
}

/** The value itself, not an Output of it: which resources there are depends on it. */
async function output<T>(reference: pulumi.StackReference, stack: string, name: string, schema: z.ZodType<T>): Promise<T> {
  const { value, secretValue } = await reference.getOutputDetails(name);
  const given: unknown = value ?? secretValue;
  if (given === undefined) {
    throw new pulumi.RunError(`the stack ${stack} has no output "${name}": bring it up first, with a config that makes a ${name}.`);
  }
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [mistake] = mistakes(result.error, schema, given);
  const place = [name, mistake?.place].filter((part) => part).join(".");
  throw new pulumi.RunError(
    `the output ${place} of the stack ${stack} is not what this program reads: ${mistake?.rule ?? ""}. Bring that stack up with this version of the program.`,
  );
}
