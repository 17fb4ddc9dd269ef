/** Reactive jobs on a real API server: their scalers are accepted, reach the job's scale subresource, and the program leaves its number alone. */
import type * as k8s from "@pulumi/kubernetes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BeamJob, type ReactiveSettings } from "../../components/index.ts";
import { flinkDeploymentCrd, until } from "../model/admission/apiServer.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { scaledObjectCrd } from "../support/kedaCrd.ts";
import { openTestStack, type TestStack } from "../support/testStack.ts";

/** Those of the definition that the server has. */
const VERSIONS = { beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" };
const KEDA = { prometheusAddress: "http://prometheus.monitoring.svc:9090" };

let plane: ControlPlane;
let target: TestStack;

beforeAll(async () => {
  plane = await startControlPlane();
  await plane.run(["apply", "--server-side", "-f", "-"], JSON.stringify(await flinkDeploymentCrd()));
  await plane.run(["apply", "--server-side", "-f", "-"], await scaledObjectCrd());
  await until("the definitions hold", () =>
    plane.run(["get", "flinkdeployments,scaledobjects", "-o", "name"]).then(
      () => true,
      () => false,
    ),
  );
  target = await openTestStack(plane);
});

afterAll(async () => {
  await target?.close();
  await plane?.stop();
});

function job(provider: k8s.Provider, jobName: string, reactive: ReactiveSettings, image = "example/job:1"): BeamJob {
  const args = {
    namespace: "default",
    image,
    entryClass: "org.example.Job",
    storage: { uri: "s3://bucket" },
    startTimeout: "0 s",
    versions: VERSIONS,
  };
  return new BeamJob(jobName, { ...args, autoscaling: { reactive } }, { provider });
}

/** The two jobs, of which `by-cpu` has the image. */
function jobs(image: string): void {
  target.use((provider) => {
    job(provider, "by-cpu", { horizontalPodAutoscaler: { backlogMetric: "beam_backlog_factor" }, maxTaskManagers: 5 }, image);
    job(provider, "by-backlog", { keda: KEDA, minTaskManagers: 2, maxTaskManagers: 5 });
  });
}

async function read<T>(...args: readonly string[]): Promise<T> {
  return JSON.parse(await plane.run(["get", ...args, "-o", "json"])) as T;
}

describe("reactive jobs", () => {
  test("come up with their scalers, first in a preview that the server checks", async () => {
    jobs("example/job:1");
    expect((await target.stack.preview({ color: "never" })).changeSummary).toMatchObject({ create: 8 });
    await target.stack.up({ color: "never" });
    expect(await read("horizontalpodautoscaler", "by-cpu")).toMatchObject({
      spec: { minReplicas: 1, maxReplicas: 5, scaleTargetRef: { kind: "FlinkDeployment", name: "by-cpu" } },
    });
    expect(await read("scaledobject", "by-backlog")).toMatchObject({
      spec: { minReplicaCount: 2, triggers: [{ name: "cpu" }, { name: "backlog" }] },
    });
  });

  test("offer Kubernetes' own autoscaler a number of TaskManagers to change", async () => {
    type Status = { status?: { conditions?: readonly { type: string; status: string; reason: string }[] } };
    await until("the controller has read the scale subresource", async () => {
      const { status } = await read<Status>("horizontalpodautoscaler", "by-cpu");
      return status?.conditions?.some(({ type, reason }) => type === "AbleToScale" && reason === "SucceededGetScale") ?? false;
    });
    expect(
      await plane.run(["get", "--raw", "/apis/flink.apache.org/v1beta1/namespaces/default/flinkdeployments/by-backlog/scale"]),
    ).toContain('"replicas":2');
  });

  test("keep the number that the scaler gave them, in previews and in updates of other fields", async () => {
    await plane.run(["scale", "flinkdeployment/by-cpu", "--replicas=3"]);
    expect((await target.stack.preview({ color: "never" })).changeSummary).toEqual({ same: 8 });
    jobs("example/job:2");
    expect((await target.stack.preview({ color: "never" })).changeSummary).toEqual({ same: 6, update: 2 });
    await target.stack.up({ color: "never" });
    expect(await read("flinkdeployment", "by-cpu")).toMatchObject({ spec: { image: "example/job:2", taskManager: { replicas: 3 } } });
  });
});
