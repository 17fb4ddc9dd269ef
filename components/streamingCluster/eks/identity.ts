/**
 * How pods of a cluster on AWS get AWS roles: Pod Identity, whose agent Auto Mode runs, needs the cluster's name only; IAM roles
 * for service accounts (IRSA) need IAM to trust the cluster's token issuer.
 */
import type { eks } from "@pulumi/aws";
import { aws } from "../../cloudSdks.ts";
import type { EksIdentityArgs } from "../args.ts";
import type { EksContext } from "./context.ts";

/** Audience of the tokens that pods exchange for a role. */
const TOKEN_AUDIENCE = "sts.amazonaws.com";

/** Makes IAM trust the cluster's tokens. */
export function createEksIdentity({ name, parent, tags }: EksContext, cluster: eks.Cluster): Required<EksIdentityArgs> {
  const issuer = cluster.identities.apply(tokenIssuer);
  const provider = new aws.iam.OpenIdConnectProvider(
    `${name}-oidc-provider`,
    // No thumbprint: IAM finds the issuer's certificate itself.
    { url: issuer, clientIdLists: [TOKEN_AUDIENCE], tags },
    { parent },
  );
  return { clusterName: cluster.name, oidcProviderArn: provider.arn, oidcIssuer: issuer };
}

/** Issuer of the cluster's tokens, as EKS tells it. */
export function tokenIssuer(identities: readonly { readonly oidcs: readonly { readonly issuer: string }[] }[]): string {
  const issuer = identities[0]?.oidcs[0]?.issuer;
  if (issuer === undefined) throw new Error("EKS told no issuer of the cluster's tokens");
  return issuer;
}
