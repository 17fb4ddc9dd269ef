import { describe, expect, test } from "vitest";
import {
  BeamJob,
  type BeamJobArgs,
  Monitoring,
  type MonitoringArgs,
  StreamingPlatform,
  type StreamingPlatformArgs,
} from "../../components/index.ts";
import { type MockRun, runWithMocks } from "../support/mocks.ts";

const register = (args: Partial<MonitoringArgs>) =>
  runWithMocks(() => void new Monitoring("jobs", { jobNamespaces: ["beam"], podMonitor: {}, ...args }));

describe("Monitoring", () => {
  test("by the Prometheus Operator: one PodMonitor, one PrometheusRule and a dashboard", async () => {
    const run = await register({ podMonitor: { labels: { release: "prometheus" } } });
    expect(run.list.toSorted()).toEqual([
      "beam-flink:index:Monitoring jobs",
      "kubernetes:core/v1:ConfigMap jobs-dashboard",
      "kubernetes:monitoring.coreos.com/v1:PodMonitor jobs-pods",
      "kubernetes:monitoring.coreos.com/v1:PrometheusRule jobs-rules",
    ]);
    expect(run.inputs("jobs-pods")).toEqual({
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PodMonitor",
      metadata: { name: "jobs-pods", namespace: "beam", labels: { release: "prometheus" } },
      spec: {
        namespaceSelector: { matchNames: ["beam"] },
        selector: {
          matchExpressions: [{ key: "type", operator: "In", values: ["flink-native-kubernetes", "flink-standalone-kubernetes"] }],
        },
        podTargetLabels: ["app", "component"],
        podMetricsEndpoints: [{ port: "metrics", path: "/metrics", interval: "30s" }],
      },
    });
    expect(run.inputs("jobs-rules")["metadata"]).toEqual({ name: "jobs-rules", namespace: "beam", labels: { release: "prometheus" } });
    expect(run.inputs("jobs-dashboard")["metadata"]).toEqual({ namespace: "beam", labels: { grafana_dashboard: "1" } });
  });

  test("by annotations: the rules as a file, in a ConfigMap of a name that can be mounted", async () => {
    let monitoring: Monitoring | undefined;
    const run = await runWithMocks(() => {
      monitoring = new Monitoring("jobs", {
        jobNamespaces: ["beam"],
        annotations: { namespace: "prometheus" },
        dashboard: { enabled: false },
      });
    });
    expect(run.list).toEqual(["beam-flink:index:Monitoring jobs", "kubernetes:core/v1:ConfigMap jobs-rules"]);
    expect(run.inputs("jobs-rules")).toMatchObject({
      metadata: { name: "jobs-rules", namespace: "prometheus" },
      data: { "beam-flink.rules.yaml": monitoring?.ruleFile },
    });
    expect(monitoring?.ruleFile).toMatch(/^groups:\n {2}- name: beam-flink\n/);
    expect(monitoring?.dashboard).toBeUndefined();
  });

  test("puts the dashboard where its sidecar looks", async () => {
    const dashboard = { namespace: "grafana", labels: { dashboards: "yes" }, annotations: { grafana_folder: "Beam" }, title: "Orders" };
    const { metadata, data } = (await register({ dashboard })).inputs("jobs-dashboard");
    expect(metadata).toEqual({ namespace: "grafana", labels: { dashboards: "yes" }, annotations: { grafana_folder: "Beam" } });
    expect(JSON.parse(data["beam-flink-jobs.json"])).toMatchObject({ title: "Orders", uid: "beam-flink-jobs" });
  });

  test("gives each dashboard of a Grafana its own uid and file", async () => {
    const run = await runWithMocks(() => {
      void new Monitoring("beam", { jobNamespaces: ["beam"], podMonitor: {} });
      void new Monitoring("orders", { jobNamespaces: ["orders"], podMonitor: {}, dashboard: { uid: "orders-production" } });
    });
    expect(Object.keys(run.inputs("beam-dashboard")["data"])).toEqual(["beam-flink-beam.json"]);
    expect(Object.keys(run.inputs("orders-dashboard")["data"])).toEqual(["orders-production.json"]);
    expect(JSON.parse(run.inputs("orders-dashboard")["data"]["orders-production.json"])).toMatchObject({ uid: "orders-production" });
  });

  test.each<[string, Partial<MonitoringArgs>, RegExp]>([
    [
      "no way to be scraped",
      { podMonitor: undefined },
      /Monitoring "jobs": monitoring is "empty": must have exactly one of podMonitor, annotations/,
    ],
    ["two ways", { annotations: {} }, /monitoring is "podMonitor and annotations": must have exactly one of/],
    ["no namespace", { jobNamespaces: [] }, /jobNamespaces is \[\]: must name at least one namespace/],
    ["a namespace that is none", { jobNamespaces: ["Beam"] }, /jobNamespaces\[0\] is "Beam"/],
    [
      "scrapes too far apart for rates",
      { podMonitor: { interval: "1 min" } },
      /podMonitor\.interval is "1 min": must be whole seconds, from 1 s to 30 s/,
    ],
    ["scrapes within a second", { podMonitor: { interval: "500 ms" } }, /podMonitor\.interval is "500 ms"/],
    ["a namespace of the rules that is none", { podMonitor: { namespace: "a b" } }, /podMonitor\.namespace is "a b"/],
    ["a namespace of the dashboard that is none", { dashboard: { namespace: "A" } }, /dashboard\.namespace is "A"/],
    ["a uid that Grafana does not take", { dashboard: { uid: "orders/eu" } }, /dashboard\.uid is "orders\/eu"/],
    ["a wrong threshold", { thresholds: { restarts: 0.5 } }, /thresholds\.restarts is 0\.5/],
  ])("refuses %s before it registers anything", async (_, args, message) => {
    await expect(register(args)).rejects.toThrow(message);
  });
});

