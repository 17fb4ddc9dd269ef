import { describe, expect, test } from "vitest";
import { AwsIdentity, CheckpointBucket, StreamingCluster } from "../../components/index.ts";
import { broadGrants, policyStatements } from "../support/iamPolicies.ts";
import { type MockRun, runWithMocks } from "../support/mocks.ts";

const eks = {
  clusterName: "streaming",
  oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/oidc.example",
  oidcIssuer: "https://oidc.example",
};
const kmsKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** Resources that cannot be named without a wildcard, each with its reason. */
const ALLOWED = [
  /^arn:aws:s3:::acme-[a-z-]+\/orders\/\*$/, // all objects of one job's folder
];

/** What EKS Auto Mode makes has no ARN yet when it asks: AWS's guide limits these statements by the cluster's tag instead. */
const LIMITED_BY_TAG = /^aws:iam\/rolePolicy:RolePolicy cluster-cluster-role-tagging (TaggedNodes|TaggedNetworkInterfaces): resource \*$/;

/** Registers everything of this package that has policies of AWS. */
const everything = (): Promise<MockRun> =>
  runWithMocks(() => {
    void new StreamingCluster("cluster", { eks: { region: "eu-central-1", version: "1.34" } });
    for (const identity of Object.values(AwsIdentity)) {
      const s3 = { bucket: `acme-${identity}`, region: "eu-central-1", kmsKeyArn, identity };
      const bucket = new CheckpointBucket(identity, { s3 });
      bucket.grant(`orders-${identity}`, { namespace: "beam", jobName: "orders", serviceAccount: "job-orders", identity: { eks } });
    }
  });

describe("the policies of AWS", () => {
  test("are found: the cluster's, a bucket's, a job's and their trusts, for each way to get a role", async () => {
    const found = policyStatements(await everything());
    expect([...new Set(found.map(({ resource }) => resource))].toSorted()).toEqual([
      "aws:iam/role:Role cluster-cluster-role",
      "aws:iam/role:Role cluster-node-role",
      "aws:iam/role:Role orders-irsa-checkpoint-role",
      "aws:iam/role:Role orders-pod-identity-checkpoint-role",
      "aws:iam/rolePolicy:RolePolicy cluster-cluster-role-tagging",
      "aws:iam/rolePolicy:RolePolicy orders-irsa-checkpoint-policy",
      "aws:iam/rolePolicy:RolePolicy orders-pod-identity-checkpoint-policy",
      "aws:s3/bucketPolicy:BucketPolicy irsa-policy",
      "aws:s3/bucketPolicy:BucketPolicy pod-identity-policy",
    ]);
  });

  test("name each action and each resource they allow", async () => {
    expect(broadGrants(policyStatements(await everything()), ALLOWED).filter((fault) => !LIMITED_BY_TAG.test(fault))).toEqual([]);
  });

  test("limit by the cluster's tag what cannot be named", async () => {
    const broad = policyStatements(await everything()).filter(({ statement }) => statement["Resource"] === "*");
    expect(broad).toHaveLength(2);
    for (const { statement } of broad) {
      expect(statement["Condition"]).toMatchObject({
        StringEquals: { "aws:RequestTag/eks:eks-cluster-name": "${aws:PrincipalTag/eks:eks-cluster-name}" },
      });
    }
  });

  test("let only a service of AWS take a role, and a job's role only the pods of the job", async () => {
    const trusts = policyStatements(await everything()).filter(
      ({ statement }) => statement["Effect"] === "Allow" && "Principal" in statement,
    );
    const services = trusts.filter(({ resource }) => /cluster-(cluster|node)-role$/.test(resource));
    expect(Object.fromEntries(services.map(({ resource, statement }) => [resource, statement["Principal"]]))).toEqual({
      "aws:iam/role:Role cluster-cluster-role": { Service: "eks.amazonaws.com" },
      "aws:iam/role:Role cluster-node-role": { Service: "ec2.amazonaws.com" },
    });
    const jobs = trusts.filter((trust) => !services.includes(trust));
    expect(jobs).toHaveLength(2);
    for (const { statement } of jobs) expect(statement["Condition"]).toEqual({ StringEquals: expect.any(Object) });
  });
});

describe("broadGrants", () => {
  const found = (statement: object) => [
    { resource: "aws:iam/rolePolicy:RolePolicy p", statement: { Sid: "S", Effect: "Allow", ...statement } },
  ];

  test.each([
    [{ Action: "s3:*", Resource: "arn:a" }, "action s3:*"],
    [{ Action: ["s3:GetObject", "s3:Get?bject"], Resource: "arn:a" }, "action s3:Get?bject"],
    [{ Action: "s3:GetObject", Resource: "*" }, "resource *"],
    [{ Action: "s3:GetObject", Resource: ["arn:a", "arn:b/*"] }, "resource arn:b/*"],
    [{ Action: "sts:AssumeRole", Principal: "*" }, "principal *"],
    [{ Action: "sts:AssumeRole", Principal: { AWS: ["*"] } }, "principal *"],
    [{ NotAction: "iam:PassRole", Resource: "arn:a" }, "NotAction"],
    [{ Action: "s3:GetObject", NotResource: "arn:a" }, "NotResource"],
    [{ Resource: "arn:a" }, "no action"],
    [{ Effect: "allow", Action: "s3:GetObject", Resource: "arn:a" }, "effect allow"],
  ])("finds fault with %o", (statement, fault) => {
    expect(broadGrants(found(statement), [])).toEqual([`aws:iam/rolePolicy:RolePolicy p S: ${fault}`]);
  });

  test.each([
    [{ Action: "s3:GetObject", Resource: "arn:a" }],
    [{ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" }],
    [{ Action: "s3:GetObject", Resource: "arn:aws:s3:::acme-x/orders/*" }],
  ])("accepts %o", (statement) => {
    expect(broadGrants(found(statement), ALLOWED)).toEqual([]);
  });
});

describe("policyStatements", () => {
  test("looks into lists, objects and secrets, and takes a single statement", () => {
    const text = JSON.stringify({ Version: "2012-10-17", Statement: { Sid: "S" } });
    const inputs = { a: [{ b: text }], c: { secret: text }, d: "{not a policy", e: 1 };
    expect(policyStatements({ resources: [{ type: "t", name: "n", inputs }] })).toEqual([
      { resource: "t n", statement: { Sid: "S" } },
      { resource: "t n", statement: { Sid: "S" } },
    ]);
  });
});
