import { describe, expect, test, vi } from "vitest";
import { type PlatformJobArgs, StreamingPlatform, type StreamingPlatformArgs } from "../../components/index.ts";
import { runWithMocks } from "../support/mocks.ts";

// The definitions of a release are the business of the operator's own test.
vi.mock("../../components/flinkOperator/crds.ts", () => ({ customResourceDefinitions: () => [] }));

const args: StreamingPlatformArgs = {
  cluster: { existing: { kubeconfig: "kubeconfig text" } },
  versions: { beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" },
  bucket: { endpoint: { url: "http://s3:7070", bucket: "flink", accessKey: "a", secretKey: "b" } },
};
const job: PlatformJobArgs = { image: "image:1", entryClass: "com.example.Orders" };

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
        "pulumi:providers:kubernetes streaming-kubernetes",
        "kubernetes:core/v1:Namespace streaming-namespace-beam",
        "kubernetes:core/v1:Namespace streaming-namespace-flink-operator",
        "beam-flink:index:FlinkOperator streaming-operator",
        "beam-flink:index:CheckpointBucket streaming-bucket",
      ]),
    );
    expect(list.filter((item) => !item.includes("streaming-operator-"))).toHaveLength(6);
  });

  test("keeps the kubeconfig secret", async () => {
    const run = await register();
    expect(run.inputs("streaming-kubernetes")["kubeconfig"]).toEqual({ secret: "kubeconfig text" });
    expect(JSON.stringify(run.resources).match(/kubeconfig text/g)).toHaveLength(1);
  });

  test("fills in a job: storage, versions and autoscaling", async () => {
    const run = await register({ autoscaling: { targetUtilization: 0.5 } }, [job]);
    const { metadata, spec } = run.inputs("orders-0-deployment");
    expect(metadata).toEqual({ name: "orders-0", namespace: "beam" });
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
    ["no cluster", { cluster: {} }, [], /cluster is "empty": must have exactly one of existing/],
    ["no job namespace", { jobNamespaces: [] }, [], /jobNamespaces is .*: must name at least one namespace/],
    ["a namespace twice", { jobNamespaces: ["a", "a"] }, [], /must not name a twice/],
  ])("refuses %s", async (_, more, jobs, message) => {
    await expect(register(more, jobs)).rejects.toThrow(message);
  });
});
