/** When is an object ready? One pure check per kind, as the official plugin waits for it. */
import { condition, type KubernetesObject, pulumiAnnotation } from "./kubernetesObject.ts";
import { failed, type Readiness, type ReadinessCheck, READY, waitingFor } from "./readinessState.ts";
import { type Json, type JsonObject, objectAt, objectsAt, textAt } from "./values.ts";
import { checkExpressions } from "./waitFor.ts";

const CHECKS: Readonly<Record<string, ReadinessCheck>> = {
  CustomResourceDefinition: (object) => {
    const rejected = condition(object, "NamesAccepted");
    if (rejected?.["status"] === "False") return failed(`names not accepted: ${said(rejected)}`);
    return hasCondition(object, "Established");
  },
  DaemonSet: (object) => {
    const { desiredNumberScheduled, numberAvailable, updatedNumberScheduled } = statusOf(object);
    return replicas(desiredNumberScheduled, numberAvailable, updatedNumberScheduled);
  },
  Deployment: (object) => {
    const progress = condition(object, "Progressing");
    if (progress?.["reason"] === "ProgressDeadlineExceeded") return failed(said(progress));
    const { availableReplicas, updatedReplicas, replicas: all } = statusOf(object);
    return replicas(objectAt(object, "spec")["replicas"] ?? 1, availableReplicas, updatedReplicas, all);
  },
  Job: (object) => {
    const failure = condition(object, "Failed");
    if (failure?.["status"] === "True") return failed(`job failed: ${String(failure["reason"])}: ${said(failure)}`);
    return hasCondition(object, "Complete");
  },
  Namespace: (object) => hasPhase(object, "Active"),
  PersistentVolumeClaim: (object) => (statusOf(object)["phase"] === "Lost" ? failed("its volume is lost") : hasPhase(object, "Bound")),
  Pod: (object) => {
    const { phase } = statusOf(object);
    if (phase === "Failed") return failed(`pod failed: ${said(statusOf(object))}`);
    return phase === "Succeeded" ? READY : hasCondition(object, "Ready");
  },
  Service: (object) => {
    if (objectAt(object, "spec")["type"] !== "LoadBalancer") return READY;
    return objectsAt(objectAt(statusOf(object), "loadBalancer"), "ingress").length > 0 ? READY : waitingFor("a load balancer address");
  },
  StatefulSet: (object) => {
    const { readyReplicas, updatedReplicas, currentRevision, updateRevision } = statusOf(object);
    const wanted = objectAt(object, "spec")["replicas"] ?? 1;
    // Once a rollout is complete, the controller stops counting its pods as updated.
    return replicas(wanted, readyReplicas, currentRevision === updateRevision ? wanted : updatedReplicas);
  },
};

/** Kinds whose controllers say which generation they have seen; without that, their counts say nothing yet. */
const OBSERVED = new Set(["DaemonSet", "Deployment", "StatefulSet"]);

/** The state of `object`: by its annotations first, by its kind second. */
export function readiness(object: KubernetesObject): Readiness {
  if (pulumiAnnotation(object, "skipAwait") === "true") return READY;
  const observed = statusOf(object)["observedGeneration"];
  if (typeof observed === "number" && observed < Number(object.metadata["generation"]))
    return waitingFor("its controller to see the change");
  const wanted = pulumiAnnotation(object, "waitFor");
  if (wanted !== undefined) return checkExpressions(wanted, object);
  if (observed === undefined && OBSERVED.has(object.kind)) return waitingFor("its controller to see it");
  return CHECKS[object.kind]?.(object) ?? READY;
}

function statusOf(object: KubernetesObject): JsonObject {
  return objectAt(object, "status");
}

function said(source: JsonObject): string {
  return textAt(source, "message") ?? textAt(source, "reason") ?? "no message";
}

function hasCondition(object: KubernetesObject, type: string): Readiness {
  return condition(object, type)?.["status"] === "True" ? READY : waitingFor(`condition ${type}`);
}

function hasPhase(object: KubernetesObject, phase: string): Readiness {
  return statusOf(object)["phase"] === phase ? READY : waitingFor(`phase ${phase}`);
}

function replicas(wanted: Json | undefined, ...actual: (Json | undefined)[]): Readiness {
  const goal = Number(wanted ?? 0);
  const counts = actual.map((count) => Number(count ?? 0));
  if (counts.every((count) => count === goal)) return READY;
  const lowest = Math.min(...counts);
  return waitingFor(lowest < goal ? `${lowest} of ${goal} replicas ready` : "old replicas to go");
}
