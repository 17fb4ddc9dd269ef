/** What Kubernetes' own autoscaler makes of the scalers: it is real, the figures that it reads are made up. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { factor, wantedTaskManagers } from "../../model/reactive/band.ts";
import { planReactive } from "../../model/reactive/plan.ts";
import { horizontalPodAutoscalerSpec, scaledObjectSpec } from "../../model/reactive/scalerSpecs.ts";
import { ApiServer, flinkDeploymentCrd, until } from "../model/admission/apiServer.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { type MetricsApi, serveMetrics } from "../support/metricsApi.ts";

const PRESENT = 4;
/** Milliseconds between two looks of the autoscaler. */
const SYNC = 15_000;
const LIMITS = { minTaskManagers: 1, maxTaskManagers: 8, scaleUpWindow: "1 s", scaleDownWindow: "1 s" };
const BY_CPU = planReactive({ ...LIMITS, horizontalPodAutoscaler: {} }, "reactive");
const BY_BACKLOG = planReactive({ ...LIMITS, keda: { prometheusAddress: "http://prometheus:9090" } }, "reactive");

interface Case {
  readonly name: string;
  /** Share of the CPU that is asked for. */
  readonly cpu: number;
  /** Seconds; undefined: unknown. Without the key the job is scaled by CPU alone. */
  readonly backlog?: number | undefined;
  /** TaskManagers that it then has. */
  readonly next: number;
}

const CASES: readonly Case[] = [
  { name: "cpu-high", cpu: 0.95, next: 5 },
  { name: "cpu-within", cpu: 0.85, next: 4 },
  { name: "cpu-low", cpu: 0.5, next: 3 },
  { name: "backlog-high", cpu: 0.3, backlog: 130, next: 8 },
  { name: "backlog-very-high", cpu: 0.95, backlog: 3600, next: 8 },
  { name: "cpu-high-backlog-low", cpu: 0.95, backlog: 2, next: 5 },
  { name: "only-cpu-low", cpu: 0.3, backlog: 60, next: 4 },
  { name: "only-backlog-low", cpu: 0.8, backlog: 2, next: 4 },
  { name: "both-low", cpu: 0.5, backlog: 2, next: 3 },
  { name: "backlog-unknown", cpu: 0.5, backlog: undefined, next: 3 },
];

const podsOf = (app: string) => Array.from({ length: PRESENT }, (_, index) => `${app}-taskmanager-${index}`);
const cpuFactor = ({ cpu }: Case) => factor(cpu, BY_BACKLOG.cpu) ?? 0;
/** 0 for an unknown one, as the query has it. */
const backlogFactor = ({ backlog }: Case) => Math.min(factor(backlog, BY_BACKLOG.backlog) ?? 0, BY_BACKLOG.maxTaskManagers);

let plane: ControlPlane;
let api: ApiServer;
let metrics: MetricsApi;

beforeAll(async () => {
  plane = await startControlPlane();
  api = await ApiServer.of(plane);
  await apply([await flinkDeploymentCrd()]);
  await until("the definition holds", () =>
    plane.run(["get", "--raw", `${JOBS}?limit=1`]).then(
      () => true,
      () => false,
    ),
  );
  const names = CASES.map((one) => [one.name, one] as const);
  const external = {
    cpu: Object.fromEntries(names.map(([name, one]) => [name, cpuFactor(one)])),
    backlog: Object.fromEntries(names.map(([name, one]) => [name, backlogFactor(one)])),
  };
  metrics = await serveMetrics(plane, podsOf, { cpu: Object.fromEntries(names.map(([name, { cpu }]) => [name, cpu * 1000])), external });
  const jobs = CASES.flatMap(({ name }) => runningJob(name));
  await apply(jobs);
  await apply(jobs, "--subresource=status", "--force-conflicts");
  await apply(CASES.map((one) => ({ ...named(one.name, "autoscaling/v2", "HorizontalPodAutoscaler"), spec: autoscalerSpec(one) })));
});

afterAll(async () => {
  api?.close();
  metrics?.close();
  await plane?.stop();
});

const JOBS = "/apis/flink.apache.org/v1beta1/namespaces/default/flinkdeployments";
const AUTOSCALERS = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers";

