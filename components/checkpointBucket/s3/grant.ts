/**
 * Lets the pods of one job use its folder of a bucket on S3: a role with that one right, and who may take it by EKS Pod
 * Identity or by the cluster's own tokens (IRSA). No key is stored anywhere.
 */
import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { aws } from "../../cloudSdks.ts";
import { ArgumentError, FileSystem, requirePodIdentity, supportsPodIdentity } from "../../../model/platform.ts";
import type { EksIdentityArgs } from "../../streamingCluster/args.ts";
import { requireSet } from "../../validation.ts";
import type { GrantArgs, JobStorageArgs } from "../args.ts";
import { type GrantPlan, planGrant } from "../grantPlan.ts";
import type { S3BucketPlan } from "./bucket.ts";
import { AwsIdentity } from "./args.ts";
import { irsaTrust, jobPolicy, podIdentityTrust } from "./policies.ts";

/** By what a job's pods get the role. */
type Trust =
  | { readonly by: typeof AwsIdentity.PodIdentity; readonly clusterName: pulumi.Input<string> }
  | { readonly by: typeof AwsIdentity.Irsa; readonly oidcProviderArn: pulumi.Input<string>; readonly oidcIssuer: pulumi.Input<string> };

/** A grant of a bucket on S3, checked. */
export interface S3GrantPlan extends GrantPlan {
  readonly kind: "s3";
  readonly roleName: string;
  readonly trust: Trust;
}

/**
 * Credentials providers in the plugin (SDK 1; Flink does not rename its classes). Named, because Flink's default begins with
 * static keys, and does not have the one for IRSA. The first asks the agent of Pod Identity at
 * AWS_CONTAINER_CREDENTIALS_FULL_URI.
 */
const CREDENTIALS_PROVIDERS: Readonly<Record<AwsIdentity, string>> = {
  [AwsIdentity.PodIdentity]: "com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper",
  [AwsIdentity.Irsa]: "com.amazonaws.auth.WebIdentityTokenCredentialsProvider",
};

/** Checks the arguments. */
export function planS3Grant(bucket: S3BucketPlan, args: GrantArgs): S3GrantPlan {
  const plan = planGrant(args);
  const eks = args.identity?.eks;
  if (eks === undefined) {
    throw new ArgumentError({
      field: "identity.eks",
      value: undefined,
      rule: "must say how pods of the cluster get AWS roles: the bucket is on S3",
      remedy: "Give StreamingCluster.identity of an EKS cluster; for another cluster use a bucket with endpoint.",
    });
  }
  requireSet(eks.clusterName, "identity.eks.clusterName", "Give the name of the EKS cluster.");
  const by = bucket.identity ?? (supportsPodIdentity(plan.versions) ? AwsIdentity.PodIdentity : AwsIdentity.Irsa);
  if (by === AwsIdentity.PodIdentity) requirePodIdentity(plan.versions, "s3.identity", by);
  const trust = by === AwsIdentity.PodIdentity ? { by, clusterName: eks.clusterName } : { by, ...oidc(eks, plan, bucket.identity) };
  return { ...plan, kind: "s3", roleName: roleName(bucket.bucket, plan.jobName), trust };
}

function oidc({ oidcProviderArn, oidcIssuer }: EksIdentityArgs, { versions }: GrantPlan, asked: AwsIdentity | undefined) {
  if (oidcProviderArn !== undefined && oidcIssuer !== undefined) return { oidcProviderArn, oidcIssuer };
  throw new ArgumentError({
    field: oidcProviderArn === undefined ? "identity.eks.oidcProviderArn" : "identity.eks.oidcIssuer",
    value: undefined,
    rule:
      asked === AwsIdentity.Irsa
        ? 'must be set: s3.identity is "irsa"'
        : `must be set: the S3 plugin of Flink ${versions.flink} cannot use EKS Pod Identity, so jobs get their role by IRSA`,
    remedy: "Give ARN and issuer of the cluster's IAM OpenID Connect provider.",
  });
}

