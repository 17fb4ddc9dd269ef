/** The service account that nodes run as, instead of Compute Engine's default one, which many projects let edit everything. */
import * as pulumi from "@pulumi/pulumi";
import { gcp } from "../../cloudSdks.ts";
import { type GkeContext, nameInProject } from "./context.ts";

export interface GkeNodeAccount {
  readonly email: pulumi.Output<string>;
  /** Roles that nodes need from their start. */
  readonly grants: readonly pulumi.Resource[];
}

/** Longest id of a service account. */
const MAX_ID_LENGTH = 30;

const ROLES = [
  // Logs, metrics and the autoscaler's figures of a node: the smallest role that GKE supports.
  { part: "nodes-default", role: "roles/container.defaultNodeServiceAccount" },
  // Images of jobs in Artifact Registry. On the whole project, as no argument says which repositories jobs use; images of
  // another project need this role there.
  { part: "nodes-images", role: "roles/artifactregistry.reader" },
] as const;

export function createGkeNodeAccount(context: GkeContext): GkeNodeAccount {
  const { name, clusterName, project, region, parent } = context;
  const account = new gcp.serviceaccount.Account(
    `${name}-nodes`,
    { project, accountId: nameInProject(context, MAX_ID_LENGTH), displayName: `Nodes of the GKE cluster ${clusterName} in ${region}` },
    { parent },
  );
  const member = pulumi.interpolate`serviceAccount:${account.email}`;
  const grants = ROLES.map(({ part, role }) => new gcp.projects.IAMMember(`${name}-${part}`, { project, role, member }, { parent }));
  return { email: account.email, grants };
}
