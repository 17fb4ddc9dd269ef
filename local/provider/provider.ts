/**
 * A stand-in for Pulumi's official `kubernetes` plugin: every resource is one object, kept by server-side apply.
 *
 * It follows the official plugin where people see it: ids, automatic names, the `pulumi.com/*` annotations,
 * dry-run applies in previews, waits for readiness. What it does not serve it refuses by name.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { explain, explainApply, InvalidObject } from "./complaints.ts";
import { heldBy, propagationOf } from "./deletion.ts";
import type { Mutability } from "./diff.ts";
import { driftedInputs, importedInputs } from "./drift.ts";
import { checkInputs, type CheckResult } from "./inputs.ts";
import { withLiveValues } from "./ignoredFields.ts";
import { KindNotServed, type KubernetesApi, KubernetesApiError } from "./kubernetesApi.ts";
import {
  describe,
  idOf,
  isKubernetesObject,
  kindOf,
  type KubernetesObject,
  pulumiAnnotation,
  withoutServerMetadata,
} from "./kubernetesObject.ts";
import { type ObjectDiff, objectDiff } from "./objectDiff.ts";
import { Preview } from "./preview.ts";
import { podTroubles, statusError } from "./troubles.ts";
import { hasUnknown, type Json, type JsonObject, objectAt } from "./values.ts";
import { stateOf, waitUntil } from "./waiting.ts";

/** Seconds that a wait may take where nobody says otherwise; the official plugin's. */
const DEFAULT_TIMEOUT = 600;

/** A CRD is served, and a changed schema used, some moments after the server says so; it took up to 1 s here. */
const CRD_RETRIES = 15;
const CRD_PAUSE = 300;

/** Created, but not ready: the engine keeps the resource and reports the reasons. */
export class NotReady extends Error {
  readonly live: KubernetesObject;

  constructor(live: KubernetesObject, reasons: readonly string[]) {
    super(reasons.join("\n"));
    this.live = live;
  }
}

export interface Context {
  readonly urn: string;
  readonly preview: boolean;
  /** The user's customTimeouts in seconds; 0 when there is none. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly status: (message: string) => void;
}

export interface ProviderOptions extends Mutability {
  /** Undefined while the kubeconfig is not known, as when the cluster is made in the same program. */
  readonly api?: KubernetesApi;
  readonly namespace?: string;
  readonly force?: boolean;
  readonly upsert?: boolean;
}

export class KubernetesProvider {
  readonly #options: ProviderOptions;
  readonly #preview = new Preview();
  /** Kinds whose CRD this run has changed. */
  readonly #changedKinds = new Set<Json | undefined>();

  constructor(options: ProviderOptions) {
    this.#options = options;
  }

  check(urn: string, olds: JsonObject, news: JsonObject, seed: Uint8Array): Promise<CheckResult> {
    return checkInputs({
      urn,
      olds,
      news,
      seed,
      namespaceOf: (apiVersion, kind) => this.#namespaceOf(apiVersion, kind),
    });
  }

