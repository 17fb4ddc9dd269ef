/** How objects are deleted, and what holds them. */
import type { PropagationPolicy } from "./kubernetesApi.ts";
import { type KubernetesObject, pulumiAnnotation } from "./kubernetesObject.ts";

/**
 * Foreground, as the official plugin: an object is gone when all that it owns is gone. The operator's
 * finalizer does that for custom resources already, and their foreground deletion waits up to 43 s for the
 * garbage collector to learn of a young CRD.
 */
export function propagationOf(object: KubernetesObject): PropagationPolicy {
  const wanted = pulumiAnnotation(object, "deletionPropagationPolicy")?.toLowerCase();
  if (wanted === "background") return "Background";
  if (wanted === "orphan") return "Orphan";
  return wanted === undefined && isCustom(object.apiVersion) ? "Background" : "Foreground";
}

/** Built-in groups have no dot, or end in `.k8s.io`. */
function isCustom(apiVersion: string): boolean {
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  return group.includes(".") && !group.endsWith(".k8s.io");
}

/** For status lines: the finalizers that keep a deleted object. */
export function heldBy({ metadata }: KubernetesObject): string {
  const { finalizers } = metadata;
  return Array.isArray(finalizers) && finalizers.length > 0 ? ` (held by finalizers ${finalizers.join(", ")})` : "";
}
