import { describe, expect, test } from "vitest";
import type { KubernetesObject } from "../../../local/provider/kubernetesObject.ts";
import { readiness } from "../../../local/provider/readiness.ts";
import type { JsonObject } from "../../../local/provider/values.ts";
import { complaintAbout } from "../../../local/provider/waitExpressions.ts";

function object(kind: string, status: JsonObject, spec: JsonObject = {}, annotations: JsonObject = {}): KubernetesObject {
  return { apiVersion: "v1", kind, metadata: { name: "x", generation: 2, annotations }, spec, status };
}
const condition = (type: string, status: string, more: JsonObject = {}) => ({ conditions: [{ type, status, ...more }] });
const seen = { observedGeneration: 2 };

describe("readiness by kind", () => {
  test.each<[string, KubernetesObject]>([
    ["an established CRD", object("CustomResourceDefinition", condition("Established", "True"))],
    ["a rolled-out Deployment", object("Deployment", { ...seen, availableReplicas: 2, updatedReplicas: 2, replicas: 2 }, { replicas: 2 })],
    ["a Deployment of none", object("Deployment", seen, { replicas: 0 })],
    [
      "a StatefulSet at its current revision",
      object("StatefulSet", { ...seen, readyReplicas: 1, currentRevision: "r", updateRevision: "r" }),
    ],
    ["a complete Job", object("Job", condition("Complete", "True"))],
    ["a pod that ended well", object("Pod", { phase: "Succeeded" })],
    ["a bound claim", object("PersistentVolumeClaim", { phase: "Bound" })],
    ["an active namespace", object("Namespace", { phase: "Active" })],
    ["a kind that has no readiness", object("ConfigMap", {})],
    ["what is not to be waited for", object("Deployment", {}, {}, { "pulumi.com/skipAwait": "true" })],
  ])("%s is ready", (_name, it) => {
    expect(readiness(it)).toEqual({ ready: true });
  });

  test.each<[KubernetesObject, string]>([
    [object("Deployment", { ...seen, availableReplicas: 1, updatedReplicas: 2, replicas: 2 }, { replicas: 2 }), "1 of 2 replicas ready"],
    [object("Deployment", { ...seen, availableReplicas: 2, updatedReplicas: 2, replicas: 3 }, { replicas: 2 }), "old replicas to go"],
    [object("Deployment", {}), "its controller to see it"],
    [
      object("Deployment", { observedGeneration: 1, availableReplicas: 1, updatedReplicas: 1, replicas: 1 }),
      "its controller to see the change",
    ],
    [
      object("StatefulSet", { ...seen, readyReplicas: 1, updatedReplicas: 0, currentRevision: "a", updateRevision: "b" }),
      "0 of 1 replicas ready",
    ],
    [object("Job", {}), "condition Complete"],
    [object("PersistentVolumeClaim", { phase: "Pending" }), "phase Bound"],
    [object("Service", {}, { type: "LoadBalancer" }), "a load balancer address"],
  ])("%o is waited for: %s", (it, text) => {
    expect(readiness(it)).toEqual({ ready: false, waitingFor: text });
  });

  test.each<[KubernetesObject, string]>([
    [
      object("Job", condition("Failed", "True", { reason: "DeadlineExceeded", message: "too slow" })),
      "job failed: DeadlineExceeded: too slow",
    ],
    [
      object("Deployment", {
        ...seen,
        ...condition("Progressing", "False", { reason: "ProgressDeadlineExceeded", message: "no progress" }),
      }),
      "no progress",
    ],
    [object("CustomResourceDefinition", condition("NamesAccepted", "False", { message: "taken" })), "names not accepted: taken"],
    [object("Pod", { phase: "Failed", message: "evicted" }), "pod failed: evicted"],
  ])("%o has failed for good: %s", (it, text) => {
    expect(readiness(it)).toEqual({ ready: false, waitingFor: text, failed: true });
  });
});

describe("the waitFor annotation", () => {
  const waiting = (wanted: string, status: JsonObject) => readiness(object("Flink", status, {}, { "pulumi.com/waitFor": wanted }));

  test("compares the value at a path, and tells the present one", () => {
    expect(waiting("jsonpath={.status.state}=STABLE", { state: "STABLE" })).toEqual({ ready: true });
    expect(waiting("jsonpath={.status.state}=STABLE", { state: "FAILED" })).toEqual({
      ready: false,
      waitingFor: ".status.state=STABLE (now FAILED)",
    });
    expect(waiting("jsonpath={.status.state}", {})).toEqual({ ready: false, waitingFor: ".status.state (now not set)" });
  });

  test("takes conditions, with another status than True too", () => {
    expect(waiting("condition=Ready", condition("Ready", "True"))).toEqual({ ready: true });
    expect(waiting("condition=Ready=False", condition("Ready", "True"))).toEqual({ ready: false, waitingFor: "condition Ready=False" });
  });

  test("wants all of a list", () => {
    const list = JSON.stringify(["jsonpath={.status.a}=1", "condition=Ready"]);
    expect(waiting(list, { a: 1, ...condition("Ready", "True") })).toEqual({ ready: true });
    expect(waiting(list, { a: 1 })).toEqual({ ready: false, waitingFor: "condition Ready=True" });
  });

  test("takes the place of the kind's own check, once the controller has seen the change", () => {
    const annotations = { "pulumi.com/waitFor": "jsonpath={.status.x}=1" };
    expect(readiness(object("Job", { x: 1 }, {}, annotations))).toEqual({ ready: true });
    expect(readiness(object("Job", { x: 1, observedGeneration: 1 }, {}, annotations))).toEqual({
      ready: false,
      waitingFor: "its controller to see the change",
    });
  });

  test("is refused when it cannot be read", () => {
    expect(complaintAbout("jsonpath={.a}=b")).toBeUndefined();
    expect(complaintAbout("status.a=b")).toContain("is neither");
    expect(complaintAbout("[1]")).toContain("is not a JSON list of texts");
    expect(complaintAbout('["condition=A"')).toContain("is not a JSON list of texts");
  });
});
