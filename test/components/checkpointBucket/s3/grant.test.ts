import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { planS3Bucket } from "../../../../components/checkpointBucket/s3/bucket.ts";
import { planS3Grant } from "../../../../components/checkpointBucket/s3/grant.ts";
import { AwsIdentity, CheckpointBucket, type GrantArgs, type JobStorageArgs, type S3BucketArgs } from "../../../../components/index.ts";
import { runWithMocks } from "../../../support/mocks.ts";
import { grantOf, optionsOf, tried } from "../contract.ts";

const s3: S3BucketArgs = { bucket: "acme-flink", region: "eu-central-1", existing: true };
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const PROVIDER_ARN = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/ABC";
const identity = {
  eks: { clusterName: "streaming", oidcProviderArn: PROVIDER_ARN, oidcIssuer: "https://oidc.eks.eu-central-1.amazonaws.com/id/ABC" },
};
const FLINK_1_20_0 = { beam: "2.70.0", flink: "1.20.0", operator: "1.10.0" };
/** Ends with the SHA-256 of "acme-flink/orders". */
const ROLE_NAME = "flink-orders-c688f2c0";
const plan = (bucket: Partial<S3BucketArgs>, grant: Partial<GrantArgs> = {}) =>
  planS3Grant(planS3Bucket({ ...s3, ...bucket }, {}), grantOf("orders", identity, grant));

/** Grants the job `orders`, and returns what was registered and what the job is told. */
async function granted(bucket: Partial<S3BucketArgs> = {}, grant: Partial<GrantArgs> = {}) {
  let storage: JobStorageArgs | undefined;
  const told: Record<string, unknown> = {};
  const run = await runWithMocks(
    () => {
      storage = new CheckpointBucket("state", { s3: { ...s3, ...bucket }, tags: { team: "orders" } }).grant(
        "orders",
        grantOf("orders", identity, grant),
      );
      for (const [key, value] of Object.entries(storage.serviceAccountAnnotations ?? {}))
        pulumi.output(value).apply((known) => (told[key] = known));
    },
    { preview: false, outputs: { "aws:iam/role:Role": { arn: "arn:aws:iam::123456789012:role/flink-orders" } } },
  );
  return { run, storage: storage!, annotations: told };
}

