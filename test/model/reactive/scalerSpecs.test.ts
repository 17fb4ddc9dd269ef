import { describe, expect, test } from "vitest";
import { planReactive } from "../../../model/reactive/plan.ts";
import { backlogQuery, horizontalPodAutoscalerSpec, scaledObjectSpec } from "../../../model/reactive/scalerSpecs.ts";
import type { ReactiveSettings } from "../../../model/reactive/settings.ts";

const JOB = { namespace: "beam", jobName: "orders", cpu: 2 };
const TARGET = { apiVersion: "flink.apache.org/v1beta1", kind: "FlinkDeployment", name: "orders" };
const KEDA = { prometheusAddress: "http://prometheus.monitoring.svc:9090" };
const PODS = 'namespace="beam",pod=~"orders-taskmanager-.+"';
const CPU = `(avg(rate(flink_taskmanager_Status_JVM_CPU_Time{${PODS}}[120s])) / 1e9 / 2)`;
const WAITING = `sum(flink_taskmanager_job_task_operator_pendingBytes{${PODS}} >= 0)`;
const READ = "flink_taskmanager_job_task_operator_source_bytes_read";
const BACKLOG = `((${WAITING} >= 102400 or ${WAITING} * 0) / clamp_min(sum(rate(${READ}{${PODS}}[120s])), 1))`;
const REMEMBERED =
  `(count(max_over_time(flink_taskmanager_job_task_operator_pendingBytes{${PODS}}[1h]) >= 0) and ` +
  `count(present_over_time(${READ}{${PODS}}[1h]))) * 0 + 1`;
const CPU_QUERY = `(${CPU} > 0.9 or ${CPU} < 0.7) / 0.8 or ${CPU} * 0 + 1`;
const BACKLOG_QUERY = `clamp_max((${BACKLOG} > 120 or ${BACKLOG} < 10) / 65 or ${BACKLOG} * 0 + 1, 5) or ${REMEMBERED} or vector(0)`;

const plan = (settings: Partial<ReactiveSettings>) => planReactive({ maxTaskManagers: 5, ...settings }, "reactive");

describe("a HorizontalPodAutoscaler", () => {
  test("has the middle of the band as its target, and steps that are rare", () => {
    expect(horizontalPodAutoscalerSpec(JOB, plan({ horizontalPodAutoscaler: {} }))).toEqual({
      scaleTargetRef: TARGET,
      minReplicas: 1,
      maxReplicas: 5,
      metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } }],
      behavior: {
        scaleUp: { stabilizationWindowSeconds: 60, policies: [{ type: "Percent", value: 100, periodSeconds: 60 }] },
        scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: "Pods", value: 1, periodSeconds: 60 }] },
      },
    });
  });

  test("has the band's own tolerance where the cluster takes one, and a backlog that the cluster serves", () => {
    const settings = { horizontalPodAutoscaler: { configurableTolerance: true, backlogMetric: "beam_backlog_factor" } };
    const { metrics, behavior } = horizontalPodAutoscalerSpec(JOB, plan(settings));
    expect([behavior.scaleUp.tolerance, behavior.scaleDown.tolerance]).toEqual(["0.125", "0.125"]);
    expect(metrics[1]).toEqual({
      type: "External",
      external: {
        metric: { name: "beam_backlog_factor", selector: { matchLabels: { job: "orders" } } },
        target: { type: "Value", value: "1" },
      },
    });
  });
});