const JOB = { image: "registry.example/orders:1.2.0", entryClass: "org.example.Orders", startTimeout: "0 s" };

const platform = (args: Partial<StreamingPlatformArgs>): Promise<MockRun> =>
  runWithMocks(
    () =>
      void new StreamingPlatform("streaming", {
        cluster: { existing: {} },
        bucket: { endpoint: { url: "http://s3", bucket: "state", accessKey: "example", secretKey: "example" } },
        operator: { crds: { skip: true } },
        jobNamespaces: ["beam", "orders"],
        ...args,
      }),
  );

/** Annotations of a job's pods. */
const annotations = (run: MockRun, job: string) => run.inputs(`${job}-deployment`)["spec"].podTemplate.metadata.annotations;

describe("a platform's monitoring", () => {
  test("knows its jobs, their pipelines, their namespaces and that something scales them", async () => {
    const run = await platform({
      monitoring: { podMonitor: {} },
      autoscaling: {},
      jobs: {
        orders: { ...JOB, workload: { pipelines: 7 } },
        refunds: { ...JOB, jobName: "returned", namespace: "orders" },
        silent: { ...JOB, metrics: { enabled: false } },
      },
    });
    const { rules } = run.inputs("streaming-monitoring-rules")["spec"].groups[0];
    expect(rules.filter((rule: { record?: string }) => rule.record === "beam_job:pipelines")).toEqual([
      { record: "beam_job:pipelines", expr: "vector(7)", labels: { namespace: "beam", job_name: "orders" } },
      { record: "beam_job:pipelines", expr: "vector(1)", labels: { namespace: "orders", job_name: "returned" } },
    ]);
    expect(JSON.stringify(rules)).toContain("BeamAutoscalerDoesNotMove");
    expect(run.inputs("streaming-monitoring-pods")["spec"].namespaceSelector).toEqual({ matchNames: ["beam", "orders"] });
    expect(annotations(run, "orders")).toBeUndefined();
  });

  test("has no alert for an autoscaler that is off", async () => {
    const run = await platform({ monitoring: { podMonitor: {} }, autoscaling: { enabled: false } });
    expect(JSON.stringify(run.inputs("streaming-monitoring-rules"))).not.toContain("BeamAutoscalerDoesNotMove");
  });

  test("has it where one job alone is scaled", async () => {
    const run = await platform({ monitoring: { podMonitor: {} }, jobs: { orders: { ...JOB, autoscaling: {} } } });
    expect(JSON.stringify(run.inputs("streaming-monitoring-rules"))).toContain("BeamAutoscalerDoesNotMove");
  });

  test("annotates the pods where Prometheus looks for that, unless the job says otherwise", async () => {
    const run = await platform({
      monitoring: { annotations: {} },
      jobs: {
        orders: JOB,
        own: { ...JOB, metrics: { scrapeAnnotations: false, port: 9300 } },
        silent: { ...JOB, metrics: { enabled: false } },
      },
    });
    expect(annotations(run, "orders")).toEqual({
      "prometheus.io/scrape": "true",
      "prometheus.io/port": "9249",
      "prometheus.io/path": "/metrics",
    });
    expect(annotations(run, "own")).toBeUndefined();
    expect(annotations(run, "silent")).toBeUndefined();
  });

  test("is none unless asked for", async () => {
    const run = await platform({ jobs: { orders: JOB } });
    expect(run.list.filter((line) => /Monitoring|PodMonitor|PrometheusRule/.test(line))).toEqual([]);
  });

  test("is checked with the platform", async () => {
    const wrong = { podMonitor: {}, thresholds: { busy: 2 } };
    await expect(platform({ monitoring: wrong })).rejects.toThrow(/StreamingPlatform "streaming": monitoring\.thresholds\.busy is 2/);
    await expect(platform({ monitoring: {} })).rejects.toThrow(/monitoring is "empty": must have exactly one of podMonitor, annotations/);
  });
});

describe("a job's metrics", () => {
  const spec = async (metrics?: BeamJobArgs["metrics"]) => {
    const args = { ...JOB, namespace: "beam", storage: { uri: "s3://state" }, ...(metrics === undefined ? {} : { metrics }) };
    return (await runWithMocks(() => void new BeamJob("orders", args))).inputs("orders-deployment")["spec"];
  };

  test("are served unless they are turned off", async () => {
    const ports = async (metrics?: BeamJobArgs["metrics"]) => (await spec(metrics)).podTemplate.spec.containers[0].ports;
    expect(await ports()).toEqual([{ name: "metrics", containerPort: 9249, protocol: "TCP" }]);
    expect(await ports({ port: 9300 })).toEqual([{ name: "metrics", containerPort: 9300, protocol: "TCP" }]);
    expect(await ports({ enabled: false })).toBeUndefined();
    expect(Object.keys((await spec({ enabled: false })).flinkConfiguration).filter((key) => key.startsWith("metrics."))).toEqual([]);
  });

  test("refuse a port that is none", async () => {
    await expect(spec({ port: 80 })).rejects.toThrow(/BeamJob "orders": metrics\.port is 80: must be a whole number from 1024 to 65535/);
  });
});
