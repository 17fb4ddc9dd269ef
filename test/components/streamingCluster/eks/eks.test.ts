import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Preset } from "../../../../components/preset.ts";
import { tokenIssuer } from "../../../../components/streamingCluster/eks/identity.ts";
import { DEDICATED_POOLS, POOL_LABEL } from "../../../../components/streamingCluster/placement.ts";
import { NAME, REGION, runEks, TAGS, valueOf } from "./program.ts";

const CLUSTER = {
  region: REGION,
  name: "streaming",
  version: "1.34",
  roleArn: "arn:aws:iam::123456789012:role/streaming-cluster-role-1a2b",
  upgradePolicy: { supportType: "STANDARD" },
  accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
  computeConfig: {
    enabled: true,
    nodePools: ["general-purpose", "system"],
    nodeRoleArn: "arn:aws:iam::123456789012:role/streaming-node-role-1a2b",
  },
  kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
  storageConfig: { blockStorage: { enabled: true } },
  bootstrapSelfManagedAddons: false,
  vpcConfig: {
    subnetIds: ["a", "b", "c"].map((letter) => `streaming-private-subnet-eu-central-1${letter}-id`),
    endpointPrivateAccess: true,
    endpointPublicAccess: false,
  },
  encryptionConfig: { resources: ["secrets"], provider: { keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1234" } },
  enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
  deletionProtection: true,
  tags: TAGS,
};

const KUBECONFIG = JSON.stringify({
  apiVersion: "v1",
  kind: "Config",
  clusters: [
    {
      name: "streaming",
      cluster: { server: "https://ABC.gr7.eu-central-1.eks.amazonaws.com", "certificate-authority-data": "Q0E=" },
    },
  ],
  users: [
    {
      name: "streaming",
      user: {
        exec: {
          apiVersion: "client.authentication.k8s.io/v1beta1",
          command: "aws",
          args: ["eks", "get-token", "--cluster-name", "streaming", "--region", "eu-central-1", "--output", "json"],
          interactiveMode: "Never",
        },
      },
    },
  ],
  contexts: [{ name: "streaming", context: { cluster: "streaming", user: "streaming" } }],
  "current-context": "streaming",
});

describe("the control plane", () => {
  test("is EKS Auto Mode, private and protected in production", async () => {
    const run = await runEks();
    expect(run.ofType("aws:eks/")).toEqual({ "streaming-cluster": CLUSTER });
    expect(run.ofType("aws:kms/")).toEqual({
      "streaming-key": {
        region: REGION,
        description: "Kubernetes Secrets of streaming",
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        tags: TAGS,
      },
      "streaming-key-alias": { region: REGION, name: "alias/eks/streaming", targetKeyId: "streaming-key-id" },
    });
    expect(run.ofType("aws:cloudwatch/")).toEqual({
      "streaming-logs": { region: REGION, name: "/aws/eks/streaming/cluster", retentionInDays: 90, tags: TAGS },
    });
  });

  test("may be deleted in development, and keeps its logs for a week", async () => {
    const run = await runEks({}, { preset: Preset.Development });
    expect(run.inputs("streaming-cluster")).toEqual({
      ...CLUSTER,
      deletionProtection: false,
      vpcConfig: { ...CLUSTER.vpcConfig, subnetIds: CLUSTER.vpcConfig.subnetIds.slice(0, 2) },
    });
    expect(run.inputs("streaming-logs").retentionInDays).toBe(7);
  });

  test("takes what the arguments say", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/theirs";
    const run = await runEks({
      clusterName: "beam_1",
      version: "1.35",
      publicAccessCidrs: ["203.0.113.0/24"],
      kmsKeyArn,
      logRetentionDays: 365,
      network: { existing: { privateSubnetIds: ["subnet-0a", "subnet-0b"] } },
    });
    expect(run.inputs("streaming-cluster")).toEqual({
      ...CLUSTER,
      name: "beam_1",
      version: "1.35",
      vpcConfig: {
        subnetIds: ["subnet-0a", "subnet-0b"],
        endpointPrivateAccess: true,
        endpointPublicAccess: true,
        publicAccessCidrs: ["203.0.113.0/24"],
      },
      encryptionConfig: { resources: ["secrets"], provider: { keyArn: kmsKeyArn } },
    });
    expect(run.ofType("aws:kms/")).toEqual({});
    expect(run.ofType("aws:ec2/")).toEqual({});
    expect(run.inputs("streaming-logs")).toEqual({
      region: REGION,
      name: "/aws/eks/beam_1/cluster",
      retentionInDays: 365,
      tags: TAGS,
    });
  });

  test.each([
    [Preset.Production, undefined, true],
    [Preset.Development, undefined, false],
    [Preset.Development, true, true],
  ])("with preset %s and protect %s protects the cluster and its key, and nothing else: %s", async (preset, protect, expected) => {
    const run = await runEks(protect === undefined ? {} : { protect }, { preset });
    const guarded = run.resources.map(({ name }) => name).filter((name) => run.options(name).protect === true);
    expect(guarded.toSorted()).toEqual(expected ? ["streaming-cluster", "streaming-key"] : []);
    expect(run.inputs("streaming-cluster").deletionProtection).toBe(expected);
  });

  test.each([
    [undefined, ["streaming-key"]],
    ["arn:aws:kms:eu-central-1:123456789012:key/theirs", []],
  ])("is replaced when its key changes, before the key goes: kmsKeyArn %s", async (kmsKeyArn, keys) => {
    const run = await runEks(kmsKeyArn === undefined ? {} : { kmsKeyArn });
    expect(run.options("streaming-cluster")).toMatchObject({ replaceOnChanges: ["encryptionConfig"], deleteBeforeReplace: true });
    expect(Object.keys(run.ofType("aws:kms/key:"))).toEqual(keys);
    for (const key of keys) expect(run.options(key).retainOnDelete).toBeUndefined();
  });

  test("is made after its logs, permissions and network, and deleted before them", async () => {
    const run = await runEks({}, { preset: Preset.Development });
    expect(run.dependencies("streaming-cluster").toSorted()).toEqual([
      "streaming-cluster-role-AmazonEKSBlockStoragePolicy",
      "streaming-cluster-role-AmazonEKSClusterPolicy",
      "streaming-cluster-role-AmazonEKSComputePolicy",
      "streaming-cluster-role-AmazonEKSLoadBalancingPolicy",
      "streaming-cluster-role-AmazonEKSNetworkingPolicy",
      "streaming-cluster-role-tagging",
      "streaming-logs",
      "streaming-node-role-AmazonEC2ContainerRegistryPullOnly",
      "streaming-node-role-AmazonEKSWorkerNodeMinimalPolicy",
      "streaming-private-route-association-eu-central-1a",
      "streaming-private-route-association-eu-central-1b",
      "streaming-private-route-eu-central-1a",
      "streaming-private-route-eu-central-1b",
      "streaming-public-route",
      "streaming-public-route-association-eu-central-1a",
      "streaming-public-route-association-eu-central-1b",
      "streaming-s3-endpoint",
    ]);
  });
});

describe("what the cluster offers", () => {
  test("is a secret kubeconfig without a credential, and a provider that only another cluster replaces", async () => {
    const run = await runEks();
    expect(await valueOf(run.cluster.kubeconfig)).toBe(KUBECONFIG);
    expect(await pulumi.isSecret(run.cluster.kubeconfig)).toBe(true);
    expect(run.ofType("pulumi:providers:kubernetes")).toEqual({
      "streaming-kubernetes": {
        kubeconfig: { secret: KUBECONFIG },
        // Its ARN would be that of a cluster made anew under its name.
        clusterIdentifier: "https://oidc.eks.eu-central-1.amazonaws.com/id/ABC",
        enablePatchForce: "true", // configuration of a provider travels as text
      },
    });
  });

  test("is how pods get roles, and the command for a person's own kubeconfig", async () => {
    const { cluster, inputs } = await runEks({ clusterName: "beam" });
    expect(await valueOf(cluster.clusterName)).toBe("beam");
    expect(await valueOf(cluster.kubeconfigCommand)).toBe("aws eks update-kubeconfig --name beam --region eu-central-1");
    expect(await valueOf(pulumi.output(cluster.identity.eks))).toEqual({
      clusterName: "beam",
      oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/ABC",
      oidcIssuer: "https://oidc.eks.eu-central-1.amazonaws.com/id/ABC",
    });
    expect(inputs("streaming-oidc-provider")).toEqual({
      url: "https://oidc.eks.eu-central-1.amazonaws.com/id/ABC",
      clientIdLists: ["sts.amazonaws.com"],
      tags: TAGS,
    });
  });

  test("ends with the node pools and the access of those who delete what is on the cluster", async () => {
    const principalArn = "arn:aws:iam::123456789012:role/deployment";
    const run = await runEks({ access: { deployment: { principalArn } } });
    const pools = ["jobmanagers", "taskmanagers"].flatMap((pool) => [`streaming-node-class-${pool}`, `streaming-node-pool-${pool}`]);
    expect(run.ready).toEqual([...pools, "streaming-access-policy-deployment"]);
    for (const name of pools) expect(run.dependencies(name)).toEqual(["streaming-access-policy-deployment"]);
  });
});

describe("all resources", () => {
  test("have the same names when nothing of AWS is known yet", async () => {
    const [known, preview] = [await runEks(), await runEks({}, { preview: true, outputs: {} })];
    expect(preview.list.toSorted()).toEqual(known.list.toSorted());
    expect(await valueOf(preview.cluster.kubeconfig)).toBeUndefined();
  });

  test("are children of the component", async () => {
    const run = await runEks({ access: { ops: { principalArn: "arn:aws:iam::123456789012:role/ops" } } });
    const children = run.resources.map(({ name }) => name).filter((name) => name !== "parent");
    expect(children.every((name) => name.startsWith(`${NAME}-`))).toBe(true);
    expect(children.filter((name) => run.options(name).parent === undefined)).toEqual([]);
    const byOtherProvider = children.filter((name) => run.options(name).provider !== undefined);
    expect(byOtherProvider.toSorted()).toEqual(run.ready.filter((name) => name.includes("-node-")).toSorted());
  });

  test("use the caller's AWS provider and its credentials, in the region of the arguments", async () => {
    const theirs: aws.Provider[] = [];
    const component = () => {
      theirs.push(new aws.Provider("theirs", { region: "us-east-1" }));
      return { providers: theirs };
    };
    const run = await runEks({}, { component });
    const ofAws = run.resources.filter(({ type }) => type.startsWith("aws:"));
    expect(ofAws.length).toBeGreaterThan(20);
    expect(ofAws.filter(({ type, name }) => run.resource(name).getProvider(type) !== theirs[0])).toEqual([]);
    const regional = ofAws.filter(({ type }) => !type.startsWith("aws:iam/"));
    expect(new Set(regional.map(({ inputs }) => inputs["region"]))).toEqual(new Set([REGION]));
  });

  test("have the caller's tags, but never without the package's own", async () => {
    const run = await runEks({}, { tags: { "managed-by": "hand", stage: "test" } });
    const tagged = run.resources.filter(({ inputs }) => inputs["tags"] !== undefined);
    expect(tagged.length).toBeGreaterThan(20);
    for (const { inputs } of tagged) expect(inputs["tags"]).toMatchObject({ "managed-by": "beam-flink", stage: "test" });
    const untagged = new Set(
      run.resources.filter(({ type, inputs }) => type.startsWith("aws:") && !("tags" in inputs)).map(({ type }) => type),
    );
    expect([...untagged].toSorted()).toEqual([
      "aws:ec2/route:Route",
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
      "aws:iam/rolePolicy:RolePolicy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      "aws:kms/alias:Alias",
    ]);
  });
});

test("a cluster without a token issuer is told as such", () => {
  expect(() => tokenIssuer([])).toThrow("EKS told no issuer of the cluster's tokens");
  expect(() => tokenIssuer([{ oidcs: [] }])).toThrow("EKS told no issuer of the cluster's tokens");
});

test("the pools are labelled and tainted as jobs ask for them", async () => {
  const run = await runEks();
  for (const [pool, placement] of [
    ["jobmanagers", DEDICATED_POOLS.jobManager],
    ["taskmanagers", DEDICATED_POOLS.taskManager],
  ] as const) {
    const { labels } = run.inputs(`streaming-node-pool-${pool}`).spec.template.metadata;
    const { taints } = run.inputs(`streaming-node-pool-${pool}`).spec.template.spec;
    expect(placement?.nodeSelector).toEqual(labels);
    expect(placement?.tolerations).toEqual([{ key: POOL_LABEL, operator: "Equal", value: pool, effect: "NoSchedule" }]);
    expect(taints).toEqual([{ key: POOL_LABEL, value: pool, effect: "NoSchedule" }]);
  }
});
