/** Why an object does not become ready, in the words of those who know: its operator, the scheduler, the kubelet. */
import type { KubernetesApi } from "./kubernetesApi.ts";
import { condition, describe, type KubernetesObject } from "./kubernetesObject.ts";
import { type JsonObject, objectAt, objectsAt } from "./values.ts";

/** Lines of trouble that an error quotes; one cause often shows in every pod. */
const MOST_TROUBLES = 5;

/** Why the pods of a workload do not come up, in the scheduler's and the kubelet's words. */
export async function podTroubles(api: KubernetesApi, workload: KubernetesObject, signal: AbortSignal): Promise<string[]> {
  const labels = objectAt(objectAt(objectAt(workload, "spec"), "selector"), "matchLabels");
  const selector = Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(",");
  if (selector === "") return [];
  const pods = await api.list("v1", "Pod", String(workload.metadata["namespace"]), selector, signal);
  return [...new Set(pods.flatMap(troublesOf))].slice(0, MOST_TROUBLES);
}

function troublesOf(pod: JsonObject): string[] {
  const named: KubernetesObject = {
    ...pod,
    apiVersion: "v1",
    kind: "Pod",
    metadata: objectAt(pod, "metadata"),
  };
  const status = objectAt(pod, "status");
  const troubles: string[] = [];
  const scheduled = condition(named, "PodScheduled");
  if (scheduled?.["status"] === "False") troubles.push(`${String(scheduled["reason"])}: ${String(scheduled["message"])}`);
  for (const container of [...objectsAt(status, "initContainerStatuses"), ...objectsAt(status, "containerStatuses")]) {
    const { reason, message = "" } = objectAt(objectAt(container, "state"), "waiting");
    if (typeof reason === "string" && reason !== "ContainerCreating" && reason !== "PodInitializing") {
      troubles.push(`container ${String(container["name"])}: ${reason}: ${String(message)}`);
    }
  }
  return troubles.map((text) => `${describe(named)}: ${text}`);
}

/** What an operator says in the object's status about why it is not ready. */
export function statusError(object: KubernetesObject): string[] {
  const status = objectAt(object, "status");
  const said = typeof status["error"] === "string" && status["error"] !== "" ? [status["error"]] : [];
  const ready = condition(object, "Ready");
  if (ready?.["status"] === "False" && typeof ready["message"] === "string") said.push(ready["message"]);
  const replicaFailures = objectsAt(status, "conditions").filter((item) => item["type"] === "ReplicaFailure" && item["status"] === "True");
  return [...said, ...replicaFailures.map((item) => String(item["message"]))];
}
