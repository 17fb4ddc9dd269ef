/**
 * The policies of a bucket on S3, as documents: who may use it in which way (the bucket's), what a job may do (its role's)
 * and who may take that role (its trust). Nothing here looks at a value that the engine may not know.
 */
import type { AwsPartition } from "../../../model/platform.ts";

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | { readonly [kind: string]: string };
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string } };
}

export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

const document = (...Statement: PolicyStatement[]): PolicyDocument => ({ Version: "2012-10-17", Statement });

/**
 * The bucket's policy. It names no least version of TLS: S3 has refused those before 1.2 since 2024. It does not refuse
 * unencrypted objects either: S3 has encrypted each since 2023, by the bucket's own setting.
 */
export function bucketPolicy(bucketArn: string): PolicyDocument {
  return document({
    // State may hold personal data, and requests are signed but not encrypted over plain HTTP.
    Sid: "DenyWithoutTls",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  });
}

export interface JobPolicyArgs {
  readonly bucketArn: string;
  readonly jobName: string;
  readonly region: string;
  readonly partition: AwsPartition;
  /** Known by now. */
  readonly kmsKeyArn: string | undefined;
}

/**
 * What one job may do: everything S3A and Flink call, and nothing else. They list neither the parts of an upload nor the
 * uploads of the bucket, and do not ask for its location (hadoop-aws 3.3.4 as Flink configures it).
 */
export function jobPolicy({ bucketArn, jobName, region, partition, kmsKeyArn }: JobPolicyArgs): PolicyDocument {
  const statements: PolicyStatement[] = [
    {
      // Checkpoints, savepoints and high-availability data, and giving up an upload that failed.
      Sid: "ReadAndWriteFolder",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      Resource: `${bucketArn}/${jobName}/*`,
    },
    {
      // S3A asks whether the folder is an object before it makes the first folder below it.
      Sid: "ProbeFolder",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: `${bucketArn}/${jobName}`,
    },
    {
      // The whole bucket, not only the job's prefix: with a condition on s3:prefix S3 answers a HEAD of a missing object with
      // 403 instead of 404, and S3A, which probes each new path so, gives up. A job thus sees the names of other jobs' objects,
      // never what is in them.
      Sid: "ListNames",
      Effect: "Allow",
      Action: "s3:ListBucket",
      Resource: bucketArn,
    },
  ];
  if (kmsKeyArn !== undefined) {
    statements.push({
      // S3 encrypts and decrypts with the caller's rights; the condition keeps the job from using the key by itself.
      Sid: "UseKeyThroughS3",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: kmsKeyArn,
      Condition: { StringEquals: { "kms:ViaService": `s3.${region}.${partition.dnsSuffix}` } },
    });
  }
  return document(...statements);
}

/** The pods of one service account on one cluster. */
export interface PodsArgs {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Trust in EKS Pod Identity, limited by the tags that it puts on each session. Role and cluster are always of one account. */
export function podIdentityTrust({ clusterName, namespace, serviceAccount }: PodsArgs & { readonly clusterName: string }): PolicyDocument {
  return document({
    Sid: "PodsOfTheJob",
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    // TagSession: Pod Identity sends the tags with each request, and is refused without it.
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        "aws:RequestTag/eks-cluster-name": clusterName,
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": serviceAccount,
      },
    },
  });
}

export interface IrsaTrustArgs extends PodsArgs {
  readonly oidcProviderArn: string;
  /** With or without `https://`. */
  readonly oidcIssuer: string;
}

/** Trust in the cluster's own tokens (IRSA), limited to one service account. */
export function irsaTrust({ oidcProviderArn, oidcIssuer, namespace, serviceAccount }: IrsaTrustArgs): PolicyDocument {
  const issuer = oidcIssuer.replace(/^https:\/\//, "");
  return document({
    Sid: "PodsOfTheJob",
    Effect: "Allow",
    Principal: { Federated: oidcProviderArn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${issuer}:aud`]: "sts.amazonaws.com",
        [`${issuer}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
      },
    },
  });
}