const FOLDER_STATEMENTS = [
  {
    Sid: "ReadAndWriteFolder",
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
    Resource: "arn:aws:s3:::acme-flink/orders/*",
  },
  { Sid: "ProbeFolder", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-flink/orders" },
  { Sid: "ListNames", Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::acme-flink" },
];

describe("a grant on S3 by EKS Pod Identity", () => {
  test("is a role for the job's folder, and its association with the job's service account", async () => {
    const { run, storage, annotations } = await granted();
    expect(run.list).toEqual([
      "beam-flink:index:CheckpointBucket state",
      "aws:iam/role:Role orders-checkpoint-role",
      "aws:iam/rolePolicy:RolePolicy orders-checkpoint-policy",
      "aws:eks/podIdentityAssociation:PodIdentityAssociation orders-checkpoint-identity",
    ]);
    const { assumeRolePolicy, ...role } = run.inputs("orders-checkpoint-role");
    const tags = { team: "orders", "managed-by": "beam-flink" };
    expect(role).toEqual({ name: ROLE_NAME, description: "Flink job orders: its folder of the bucket acme-flink", tags });
    expect(JSON.parse(assumeRolePolicy)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "PodsOfTheJob",
          Effect: "Allow",
          Principal: { Service: "pods.eks.amazonaws.com" },
          Action: ["sts:AssumeRole", "sts:TagSession"],
          Condition: {
            StringEquals: {
              "aws:RequestTag/eks-cluster-name": "streaming",
              "aws:RequestTag/kubernetes-namespace": "beam",
              "aws:RequestTag/kubernetes-service-account": "job-orders",
            },
          },
        },
      ],
    });
    const { policy, ...rolePolicy } = run.inputs("orders-checkpoint-policy");
    expect(rolePolicy).toEqual({ name: "checkpoints", role: ROLE_NAME });
    expect(JSON.parse(policy)).toEqual({ Version: "2012-10-17", Statement: FOLDER_STATEMENTS });
    expect(run.inputs("orders-checkpoint-identity")).toEqual({
      clusterName: "streaming",
      region: "eu-central-1",
      namespace: "beam",
      serviceAccount: "job-orders",
      roleArn: "arn:aws:iam::123456789012:role/flink-orders",
      tags,
    });
    expect(storage).toEqual({
      uri: "s3://acme-flink",
      fileSystem: "s3-fs-hadoop",
      flinkConfiguration: {
        "fs.s3a.aws.credentials.provider": "com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper",
        "s3.endpoint.region": "eu-central-1",
        "s3.directory.marker.retention": "keep",
      },
      resources: expect.any(Array),
    });
    expect(annotations).toEqual({});
  });

  test("shows both policies in a preview", async () => {
    const run = await runWithMocks(() => {
      new CheckpointBucket("state", { s3 }).grant("orders", grantOf("orders", identity));
    });
    expect(run.inputs("orders-checkpoint-role")["assumeRolePolicy"]).toContain('"aws:RequestTag/kubernetes-service-account":"job-orders"');
    expect(run.inputs("orders-checkpoint-policy")["policy"]).toContain('"arn:aws:s3:::acme-flink/orders/*"');
  });

  test("is complete before a pod may take it, and waits for what the caller names", async () => {
    const options = await optionsOf({ s3 }, (bucket) => void bucket.grant("orders", grantOf("orders", identity)));
    const awaited = (name: string) => [options.get(name)?.dependsOn].flat().map((resource) => Reflect.get(resource ?? {}, "__name"));
    expect(awaited("orders-checkpoint-policy")).toEqual(["orders-checkpoint-role"]);
    expect(awaited("orders-checkpoint-identity")).toEqual(["orders-checkpoint-policy"]);
  });

  test("bounds the role by the policy that the bucket names", async () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/streaming-jobs";
    const { run } = await granted({ permissionsBoundaryArn });
    expect(run.inputs("orders-checkpoint-role")["permissionsBoundary"]).toBe(permissionsBoundaryArn);
    await expect(granted({ permissionsBoundaryArn: "streaming-jobs" })).rejects.toThrow(
      /s3\.permissionsBoundaryArn is "streaming-jobs": must be the ARN of an IAM policy/,
    );
  });

  test("lets the job use the bucket's key through S3 only", async () => {
    const { run } = await granted({ kmsKeyArn: KEY });
    expect(JSON.parse(run.inputs("orders-checkpoint-policy")["policy"]).Statement).toEqual([
      ...FOLDER_STATEMENTS,
      {
        Sid: "UseKeyThroughS3",
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: KEY,
        Condition: { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } },
      },
    ]);
  });

  test("refuses a service account that another job has: EKS takes one role for each", async () => {
    const { message } = await tried(() => {
      const bucket = new CheckpointBucket("state", { s3 });
      for (const job of ["orders", "returns"]) bucket.grant(job, grantOf(job, identity, { serviceAccount: "flink" }));
    });
    expect(message).toMatch(/grant "returns": serviceAccount is "flink": must differ from that of the job orders/);
  });
});

