/** What every part of a cluster on AWS is made with: names, region, parent and tags. */
import type * as pulumi from "@pulumi/pulumi";
import type { AwsPartition } from "../../../model/platform.ts";

export interface EksContext {
  /** Beginning of the names of all resources. */
  readonly name: string;
  readonly clusterName: string;
  /**
   * Passed to each regional resource. A provider of the cluster's own would also set the region, but would replace the one the
   * caller gave, with its credentials.
   */
  readonly region: string;
  readonly partition: AwsPartition;
  readonly parent: pulumi.Resource;
  readonly tags: { readonly [key: string]: string };
}

/** Tags with a Name: consoles of the network list resources by it, and by ids otherwise. */
export const namedTags = (context: EksContext, name: string) => ({ ...context.tags, Name: `${context.clusterName}-${name}` });
