/** The few Kubernetes API calls the provider needs, on objects of any kind, through a kubectl proxy. */
import * as http from "node:http";
import type { KubectlProxy } from "./kubectlProxy.ts";
import { isKubernetesObject, type KubernetesObject } from "./kubernetesObject.ts";
import type { Complaint } from "./schemaCheck.ts";
import { isObject, type Json, type JsonObject, objectAt, objectsAt, textAt } from "./values.ts";

/** The server remembers under this name which fields the provider set. */
const FIELD_MANAGER = "pulumi-kubernetes";

export interface FieldError extends Complaint {
  /** Machine-readable: `FieldValueTypeInvalid`, `FieldManagerConflict`, ... */
  readonly reason: string;
}

/** An answer other than 2xx. `fields` lists the API server's complaints one by one. */
export class KubernetesApiError extends Error {
  readonly code: number;
  readonly fields: readonly FieldError[];
  /** The URL leads nowhere, as opposed to an object that is not there. */
  readonly resourceIsMissing: boolean;

  constructor(code: number, status: JsonObject) {
    super(textAt(status, "message") ?? `HTTP ${code}`);
    this.name = "KubernetesApiError";
    this.code = code;
    this.resourceIsMissing = code === 404 && textAt(objectAt(status, "details"), "name") === undefined;
    this.fields = objectsAt(objectAt(status, "details"), "causes").map((cause) => ({
      field: textAt(cause, "field") ?? "",
      message: textAt(cause, "message") ?? "",
      reason: textAt(cause, "reason") ?? "",
    }));
  }
}

/** The API server does not serve this kind: its CRD is missing, or not established yet. */
export class KindNotServed extends Error {
  constructor(apiVersion: string, kind: string) {
    super(`the cluster does not serve ${apiVersion} ${kind}: install its CustomResourceDefinition first (dependsOn)`);
    this.name = "KindNotServed";
  }
}

interface Resource {
  readonly plural: string;
  readonly namespaced: boolean;
}

interface Call {
  readonly body?: JsonObject;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}

export interface ApplyOptions {
  readonly dryRun?: boolean;
  /** Take over fields that another field manager owns. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
}

export type PropagationPolicy = "Background" | "Foreground" | "Orphan";

export class KubernetesApi {
  readonly #proxy: KubectlProxy;
  readonly #agent = new http.Agent({ keepAlive: true });
  readonly #kinds = new Map<string, Map<string, Resource>>();

  constructor(proxy: KubectlProxy) {
    this.#proxy = proxy;
  }

  get defaultNamespace(): string {
    return this.#proxy.namespace;
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    await this.#proxy.close();
  }

  async isNamespaced(apiVersion: string, kind: string, signal?: AbortSignal): Promise<boolean> {
    return (await this.#resource(apiVersion, kind, signal)).namespaced;
  }

  async get(object: KubernetesObject, signal?: AbortSignal): Promise<KubernetesObject | undefined> {
    try {
      return asObject(await this.#call("GET", object, true, {}, { signal }));
    } catch (error) {
      if (error instanceof KubernetesApiError && error.code === 404) return undefined;
      throw error;
    }
  }

  /** Server-side apply. */
  async apply(object: KubernetesObject, { dryRun = false, force = false, signal }: ApplyOptions = {}): Promise<KubernetesObject> {
    const query = { fieldManager: FIELD_MANAGER, fieldValidation: "Strict", force: String(force), ...(dryRun ? { dryRun: "All" } : {}) };
    return asObject(await this.#call("PATCH", object, true, query, { body: object, contentType: "application/apply-patch+yaml", signal }));
  }

  /** Creates nothing: asks the server what it thinks of `object` as a new one. */
  async validate(object: KubernetesObject, signal?: AbortSignal): Promise<void> {
    const query = { fieldManager: FIELD_MANAGER, fieldValidation: "Ignore", dryRun: "All" };
    await this.#call("POST", object, false, query, { body: object, signal });
  }

  async delete(object: KubernetesObject, propagationPolicy: PropagationPolicy, signal?: AbortSignal): Promise<void> {
    const body = { apiVersion: "v1", kind: "DeleteOptions", propagationPolicy };
    await this.#call("DELETE", object, true, {}, { body, signal });
  }

  async list(apiVersion: string, kind: string, namespace: string, labelSelector: string, signal?: AbortSignal): Promise<JsonObject[]> {
    const list = await this.#call("GET", { apiVersion, kind, metadata: { namespace } }, false, { labelSelector }, { signal });
    return isObject(list) ? objectsAt(list, "items") : [];
  }

  /** A call on the object itself (`named`), or on the collection it belongs to. */
  async #call(
    method: string,
    object: KubernetesObject,
    named: boolean,
    query: Readonly<Record<string, string>>,
    call: Call,
  ): Promise<Json> {
    const { apiVersion, kind, metadata } = object;
    const { plural, namespaced } = await this.#resource(apiVersion, kind, call.signal);
    const namespace = namespaced ? `/namespaces/${encodeURIComponent(textAt(metadata, "namespace") ?? this.defaultNamespace)}` : "";
    const name = named ? `/${encodeURIComponent(textAt(metadata, "name") ?? "")}` : "";
    try {
      return await this.#request(method, `${groupPath(apiVersion)}${namespace}/${plural}${name}?${new URLSearchParams(query)}`, call);
    } catch (error) {
      if (!(error instanceof KubernetesApiError) || !error.resourceIsMissing) throw error;
      // What discovery said is out of date: the CRD is gone, or not served again yet.
      this.#kinds.delete(apiVersion);
      throw new KindNotServed(apiVersion, kind);
    }
  }

