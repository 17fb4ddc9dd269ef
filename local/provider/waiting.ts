/** Waits for the cluster: the loop, and the state of an object where other objects have a say in it. */
import { setTimeout as sleep } from "node:timers/promises";
import type { KubernetesApi } from "./kubernetesApi.ts";
import { type KubernetesObject, pulumiAnnotation } from "./kubernetesObject.ts";
import { readiness } from "./readiness.ts";
import { type Readiness, READY, waitingFor } from "./readinessState.ts";
import { isObject, objectAt, objectsAt, textAt } from "./values.ts";

export interface WaitOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onWait: (waitingFor: string) => void;
}

/** Milliseconds between two looks: quick at first, for what is ready at once, then ever less often. */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 1000;
const GROWTH = 1.5;

/** Asks until `check` is done. Throws what was missing when time is up. */
export async function waitUntil<T>(check: () => Promise<{ done: T } | { waitingFor: string }>, options: WaitOptions): Promise<T> {
  const end = Date.now() + options.timeoutMs;
  let said = "";
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * GROWTH, LONGEST_PAUSE)) {
    const state = await check();
    if ("done" in state) return state.done;
    if (state.waitingFor !== said) options.onWait((said = state.waitingFor));
    if (Date.now() + pause > end) throw new Error(`timed out after ${Math.round(options.timeoutMs / 1000)} s, still waiting for ${said}`);
    await sleep(pause, undefined, { signal: options.signal }).catch((error: unknown) => {
      throw new Error(`interrupted while waiting for ${said}`, { cause: error });
    });
  }
}

/** The state of `object`, with what only other objects tell. */
export async function stateOf(api: KubernetesApi, object: KubernetesObject, signal: AbortSignal): Promise<Readiness> {
  const own = readiness(object);
  const annotated = pulumiAnnotation(object, "skipAwait") === "true" || pulumiAnnotation(object, "waitFor") !== undefined;
  if (annotated) return own;
  if (object.kind === "PersistentVolumeClaim" && !own.ready && own.failed !== true && (await bindsLate(api, object, signal))) return READY;
  if (object.kind === "Service" && own.ready) return endpointsOf(api, object, signal);
  return own;
}

/** A claim of such a class is bound when its first pod is scheduled, which may well wait for the claim. */
async function bindsLate(api: KubernetesApi, claim: KubernetesObject, signal: AbortSignal): Promise<boolean> {
  const name = textAt(objectAt(claim, "spec"), "storageClassName");
  if (name === undefined || name === "") return false;
  const found = await api.get({ apiVersion: "storage.k8s.io/v1", kind: "StorageClass", metadata: { name } }, signal);
  return found?.["volumeBindingMode"] === "WaitForFirstConsumer";
}

/** A service that selects pods is ready when one of them is; headless services have no address to wait for. */
async function endpointsOf(api: KubernetesApi, service: KubernetesObject, signal: AbortSignal): Promise<Readiness> {
  const { selector, type, clusterIP } = objectAt(service, "spec");
  if (!isObject(selector) || Object.keys(selector).length === 0 || type === "ExternalName" || clusterIP === "None") return READY;
  const { name, namespace } = service.metadata;
  const slices = await api.list(
    "discovery.k8s.io/v1",
    "EndpointSlice",
    String(namespace),
    `kubernetes.io/service-name=${String(name)}`,
    signal,
  );
  const ready = slices
    .flatMap((slice) => objectsAt(slice, "endpoints"))
    .some((endpoint) => objectAt(endpoint, "conditions")["ready"] !== false);
  return ready ? READY : waitingFor("a pod that it selects to be ready");
}
