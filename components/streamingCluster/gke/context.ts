/** What every part of a cluster on Google Cloud is made with: names, place, parent and labels. */
import { createHash } from "node:crypto";
import type * as pulumi from "@pulumi/pulumi";

export interface GkeContext {
  /** Beginning of the names of all resources. */
  readonly name: string;
  readonly clusterName: string;
  /** Passed to each resource: the provider's own project may be another. */
  readonly project: string;
  readonly region: string;
  readonly parent: pulumi.Resource;
  readonly labels: { readonly [key: string]: string };
}

const HASH_LENGTH = 8;

/**
 * A name for what is unique in a project rather than in a region: the cluster's, shortened to `maxLength`, and a hash of name and
 * region. A cluster of the same name in another region gets another one.
 */
export function nameInProject({ clusterName, region }: Pick<GkeContext, "clusterName" | "region">, maxLength: number): string {
  const hash = createHash("sha256").update(`${region}/${clusterName}`).digest("hex").slice(0, HASH_LENGTH);
  const beginning = clusterName.slice(0, maxLength - HASH_LENGTH - 1).replace(/-+$/, "");
  return `${beginning}-${hash}`;
}