  /** Looks the kind up in discovery; a miss is looked up anew, so that a CRD made meanwhile is found. */
  async #resource(apiVersion: string, kind: string, signal: AbortSignal | undefined): Promise<Resource> {
    const known = this.#kinds.get(apiVersion)?.get(kind);
    if (known !== undefined) return known;
    let list: Json;
    try {
      list = await this.#request("GET", groupPath(apiVersion), { signal });
    } catch (error) {
      if (error instanceof KubernetesApiError && error.code === 404) throw new KindNotServed(apiVersion, kind);
      throw error;
    }
    const served = new Map<string, Resource>();
    for (const resource of isObject(list) ? objectsAt(list, "resources") : []) {
      const plural = textAt(resource, "name") ?? "";
      // `deployments/scale` and the like are parts of a resource, some with a kind of their own.
      if (!plural.includes("/"))
        served.set(textAt(resource, "kind") ?? "", {
          plural,
          namespaced: resource["namespaced"] === true,
        });
    }
    this.#kinds.set(apiVersion, served);
    const found = served.get(kind);
    if (found === undefined) throw new KindNotServed(apiVersion, kind);
    return found;
  }

  async #request(method: string, path: string, { body, contentType = "application/json", signal }: Call): Promise<Json> {
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    // kubectl proxy answers only requests for localhost, whatever the socket.
    const headers: http.OutgoingHttpHeaders = { accept: "application/json", host: "localhost" };
    if (payload !== undefined) Object.assign(headers, { "content-type": contentType, "content-length": payload.length });
    const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const request = http.request({ socketPath: this.#proxy.socket, agent: this.#agent, method, path, headers, signal }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
      });
      request.on("error", (error) =>
        reject(signal?.aborted === true ? error : new Error(`kubectl proxy does not answer: ${error.message}`, { cause: error })),
      );
      request.end(payload);
    });
    const parsed = parseJson(text);
    if (parsed !== undefined && status >= 200 && status < 300) return parsed;
    // The proxy's own answers are plain text: the API server was not reached, or the credentials could not be had.
    if (parsed === undefined && (status === 500 || status === 502)) {
      throw new Error(`cannot reach the Kubernetes API at ${this.#proxy.server}: ${text.trim().slice(0, 500)}`);
    }
    throw new KubernetesApiError(status, isObject(parsed) ? parsed : { message: text.trim().slice(0, 500) });
  }
}

function groupPath(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function asObject(value: Json): KubernetesObject {
  if (!isKubernetesObject(value)) throw new Error("the API server answered with something that is not an object");
  return value;
}

function parseJson(text: string): Json | undefined {
  try {
    const parsed: Json = JSON.parse(text);
    return parsed;
  } catch {
    return undefined;
  }
}
