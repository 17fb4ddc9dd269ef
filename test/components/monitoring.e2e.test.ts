/** What Monitoring makes, on a real API server with the Prometheus Operator's own definitions. */
import { load } from "js-yaml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Monitoring, type MonitoringArgs } from "../../components/index.ts";
import { planMonitoring } from "../../components/monitoring/plan.ts";
import { ApiServer, namespaceObject, until } from "../model/admission/apiServer.ts";
import { type ControlPlane, startControlPlane } from "../support/controlPlane.ts";
import { openTestStack, type TestStack } from "../support/testStack.ts";
import { monitoringDefinitions } from "./monitoringDefinitions.ts";

const POD_MONITORS = "/apis/monitoring.coreos.com/v1/namespaces/monitoring/podmonitors";

const COMMON: MonitoringArgs = {
  jobNamespaces: ["beam", "orders"],
  jobs: [{ namespace: "orders", jobName: "orders", pipelines: 3 }],
  autoscaled: true,
  runbookBaseUrl: "https://wiki.example.org/runbooks",
  alertLabels: { team: "streaming" },
};
const BY_OPERATOR: MonitoringArgs = { ...COMMON, podMonitor: { namespace: "monitoring", labels: { release: "prometheus" } } };
const BY_ANNOTATIONS: MonitoringArgs = { ...COMMON, annotations: { namespace: "monitoring" }, dashboard: { namespace: "monitoring" } };

let plane: ControlPlane;
let api: ApiServer;
let target: TestStack;

beforeAll(async () => {
  plane = await startControlPlane();
  api = await ApiServer.of(plane);
  await plane.run(["apply", "--server-side", "-f", "-"], JSON.stringify(namespaceObject("monitoring")));
  for (const definition of await monitoringDefinitions()) await plane.run(["apply", "--server-side", "-f", "-"], definition);
  await until("the definitions hold", async () => (await api.request("GET", POD_MONITORS)).code === 200);
  target = await openTestStack(plane);
});

afterAll(async () => {
  api?.close();
  await target?.close();
  await plane?.stop();
});

const get = async <T>(kind: string, name: string) =>
  JSON.parse(await plane.run(["-n", "monitoring", "get", kind, name, "-o", "json"])) as T & { metadata: { labels?: object } };

const up = async (args: MonitoringArgs) => {
  target.use((provider) => {
    void new Monitoring("jobs", args, { providers: [provider] });
  });
  await target.stack.up({ color: "never" });
};

describe("Monitoring", () => {
  test("makes a PodMonitor and a PrometheusRule that the definitions keep as they are", async () => {
    await up(BY_OPERATOR);
    const plan = planMonitoring("jobs", BY_OPERATOR);
    const monitor = await get<{ spec: object }>("podmonitor", "jobs-pods");
    const rules = await get<{ spec: object }>("prometheusrule", "jobs-rules");
    expect(monitor.spec).toEqual(plan.podMonitor);
    expect(rules.spec).toEqual({ groups: plan.groups });
    expect([monitor.metadata.labels, rules.metadata.labels]).toEqual([{ release: "prometheus" }, { release: "prometheus" }]);
  });

  test("has nothing that the definitions do not know", async () => {
    const spec = planMonitoring("jobs", BY_OPERATOR).podMonitor;
    const object = (changed: object) => ({
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PodMonitor",
      metadata: { name: "strict" },
      spec: { ...spec, ...changed },
    });
    const strict = `${POD_MONITORS}?dryRun=All&fieldValidation=Strict`;
    expect(await api.request("POST", strict, object({}))).toMatchObject({ code: 201, warnings: [] });
    expect(await api.request("POST", strict, object({ podMetricsEndpoint: [] }))).toMatchObject({ code: 400 });
    const soon = [{ port: "metrics", interval: "soon" }];
    expect(await api.request("POST", strict, object({ podMetricsEndpoints: soon }))).toMatchObject({ code: 422 });
  });

  test("changes to a rule file and a dashboard in ConfigMaps", async () => {
    await up(BY_ANNOTATIONS);
    const { groups } = planMonitoring("jobs", BY_ANNOTATIONS);
    const file = await get<{ data: Record<string, string> }>("configmap", "jobs-rules");
    expect(load(file.data["beam-flink.rules.yaml"] ?? "")).toEqual({ groups });
    expect(await plane.run(["-n", "monitoring", "get", "podmonitors,prometheusrules", "-o", "name"])).toBe("");
    const found = await plane.run(["-n", "monitoring", "get", "configmaps", "-l", "grafana_dashboard=1", "-o", "json"]);
    const { items } = JSON.parse(found) as { items: readonly { data: Record<string, string> }[] };
    expect(items).toHaveLength(1);
    expect(JSON.parse(items[0]!.data["beam-flink-jobs.json"] ?? "")).toMatchObject({ uid: "beam-flink-jobs", title: "Beam on Flink" });
  });
});