  diff(olds: JsonObject, news: JsonObject): ObjectDiff {
    return objectDiff(olds, news, this.#options);
  }

  async create(inputs: JsonObject, context: Context): Promise<{ id: string; live: JsonObject }> {
    const object = asObject(inputs);
    if (context.preview)
      return {
        id: idOf(object),
        live: await this.#preview.create(this.#options.api, object, {
          force: this.#forces(object),
          signal: context.signal,
        }),
      };
    const api = this.#api();
    await this.#wait(object, context, async () => {
      const existing = await this.#retry(object, context, () => api.get(object, context.signal));
      if (existing === undefined) return { done: true };
      // A replaced object whose deletion nobody waited for (pulumi.com/skipAwait) is still on its way out.
      if (existing.metadata["deletionTimestamp"] !== undefined)
        return { waitingFor: `the old ${describe(object)} to be gone${heldBy(existing)}` };
      if (this.#options.upsert === true) return { done: true };
      throw new Error(`${describe(object)} already exists: import it into the stack, delete it, or choose another name`);
    });
    const live = await this.#apply(api, object, context);
    return { id: idOf(live), live: await this.#awaitReady(api, live, context) };
  }

  async update(inputs: JsonObject, ignored: readonly string[], context: Context): Promise<JsonObject> {
    const object = await this.#withIgnored(asObject(inputs), ignored, context);
    if (context.preview)
      return this.#preview.update(this.#options.api, object, {
        force: this.#forces(object),
        signal: context.signal,
      });
    const api = this.#api();
    return this.#awaitReady(api, await this.#apply(api, object, context), context);
  }

  async #withIgnored(object: KubernetesObject, ignored: readonly string[], context: Context): Promise<KubernetesObject> {
    const { api } = this.#options;
    const live = ignored.length === 0 || api === undefined || hasUnknown(object) ? undefined : await api.get(object, context.signal);
    return live === undefined ? object : withLiveValues(object, live, ignored);
  }

  /** Undefined when the object is gone. */
  async read(id: string, inputs: JsonObject, context: Context): Promise<{ live: KubernetesObject; inputs: JsonObject } | undefined> {
    const api = this.#api();
    const [name = id, namespace] = id.split("/").toReversed();
    const metadata = {
      ...objectAt(inputs, "metadata"),
      name,
      ...(namespace === undefined ? {} : { namespace }),
    };
    const object: KubernetesObject = { ...kindOf(context.urn), ...inputs, metadata };
    const live = await api.get(object, context.signal).catch((error: unknown) => {
      if (error instanceof KindNotServed) return undefined;
      throw explain(object, error);
    });
    if (live === undefined) return undefined;
    if (inputs["kind"] === undefined) return { live, inputs: importedInputs(live) };
    // Inputs that the server refuses by now are compared as they are.
    const wanted = await api
      .apply(withoutServerMetadata(object), { dryRun: true, force: true, signal: context.signal })
      .catch(() => object);
    return { live, inputs: driftedInputs(inputs, wanted, live) };
  }

  async delete(live: JsonObject, context: Context): Promise<void> {
    const api = this.#api();
    const object = asObject(live);
    try {
      await api.delete(object, propagationOf(object), context.signal);
      if (pulumiAnnotation(object, "skipAwait") === "true") return;
      const { uid } = object.metadata;
      await this.#wait(object, context, async () => {
        const left = await api.get(object, context.signal);
        if (left === undefined || (uid !== undefined && left.metadata["uid"] !== uid)) return { done: true };
        return { waitingFor: `${describe(object)} to be gone${heldBy(left)}` };
      });
    } catch (error) {
      const gone = error instanceof KindNotServed || (error instanceof KubernetesApiError && error.code === 404);
      if (!gone) throw explain(object, error);
    }
  }

  async #namespaceOf(apiVersion: string, kind: string): Promise<string | undefined> {
    const { api, namespace } = this.#options;
    if (api === undefined) return undefined;
    let namespaced: boolean;
    try {
      namespaced = await api.isNamespaced(apiVersion, kind);
    } catch (error) {
      if (!(error instanceof KindNotServed)) throw error;
      namespaced = this.#preview.isNamespaced(kind) ?? true;
    }
    return namespaced ? (namespace ?? api.defaultNamespace) : undefined;
  }

  async #apply(api: KubernetesApi, object: KubernetesObject, context: Context): Promise<KubernetesObject> {
    const { signal } = context;
    const live = await this.#retry(object, context, async () => {
      try {
        return await api.apply(object, { force: this.#forces(object), signal });
      } catch (error) {
        throw error instanceof KindNotServed ? error : await explainApply(api, object, object, error, signal);
      }
    });
    if (object.kind === "CustomResourceDefinition") this.#changedKinds.add(objectAt(objectAt(object, "spec"), "names")["kind"]);
    return live;
  }

  async #awaitReady(api: KubernetesApi, live: KubernetesObject, context: Context): Promise<KubernetesObject> {
    let last = live;
    try {
      return await this.#wait<KubernetesObject>(live, context, async () => {
        const now = await api.get(live, context.signal);
        if (now === undefined) throw new Error("it disappeared");
        last = now;
        const state = await stateOf(api, now, context.signal);
        if (state.ready) return { done: now };
        if (state.failed === true) throw new Error(state.waitingFor);
        return { waitingFor: state.waitingFor };
      });
    } catch (error) {
      const troubles = await podTroubles(api, last, context.signal).catch(() => []);
      const { message: reason } = explain(live, error);
      throw new NotReady(last, [`${describe(live)} was applied but is not ready: ${reason}`, ...statusError(last), ...troubles]);
    }
  }

  #wait<T>(object: KubernetesObject, context: Context, check: () => Promise<{ done: T } | { waitingFor: string }>): Promise<T> {
    const annotated = Number(pulumiAnnotation(object, "timeoutSeconds") ?? 0);
    const seconds = context.timeout || annotated || DEFAULT_TIMEOUT;
    return waitUntil(check, {
      timeoutMs: seconds * 1000,
      signal: context.signal,
      onWait: (text) => context.status(`waiting for ${text}`),
    });
  }

  /** Tries again while a CRD is not served yet, or a kind's changed schema is not in use yet. */
  async #retry<T>(object: KubernetesObject, context: Context, action: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await action();
      } catch (error) {
        const late = error instanceof KindNotServed || (error instanceof InvalidObject && this.#changedKinds.has(object.kind));
        if (!late || attempt >= CRD_RETRIES) throw error;
        await sleep(CRD_PAUSE, undefined, { signal: context.signal });
      }
    }
  }

  #forces(object: KubernetesObject): boolean {
    return this.#options.force === true || pulumiAnnotation(object, "patchForce") === "true";
  }

  #api(): KubernetesApi {
    if (this.#options.api === undefined) throw new Error("the provider has no kubeconfig yet");
    return this.#options.api;
  }
}

function asObject(value: JsonObject): KubernetesObject {
  if (!isKubernetesObject(value)) throw new Error("not a Kubernetes object: apiVersion, kind or metadata is missing");
  return value;
}