describe("a ScaledObject", () => {
  test("asks Prometheus how many times the present TaskManagers are wanted", () => {
    const trigger = { type: "prometheus", metricType: "Value" };
    const metadata = { serverAddress: KEDA.prometheusAddress, threshold: "1", ignoreNullValues: "false" };
    expect(scaledObjectSpec(JOB, plan({ keda: KEDA, minTaskManagers: 2 }))).toEqual({
      scaleTargetRef: TARGET,
      minReplicaCount: 2,
      maxReplicaCount: 5,
      pollingInterval: 30,
      advanced: {
        horizontalPodAutoscalerConfig: {
          behavior: {
            scaleUp: { stabilizationWindowSeconds: 60, policies: [{ type: "Percent", value: 100, periodSeconds: 60 }] },
            scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: "Pods", value: 1, periodSeconds: 60 }] },
          },
        },
      },
      triggers: [
        { ...trigger, name: "cpu", metadata: { ...metadata, query: CPU_QUERY } },
        { ...trigger, name: "backlog", metadata: { ...metadata, query: BACKLOG_QUERY } },
      ],
    });
  });

  test("takes thresholds, windows and metric of its owner", () => {
    const keda = { ...KEDA, pollingInterval: "1 min" };
    const settings = {
      keda,
      cpuUp: 0.8,
      cpuDown: 0.4,
      backlogUp: "5 min",
      backlogDown: "1 min",
      rateWindow: "5 min",
      bytesReadMetric: "bytes_in",
      backlogFloor: "1 mb",
    };
    const spec = scaledObjectSpec(JOB, plan(settings));
    expect(spec["pollingInterval"]).toBe(60);
    const queries = JSON.stringify(spec["triggers"]);
    for (const part of ["> 0.8 or", "< 0.4) / 0.6", "> 300 or", "< 60) / 180", ">= 1048576 or", "rate(bytes_in{", "[300s]"])
      expect(queries).toContain(part);
  });

  test("shows its backlog query to whoever serves it", () => {
    expect(backlogQuery(JOB, plan({ keda: KEDA }))).toBe(BACKLOG_QUERY);
  });
});

describe("planReactive", () => {
  test.each<[string, ReactiveSettings, RegExp]>([
    ["neither of the two", { maxTaskManagers: 2 }, /reactive is \["maxTaskManagers"\]: must have exactly one of/],
    ["both", { maxTaskManagers: 2, keda: KEDA, horizontalPodAutoscaler: {} }, /must have exactly one of/],
    ["no TaskManagers", { maxTaskManagers: 0, keda: KEDA }, /reactive\.maxTaskManagers is 0: must be a whole number above 0/],
    [
      "more at least than at most",
      { maxTaskManagers: 2, minTaskManagers: 3, keda: KEDA },
      /minTaskManagers is 3: must not be above maxTaskManagers \(2\)/,
    ],
    ["a percentage", { maxTaskManagers: 2, keda: KEDA, cpuUp: 90 }, /reactive\.cpuUp is 90: must be above 0 and at most 1/],
    ["thresholds that are one", { maxTaskManagers: 2, keda: KEDA, cpuDown: 0.9 }, /reactive\.cpuDown is 0\.9: must be above 0 and under/],
    [
      "a backlog band upside down",
      { maxTaskManagers: 2, keda: KEDA, backlogDown: "3 min" },
      /reactive\.backlogDown is 180: must be above 0 and under/,
    ],
    ["half a second", { maxTaskManagers: 2, keda: KEDA, backlogDown: "500 ms" }, /backlogDown is "500 ms": must be whole seconds/],
    [
      "a window beyond Kubernetes' limit",
      { maxTaskManagers: 2, keda: KEDA, scaleDownWindow: "2 h" },
      /scaleDownWindow is "7200 s": must be at most 3600 s/,
    ],
    [
      "an address without a scheme",
      { maxTaskManagers: 2, keda: { prometheusAddress: "prometheus:9090" } },
      /keda\.prometheusAddress is "prometheus:9090": must be an http/,
    ],
    [
      "a query as a metric",
      { maxTaskManagers: 2, keda: KEDA, bytesReadMetric: "sum(x)" },
      /bytesReadMetric is "sum\(x\)": must be the name of a metric/,
    ],
    [
      "a metric with a space",
      { maxTaskManagers: 2, horizontalPodAutoscaler: { backlogMetric: "a b" } },
      /horizontalPodAutoscaler\.backlogMetric is "a b"/,
    ],
  ])("refuses %s", (_, settings, message) => {
    expect(() => planReactive(settings, "reactive")).toThrow(message);
  });

  test("does not repeat a password in an address", () => {
    const keda = { prometheusAddress: "http://user:hunter2@prometheus:9090" };
    expect(() => planReactive({ maxTaskManagers: 2, keda }, "reactive")).toThrow(/must be an http or https address, without credentials/);
    expect(() => planReactive({ maxTaskManagers: 2, keda }, "reactive")).not.toThrow(/hunter2/);
  });
});
