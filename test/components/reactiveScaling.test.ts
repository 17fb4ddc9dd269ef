import { describe, expect, test } from "vitest";
import { planBeamJob } from "../../components/beamJob/manifest.ts";
import { AutoscalingPolicy, BeamJob, type BeamJobArgs, type ReactiveSettings } from "../../components/index.ts";
import { runWithMocks } from "../support/mocks.ts";

const KEDA = { prometheusAddress: "http://prometheus.monitoring.svc:9090" };
const CPU_ONLY: ReactiveSettings = { horizontalPodAutoscaler: {}, minTaskManagers: 2, maxTaskManagers: 6 };

function job(reactive: ReactiveSettings, args: Partial<BeamJobArgs> = {}): BeamJobArgs {
  const storage = { uri: "s3://bucket" };
  return {
    namespace: "beam",
    image: "example/orders:1",
    entryClass: "org.example.Orders",
    storage,
    startTimeout: "0 s",
    autoscaling: { reactive },
    ...args,
  };
}

describe("a reactive BeamJob", () => {
  test("is a standalone cluster in Reactive Mode, with the fewest TaskManagers to start with", () => {
    const { spec } = planBeamJob("orders", job(CPU_ONLY), undefined);
    expect(spec).toMatchObject({ mode: "standalone", taskManager: { replicas: 2 }, job: { parallelism: 4 } });
    expect(spec["flinkConfiguration"]).toMatchObject({ "scheduler-mode": "reactive", "job.autoscaler.enabled": "false" });
    expect(Object.keys(spec["flinkConfiguration"] ?? {}).filter((key) => /^job\.autoscaler|scheduler/.test(key))).toEqual([
      "job.autoscaler.enabled",
      "scheduler-mode",
    ]);
  });

  test("comes with a HorizontalPodAutoscaler on its scale subresource", async () => {
    const run = await runWithMocks(
      () => void new BeamJob("orders", job({ ...CPU_ONLY, horizontalPodAutoscaler: { backlogMetric: "backlog" } })),
    );
    expect(run.list).toContain("kubernetes:autoscaling/v2:HorizontalPodAutoscaler orders-scaler");
    const { metadata, spec } = run.inputs("orders-scaler");
    expect(metadata).toMatchObject({ name: "orders", namespace: "beam" });
    expect(metadata.annotations["beam-flink/backlog-query"]).toContain('pod=~"orders-taskmanager-.+"');
    expect(spec).toMatchObject({
      scaleTargetRef: { apiVersion: "flink.apache.org/v1beta1", kind: "FlinkDeployment", name: "orders" },
      minReplicas: 2,
      maxReplicas: 6,
    });
  });

  test("comes with a ScaledObject of KEDA, which counts by the CPU that TaskManagers ask for", async () => {
    const args = job({ keda: KEDA, maxTaskManagers: 6 }, { jobName: "orders-eu", taskManager: { cpu: 0.5 } });
    const run = await runWithMocks(() => void new BeamJob("orders", args));
    expect(run.list).toContain("kubernetes:keda.sh/v1alpha1:ScaledObject orders-scaler");
    const { spec } = run.inputs("orders-scaler");
    expect(spec).toMatchObject({ scaleTargetRef: { name: "orders-eu" }, minReplicaCount: 1, maxReplicaCount: 6 });
    expect(spec.triggers[0].metadata.query).toContain("/ 1e9 / 0.5");
  });

  test("leaves the operator's autoscaler within the job's key groups, also where its limit is undefined", () => {
    const { spec } = planBeamJob("orders", job(CPU_ONLY, { maxParallelism: 60, autoscaling: { maxParallelism: undefined } }), undefined);
    expect(spec["flinkConfiguration"]).toMatchObject({ "job.autoscaler.vertex.max-parallelism": "60" });
  });

  test("has no scaler where the operator's autoscaler scales it", async () => {
    const run = await runWithMocks(() => void new BeamJob("orders", job(CPU_ONLY, { autoscaling: {} })));
    expect(run.list.filter((line) => line.endsWith("orders-scaler"))).toEqual([]);
    expect(run.inputs("orders-deployment").spec.taskManager).not.toHaveProperty("replicas");
  });

  test.each<[string, BeamJobArgs, RegExp]>([
    ["native mode", job(CPU_ONLY, { mode: "native" }), /mode is "native": must be "standalone" with autoscaling\.reactive/],
    ["a parallelism", job(CPU_ONLY, { parallelism: 4 }), /parallelism is 4: is what the TaskManagers have slots for/],
    [
      "more slots than key groups",
      job(CPU_ONLY, { maxParallelism: 20, taskManager: { slots: 4 } }),
      /autoscaling\.reactive\.maxTaskManagers is 6: must be at most 5: with 4 slots each/,
    ],
    ["Reactive Mode by hand", job(CPU_ONLY, { flinkConfiguration: { "scheduler-mode": "reactive" } }), /by autoscaling\.reactive/],
    [
      "the autoscaler's settings",
      job(CPU_ONLY, { autoscaling: { reactive: CPU_ONLY, targetUtilization: 0.6 } }),
      /autoscaling\.targetUtilization is 0\.6/,
    ],
    [
      "the autoscaler as well",
      job(CPU_ONLY, { autoscaling: { reactive: CPU_ONLY, enabled: true } }),
      /autoscaling\.enabled is true: must not be true/,
    ],
    ["another scheduler", job(CPU_ONLY, { autoscaling: { reactive: CPU_ONLY, adaptiveScheduler: false } }), /adaptiveScheduler is false/],
  ])("refuses %s, before anything is registered", async (_, args, message) => {
    const run = await runWithMocks(() => expect(() => new BeamJob("orders", args)).toThrow(message));
    expect(run.list).toEqual([]);
  });
});

describe("an AutoscalingPolicy", () => {
  test("renders reactive scaling with what Reactive Mode shares with the Adaptive Scheduler", async () => {
    let policy: AutoscalingPolicy | undefined;
    await runWithMocks(() => {
      policy = new AutoscalingPolicy("policy", {
        reactive: CPU_ONLY,
        rescaleCooldown: "1 min",
        slotBalance: "tasks",
        versions: { flink: "2.2" },
      });
    });
    expect(policy?.flinkConfiguration).toEqual({
      "job.autoscaler.enabled": "false",
      "scheduler-mode": "reactive",
      "jobmanager.adaptive-scheduler.executing.cooldown-after-rescaling": "1 min",
      "taskmanager.load-balance.mode": "TASKS",
      "jobmanager.adaptive-scheduler.prefer-minimal-taskmanagers": "false",
    });
  });

  test("names its own arguments when it refuses them", async () => {
    await runWithMocks(() =>
      expect(() => new AutoscalingPolicy("policy", { reactive: { maxTaskManagers: 2 } })).toThrow(
        /AutoscalingPolicy "policy": reactive is/,
      ),
    );
  });
});
