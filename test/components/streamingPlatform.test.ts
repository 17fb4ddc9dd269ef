import { describe, expect, test, vi } from "vitest";
import { AwsIdentity, type PlatformJobArgs, StreamingPlatform, type StreamingPlatformArgs } from "../../components/index.ts";
import { runWithMocks } from "../support/mocks.ts";

// The definitions of a release are the business of the operator's own test.
vi.mock("../../components/flinkOperator/crds.ts", () => ({ checkCrdSource: () => {}, customResourceDefinitions: () => [] }));

const args: StreamingPlatformArgs = {
  cluster: { existing: { kubeconfig: "kubeconfig text" } },
  versions: { beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" },
  bucket: { endpoint: { url: "http://s3:7070", bucket: "flink", accessKey: "a", secretKey: "b" } },
};
const job: PlatformJobArgs = { image: "image:1", entryClass: "com.example.Orders" };

const eks = { region: "eu-central-1", version: "1.34" };
const gke = { project: "example-project", region: "europe-west3" };
const s3 = { bucket: "example-state", region: "eu-central-1" };
const gcs = { bucket: "example-state", project: "example-project", location: "europe-west3" };

const register = (more: Partial<StreamingPlatformArgs> = {}, jobs: readonly PlatformJobArgs[] = []) =>
  runWithMocks(() => {
    const platform = new StreamingPlatform("streaming", { ...args, ...more });
    jobs.forEach((item, index) => void platform.job(`orders-${index}`, item));
  });

describe("StreamingPlatform", () => {
  test("is a provider, namespaces, an operator and a bucket", async () => {
    const { list } = await register();
    expect(list.filter((item) => !item.includes("streaming-operator-"))).toEqual(
      expect.arrayContaining([
        "beam-flink:index:StreamingPlatform streaming",
        "pulumi:providers:kubernetes streaming-cluster-kubernetes",
        "kubernetes:core/v1:Namespace streaming-namespace-beam",
        "kubernetes:core/v1:Namespace streaming-namespace-flink-operator",
        "beam-flink:index:FlinkOperator streaming-operator",
        "beam-flink:index:StreamingCluster streaming-cluster",
        "beam-flink:index:CheckpointBucket streaming-bucket",
      ]),
    );
    expect(list.filter((item) => !item.includes("streaming-operator-"))).toHaveLength(7);
  });

  test("keeps the kubeconfig secret", async () => {
    const run = await register();
    expect(run.inputs("streaming-cluster-kubernetes")["kubeconfig"]).toEqual({ secret: "kubeconfig text" });
    expect(JSON.stringify(run.resources).match(/kubeconfig text/g)).toHaveLength(2);
  });

  test("fills in a job: storage, versions and autoscaling", async () => {
    const run = await register({ autoscaling: { targetUtilization: 0.5 } }, [job]);
    const { metadata, spec } = run.inputs("orders-0-deployment");
    expect(metadata).toMatchObject({ name: "orders-0", namespace: "beam" });
    expect(spec.flinkVersion).toBe("v1_19");
    expect(spec.flinkConfiguration["state.checkpoints.dir"]).toBe("s3://flink/orders-0/checkpoints");
    expect(spec.flinkConfiguration["job.autoscaler.target.utilization"]).toBe("0.5");
    expect(spec.podTemplate.spec.containers[0].envFrom).toEqual([{ secretRef: { name: "orders-0-checkpoint-storage" } }]);
    expect(run.list).toContain("beam-flink:index:AutoscalingPolicy streaming-autoscaling");
  });

  test("lets a job choose one of its namespaces", async () => {
    const run = await register({ jobNamespaces: ["beam", "billing"] }, [{ ...job, namespace: "billing" }]);
    expect(run.inputs("orders-0-deployment")["metadata"].namespace).toBe("billing");
    expect(run.inputs("orders-0-checkpoint-storage")["metadata"].namespace).toBe("billing");
  });

  test.each<[string, Partial<StreamingPlatformArgs>, readonly PlatformJobArgs[], RegExp]>([
    [
      "a namespace that is not the platform's",
      {},
      [{ ...job, namespace: "other" }],
      /namespace is "other": must be one of the platform's job namespaces \(beam\)/,
    ],
    ["no cluster", { cluster: {} }, [], /cluster is "empty": must have exactly one of eks, gke, existing/],
    [
      "two clusters",
      { cluster: { ...args.cluster, eks: { region: "eu-central-1" } } },
      [],
      /cluster is "eks and existing": must have exactly one of eks, gke, existing\. Keep one/,
    ],
    [
      "an S3 bucket on Google Cloud",
      { cluster: { gke }, bucket: { s3 } },
      [],
      /bucket is "s3": needs a cluster whose pods can get AWS roles/,
    ],
    ["an S3 bucket on a cluster of an unknown cloud", { bucket: { s3 } }, [], /say in cluster\.existing\.eks how they do/],
    [
      "a GCS bucket on AWS",
      { cluster: { eks }, bucket: { gcs } },
      [],
      /bucket is "gcs": needs a cluster whose pods can get Google Cloud roles/,
    ],
    [
      "a bucket in another region",
      { cluster: { eks }, bucket: { s3: { ...s3, region: "eu-west-1" } } },
      [],
      /bucket\.s3\.region is "eu-west-1": must be the cluster's region \(cluster\.eks\.region is eu-central-1\)/,
    ],
    [
      "a GCS bucket in another region",
      { cluster: { gke }, bucket: { gcs: { ...gcs, location: "europe-west1" } } },
      [],
      /bucket\.gcs\.location is "europe-west1": must be the cluster's region/,
    ],
    [
      "settings of an operator that another stack makes",
      { operator: { existing: true, memory: "2Gi" } },
      [],
      /operator\.memory is "set": must not be set beside operator\.existing/,
    ],
    ["versions that do not fit", { versions: { flink: "1.17" } }, [], /versions\.flink is "1\.17"/],
    [
      "a preset that it does not know",
      JSON.parse('{"preset":"staging"}'),
      [],
      /StreamingPlatform ".*": preset is "staging": must be one of/,
    ],
    ["no job namespace", { jobNamespaces: [] }, [], /jobNamespaces is .*: must name at least one namespace/],
    ["a namespace twice", { jobNamespaces: ["a", "a"] }, [], /must not name a twice/],
  ])("refuses %s", async (_, more, jobs, message) => {
    await expect(register(more, jobs)).rejects.toThrow(message);
  });

  test("registers nothing when an argument is wrong", async () => {
    const run = await runWithMocks(() => {
      expect(() => new StreamingPlatform("streaming", { ...args, jobNamespaces: [] })).toThrow(/jobNamespaces/);
    });
    expect(run.list).toEqual([]);
  });

  test("registers nothing of a job whose argument is wrong, and takes it once it is right", async () => {
    const run = await runWithMocks(() => {
      const platform = new StreamingPlatform("streaming", args);
      expect(() => platform.job("orders", { ...job, parallelism: 0 })).toThrow(/StreamingPlatform\.job "orders": parallelism is 0/);
      platform.job("orders", job);
    });
    expect(run.list.filter((item) => item.includes("orders"))).toEqual([
      "kubernetes:core/v1:Secret orders-checkpoint-storage",
      "beam-flink:index:BeamJob orders",
      "kubernetes:flink.apache.org/v1beta1:FlinkDeployment orders-deployment",
    ]);
  });

  test("makes the jobs that its arguments name", async () => {
    const run = await runWithMocks(() => {
      const platform = new StreamingPlatform("streaming", { ...args, jobs: { orders: job, refunds: job } });
      expect(Object.keys(platform.jobs)).toEqual(["orders", "refunds"]);
      expect(platform.jobs["orders"]!.jobName).toBe("orders");
    });
    expect(run.list.filter((item) => item.includes("BeamJob"))).toEqual([
      "beam-flink:index:BeamJob orders",
      "beam-flink:index:BeamJob refunds",
    ]);
  });

  test("lets groups manage jobs in the job namespaces, and nothing else", async () => {
    const run = await register({ jobTeamGroups: ["job-teams"], jobNamespaces: ["orders", "billing"] });
    for (const namespace of ["orders", "billing"]) {
      const metadata = { name: "beam-job-team", namespace };
      expect(run.inputs(`streaming-job-team-${namespace}-role-binding`)).toEqual({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "RoleBinding",
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "beam-job-team" },
        subjects: [{ kind: "Group", apiGroup: "rbac.authorization.k8s.io", name: "job-teams" }],
      });
      const { rules } = run.inputs(`streaming-job-team-${namespace}-role`);
      const granted = rules.flatMap((rule: { resources: string[]; verbs: string[] }) =>
        rule.resources.map((resource) => `${resource}: ${rule.verbs.join(" ")}`),
      );
      const write = "get list watch create update patch delete";
      expect(granted).toEqual([
        `flinkdeployments: ${write}`,
        `flinkdeployments/scale: ${write}`,
        `flinkstatesnapshots: ${write}`,
        `horizontalpodautoscalers: ${write}`,
        `scaledobjects: ${write}`,
        `configmaps: ${write}`,
        `secrets: ${write}`,
        `serviceaccounts: ${write}`,
        `rolebindings: ${write}`,
        "roles: get bind",
        "pods: get list watch",
        "pods/log: get list watch",
        "services: get list watch",
        "events: get list watch",
        "pods/portforward: create",
        "services/proxy: get",
      ]);
      expect(rules.find((rule: { resources: string[] }) => rule.resources.includes("roles")).resourceNames).toEqual(["flink"]);
    }
    expect((await register()).list.filter((item) => item.includes("job-team"))).toEqual([]);
  });

  test("adds jobs only to a platform that is there", async () => {
    const run = await register({ operator: { existing: true } }, [job]);
    expect(run.list.filter((item) => item.includes("Namespace") || item.includes("operator"))).toEqual([]);
    expect(run.list).toContain("kubernetes:flink.apache.org/v1beta1:FlinkDeployment orders-0-deployment");
  });

  describe("on a cloud", () => {
    const onAws = { cluster: { existing: { eks: { clusterName: "prod" }, dedicatedPools: true } }, bucket: { s3 }, versions: {} };

    test("gives each job a service account of its own, bound to the role of jobs", async () => {
      const run = await register(onAws, [job, job]);
      for (const name of ["orders-0", "orders-1"]) {
        const metadata = { name: `job-${name}`, namespace: "beam" };
        expect(run.inputs(`${name}-service-account`)).toEqual({ apiVersion: "v1", kind: "ServiceAccount", metadata });
        expect(run.inputs(`${name}-role-binding`)).toEqual({
          apiVersion: "rbac.authorization.k8s.io/v1",
          kind: "RoleBinding",
          metadata,
          roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "flink" },
          subjects: [{ kind: "ServiceAccount", ...metadata }],
        });
        expect(run.inputs(`${name}-deployment`)["spec"].serviceAccount).toBe(`job-${name}`);
      }
    });

    test("wires a job to bucket, plugin and node pools", async () => {
      const { spec } = (await register(onAws, [job])).inputs("orders-0-deployment");
      expect(spec.flinkConfiguration["execution.checkpointing.dir"]).toBe("s3://example-state/orders-0/checkpoints");
      expect(spec.podTemplate.spec.containers[0].env).toEqual([{ name: "ENABLE_BUILT_IN_PLUGINS", value: "flink-s3-fs-hadoop-2.2.1.jar" }]);
      expect(spec.podTemplate.spec.containers[0].envFrom).toBeUndefined();
      expect(spec.jobManager.podTemplate.spec.nodeSelector).toEqual({ "beam-flink/pool": "jobmanagers" });
      expect(spec.taskManager.podTemplate.spec.nodeSelector).toEqual({ "beam-flink/pool": "taskmanagers" });
      expect(JSON.stringify(spec.flinkConfiguration)).not.toMatch(/access.?key|secret.?key/i);
    });

    test("annotates the service account where jobs get their role by it", async () => {
      const oidc = { oidcProviderArn: "arn:aws:iam::123456789012:oidc-provider/oidc.example", oidcIssuer: "https://oidc.example" };
      const irsa = {
        ...onAws,
        cluster: { existing: { eks: { clusterName: "prod", ...oidc } } },
        bucket: { s3: { ...s3, identity: AwsIdentity.Irsa } },
      };
      const run = await register(irsa, [job]);
      expect(Object.keys(run.inputs("orders-0-service-account")["metadata"].annotations)).toContain("eks.amazonaws.com/role-arn");
      await expect(register(irsa, [{ ...job, serviceAccount: "mine" }])).rejects.toThrow(
        /serviceAccount is "mine": must be left out where jobs get their role by an annotation/,
      );
    });

    test("takes a service account that is there", async () => {
      const run = await register(onAws, [{ ...job, serviceAccount: "mine" }]);
      expect(run.list.filter((item) => item.includes("service-account") && item.includes("orders"))).toEqual([]);
      expect(run.inputs("orders-0-deployment")["spec"].serviceAccount).toBe("mine");
    });

    test("wires a job on Google Cloud", async () => {
      const cluster = { existing: { gke: { project: "example-project", projectNumber: "123456789012" } } };
      const run = await register({ cluster, bucket: { gcs }, versions: {} }, [job]);
      const { spec } = run.inputs("orders-0-deployment");
      expect(spec.flinkConfiguration["execution.checkpointing.dir"]).toBe("gs://example-state/orders-0/checkpoints");
      expect(spec.podTemplate.spec.containers[0].env[0].value).toBe("flink-gs-fs-hadoop-2.2.1.jar");
      expect(spec.serviceAccount).toBe("job-orders-0");
      expect(spec.jobManager.podTemplate).toBeUndefined();
    });
  });
});