async function apply(items: readonly object[], ...options: readonly string[]): Promise<void> {
  await plane.run(["apply", "--server-side", ...options, "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items }));
}

function named(name: string, apiVersion: string, kind: string) {
  return { apiVersion, kind, metadata: { name, namespace: "default" } };
}

/** A job as the operator reports it, and its TaskManagers as a kubelet does. */
function runningJob(name: string): object[] {
  const job = named(name, "flink.apache.org/v1beta1", "FlinkDeployment");
  const status = { taskManager: { replicas: PRESENT, labelSelector: `app=${name},component=taskmanager` } };
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const pods = podsOf(name).map((pod) => {
    const object = named(pod, "v1", "Pod");
    return {
      ...object,
      metadata: { ...object.metadata, labels: { app: name, component: "taskmanager" } },
      spec: { containers: [{ name: "flink-main-container", image: "flink", resources: { requests: { cpu: "1" } } }] },
      status: { phase: "Running", startTime: since, conditions: [{ type: "Ready", status: "True", lastTransitionTime: since }] },
    };
  });
  return [{ ...job, spec: { taskManager: { replicas: PRESENT } }, status }, ...pods];
}

/** The one of the model, or the one that KEDA makes of a ScaledObject: an external metric for each trigger. */
function autoscalerSpec(one: Case): object {
  const job = { namespace: "default", jobName: one.name, cpu: 1 };
  if (!("backlog" in one)) return horizontalPodAutoscalerSpec(job, BY_CPU);
  const spec = scaledObjectSpec(job, BY_BACKLOG) as {
    scaleTargetRef: object;
    minReplicaCount: number;
    maxReplicaCount: number;
    advanced: { horizontalPodAutoscalerConfig: object };
    triggers: readonly { name: string; metricType: string; metadata: { threshold: string } }[];
  };
  return {
    scaleTargetRef: spec.scaleTargetRef,
    minReplicas: spec.minReplicaCount,
    maxReplicas: spec.maxReplicaCount,
    ...spec.advanced.horizontalPodAutoscalerConfig,
    metrics: spec.triggers.map(({ name, metricType, metadata }) => ({
      type: "External",
      external: { metric: { name, selector: { matchLabels: { job: one.name } } }, target: { type: metricType, value: metadata.threshold } },
    })),
  };
}

/** The autoscaler's own word on a job, once it has read all its metrics. */
async function decision(name: string): Promise<{ readonly desired: number; readonly replicas: number } | undefined> {
  type Autoscaler = { spec: { metrics: unknown[] }; status?: { currentMetrics?: unknown[] | null; desiredReplicas?: number } };
  const { spec, status } = (await api.request("GET", `${AUTOSCALERS}/${name}`)).body as Autoscaler;
  if (status?.currentMetrics?.length !== spec.metrics.length || !JSON.stringify(status.currentMetrics).includes('"name"')) return undefined;
  const job = (await api.request("GET", `${JOBS}/${name}`)).body as { spec: { taskManager: { replicas: number } } };
  return { desired: status.desiredReplicas ?? 0, replicas: job.spec.taskManager.replicas };
}

describe("Kubernetes' autoscaler", () => {
  const isLeft = ({ next }: Case) => next === PRESENT;

  test.each(CASES.filter((one) => !isLeft(one)))("brings $name to $next TaskManagers", async ({ name, next }) => {
    // Its first look only notes the present number.
    await until(`${name} has ${next}`, async () => {
      const now = await decision(name);
      return now?.replicas === next && now.desired === next;
    });
    expect(await decision(name)).toEqual({ desired: next, replicas: next });
  });

  test("leaves the others as they are, whatever time passes", async () => {
    await sleep(2 * SYNC);
    for (const { name } of CASES.filter(isLeft)) expect(await decision(name), name).toEqual({ desired: PRESENT, replicas: PRESENT });
  });

  test.each(CASES)("agrees with the model on $name", (one) => {
    const factors = "backlog" in one ? [cpuFactor(one), factor(one.backlog, BY_BACKLOG.backlog)] : [one.cpu / 0.8];
    expect(wantedTaskManagers(PRESENT, factors, { min: 1, max: 8 })).toBe(one.next);
  });
});