describe("a grant on S3 by IRSA", () => {
  test("is a role that the cluster's tokens of the service account may take", async () => {
    const { run, storage, annotations } = await granted({ identity: AwsIdentity.Irsa });
    expect(run.list).toEqual([
      "beam-flink:index:CheckpointBucket state",
      "aws:iam/role:Role orders-checkpoint-role",
      "aws:iam/rolePolicy:RolePolicy orders-checkpoint-policy",
    ]);
    expect(JSON.parse(run.inputs("orders-checkpoint-role")["assumeRolePolicy"])).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "PodsOfTheJob",
          Effect: "Allow",
          Principal: { Federated: PROVIDER_ARN },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "oidc.eks.eu-central-1.amazonaws.com/id/ABC:aud": "sts.amazonaws.com",
              "oidc.eks.eu-central-1.amazonaws.com/id/ABC:sub": "system:serviceaccount:beam:job-orders",
            },
          },
        },
      ],
    });
    expect(storage.flinkConfiguration?.["fs.s3a.aws.credentials.provider"]).toBe("com.amazonaws.auth.WebIdentityTokenCredentialsProvider");
    expect(annotations).toEqual({
      "eks.amazonaws.com/role-arn": "arn:aws:iam::123456789012:role/flink-orders",
      "eks.amazonaws.com/sts-regional-endpoints": "true",
    });
  });

  test("takes an issuer with or without its scheme", async () => {
    const bare = { eks: { ...identity.eks, oidcIssuer: identity.eks.oidcIssuer.replace("https://", "") } };
    const trustOf = async (given: typeof identity) =>
      (await granted({ identity: AwsIdentity.Irsa }, { identity: given })).run.inputs("orders-checkpoint-role")["assumeRolePolicy"];
    expect(await trustOf(bare)).toBe(await trustOf(identity));
  });
});

describe("planS3Grant", () => {
  test("chooses Pod Identity where the job's Flink can, else IRSA", () => {
    expect(plan({}).trust.by).toBe("pod-identity");
    expect(plan({}, { versions: { ...FLINK_1_20_0, flink: "1.20.1" } }).trust.by).toBe("pod-identity");
    expect(plan({}, { versions: FLINK_1_20_0 }).trust.by).toBe("irsa");
    expect(plan({ identity: AwsIdentity.Irsa }).trust.by).toBe("irsa");
  });

  test("refuses Pod Identity on a Flink that cannot, and says from which release on it works", () => {
    expect(() => plan({ identity: AwsIdentity.PodIdentity }, { versions: FLINK_1_20_0 })).toThrow(
      /^s3\.identity is "pod-identity": needs Flink 1\.20\.1 or later, this is 1\.20\.0/,
    );
  });

  test("needs to know how pods get AWS roles", () => {
    expect(() => plan({}, { identity: { gke: { project: "acme", projectNumber: "1" } } })).toThrow(
      /^identity\.eks is not set: must say how pods of the cluster get AWS roles.*StreamingCluster\.identity of an EKS cluster/,
    );
  });

  test("needs to know the cluster's name", () => {
    expect(() => plan({}, { identity: JSON.parse('{"eks":{}}') })).toThrow(
      /^identity\.eks\.clusterName is not set: must be set\. Give the name of the EKS cluster/,
    );
  });

  test("needs the cluster's OpenID Connect provider for IRSA, and says why it is IRSA", () => {
    const { clusterName, oidcProviderArn } = identity.eks;
    expect(() => plan({ identity: AwsIdentity.Irsa }, { identity: { eks: { clusterName } } })).toThrow(
      /^identity\.eks\.oidcProviderArn is not set: must be set: s3\.identity is "irsa"/,
    );
    expect(() => plan({}, { versions: FLINK_1_20_0, identity: { eks: { clusterName, oidcProviderArn } } })).toThrow(
      /^identity\.eks\.oidcIssuer is not set: must be set: the S3 plugin of Flink 1\.20\.0 cannot use EKS Pod Identity/,
    );
  });

  test("names a role after its folder: readable, within IAM's 64 characters, another for another bucket", () => {
    const name = (bucket: string, jobName: string) => plan({ bucket }, { jobName }).roleName;
    expect(name("acme-flink", "orders")).toBe(ROLE_NAME);
    expect(name("acme-flink", "o".repeat(45))).toHaveLength(60);
    expect(name("acme-flink-2", "orders")).not.toBe(ROLE_NAME);
  });
});