/**
 * Readable, at most 60 of the 64 characters IAM takes, and the same for the same folder: two programs that grant one folder
 * to two jobs by mistake are stopped by IAM instead of sharing it.
 */
function roleName(bucket: string, jobName: string): string {
  return `flink-${jobName}-${createHash("sha256").update(`${bucket}/${jobName}`).digest("hex").slice(0, 8)}`;
}

/** Makes the role and its trust. */
export function registerS3Grant(
  name: string,
  bucket: S3BucketPlan,
  plan: S3GrantPlan,
  ready: readonly pulumi.Resource[],
  opts: pulumi.CustomResourceOptions,
): JobStorageArgs {
  const { jobName, namespace, serviceAccount, trust } = plan;
  const { arn: bucketArn, region, partition, tags } = bucket;
  const role = new aws.iam.Role(
    `${name}-checkpoint-role`,
    {
      name: plan.roleName,
      description: `Flink job ${jobName}: its folder of the bucket ${bucket.bucket}`,
      assumeRolePolicy: trustPolicy(plan),
      ...(bucket.permissionsBoundaryArn === undefined ? {} : { permissionsBoundary: bucket.permissionsBoundaryArn }),
      tags,
    },
    opts,
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-checkpoint-policy`,
    {
      name: "checkpoints",
      role: plan.roleName,
      policy: pulumi
        .output(bucket.kmsKeyArn)
        .apply((kmsKeyArn) => JSON.stringify(jobPolicy({ bucketArn, jobName, region, partition, kmsKeyArn }))),
    },
    pulumi.mergeOptions(opts, { dependsOn: [role] }),
  );
  const association =
    trust.by === AwsIdentity.Irsa
      ? []
      : [
          new aws.eks.PodIdentityAssociation(
            `${name}-checkpoint-identity`,
            { clusterName: trust.clusterName, region, namespace, serviceAccount, roleArn: role.arn, tags },
            // The role can do its work before the first pod may take it.
            pulumi.mergeOptions(opts, { dependsOn: [policy] }),
          ),
        ];
  return {
    uri: bucket.uri,
    fileSystem: FileSystem.S3Hadoop,
    flinkConfiguration: {
      "fs.s3a.aws.credentials.provider": CREDENTIALS_PROVIDERS[trust.by],
      "s3.endpoint.region": region,
      // S3A otherwise deletes the markers of all parent folders after each file: a request per file, and in a bucket with
      // versions a delete marker for each folder, which make listings slow.
      "s3.directory.marker.retention": "keep",
    },
    ...(trust.by === AwsIdentity.Irsa ? { serviceAccountAnnotations: irsaAnnotations(role.arn) } : {}),
    resources: [...ready, role, policy, ...association],
  };
}

/** SDK 1 asks the one global token service unless it is told to use the region's, which is also what a private network reaches. */
const irsaAnnotations = (roleArn: pulumi.Input<string>) => ({
  "eks.amazonaws.com/role-arn": roleArn,
  "eks.amazonaws.com/sts-regional-endpoints": "true",
});

function trustPolicy({ trust, namespace, serviceAccount }: S3GrantPlan): pulumi.Output<string> {
  if (trust.by === AwsIdentity.PodIdentity) {
    return pulumi
      .all([trust.clusterName, namespace])
      .apply(([clusterName, inNamespace]) => JSON.stringify(podIdentityTrust({ clusterName, namespace: inNamespace, serviceAccount })));
  }
  return pulumi
    .all([trust.oidcProviderArn, trust.oidcIssuer, namespace])
    .apply(([oidcProviderArn, oidcIssuer, inNamespace]) =>
      JSON.stringify(irsaTrust({ oidcProviderArn, oidcIssuer, namespace: inNamespace, serviceAccount })),
    );
}
