/**
 * What an apply would do, without doing it. The API server answers by a dry run where it can; where it
 * cannot know yet (a namespace or a CRD that is only planned, values that are not known) this says as much as is certain.
 */
import { certain, explain, explainApply, invalid, InvalidObject } from "./complaints.ts";
import { KindNotServed, type KubernetesApi, KubernetesApiError } from "./kubernetesApi.ts";
import { type KubernetesObject, withMetadata } from "./kubernetesObject.ts";
import { checkAgainst, schemaOf } from "./schemaCheck.ts";
import { hasUnknown, type JsonObject, objectAt, textAt, UNKNOWN, withoutUnknown } from "./values.ts";

/** Exists in every cluster; objects of a planned namespace are checked as if they were made here. */
const STAND_IN_NAMESPACE = "default";

export interface PreviewOptions {
  readonly force: boolean;
  readonly signal: AbortSignal;
}

/** One run's preview: remembers what is planned and so not known to the server. */
export class Preview {
  readonly #namespaces = new Set<string>();
  readonly #crds: JsonObject[] = [];

  /** `api` is undefined while the cluster is not known. Returns the outputs to expect. */
  async create(api: KubernetesApi | undefined, object: KubernetesObject, options: PreviewOptions): Promise<JsonObject> {
    if (object.kind === "Namespace") this.#namespaces.add(String(object.metadata["name"]));
    const result = await this.#dryRun(api, object, options);
    return withServerFieldsUnknown(result ?? object);
  }

  async update(api: KubernetesApi | undefined, object: KubernetesObject, options: PreviewOptions): Promise<JsonObject> {
    return (await this.#dryRun(api, object, options)) ?? object;
  }

  /** Whether a CRD planned here gives the kind namespaces; undefined when none is planned. */
  isNamespaced(kind: string): boolean | undefined {
    const crd = this.#crds.find((item) => objectAt(objectAt(item, "spec"), "names")["kind"] === kind);
    return crd && objectAt(crd, "spec")["scope"] === "Namespaced";
  }

  async #dryRun(api: KubernetesApi | undefined, object: KubernetesObject, options: PreviewOptions): Promise<KubernetesObject | undefined> {
    if (object.kind === "CustomResourceDefinition") this.#crds.push(object);
    const planned = this.#checkAgainstPlannedCrd(object);
    if (api === undefined) return undefined;
    if (hasUnknown(object)) {
      if (!planned) await this.#checkKnownPart(api, object, options.signal);
      return undefined;
    }
    try {
      return await this.#dryRunApply(api, object, options);
    } catch (error) {
      // The server judges by the old CRD, or has none; the planned one has been heard.
      if (planned && (error instanceof KindNotServed || error instanceof InvalidObject)) return undefined;
      throw error;
    }
  }

  async #dryRunApply(api: KubernetesApi, object: KubernetesObject, { force, signal }: PreviewOptions): Promise<KubernetesObject> {
    const namespace = textAt(object.metadata, "namespace");
    const planned = namespace !== undefined && this.#namespaces.has(namespace);
    const sent = planned ? withMetadata(object, { ...object.metadata, namespace: STAND_IN_NAMESPACE }) : object;
    try {
      const result = await api.apply(sent, { dryRun: true, force: force || planned, signal });
      return planned ? withMetadata(result, { ...result.metadata, namespace }) : result;
    } catch (error) {
      if (error instanceof KindNotServed) throw error;
      if (error instanceof KubernetesApiError && error.code === 404 && namespace !== undefined) {
        throw new Error(`${explain(object, error).message}: create the namespace first (dependsOn)`, { cause: error });
      }
      throw await explainApply(api, sent, object, error, signal);
    }
  }

  /** With values missing, only complaints that no value could cure are worth reporting. */
  async #checkKnownPart(api: KubernetesApi, object: KubernetesObject, signal: AbortSignal): Promise<void> {
    const known = withoutUnknown(object);
    const metadata: JsonObject = { name: "preview" };
    const { apiVersion, kind } = object;
    try {
      if (await api.isNamespaced(apiVersion, kind, signal)) metadata["namespace"] = STAND_IN_NAMESPACE;
      await api.validate({ ...known, apiVersion, kind, metadata }, signal);
    } catch (error) {
      // The CRD may come from a resource that this one depends on by a value not known yet.
      if (error instanceof KindNotServed) return;
      if (!(error instanceof KubernetesApiError)) throw error;
      const sure = certain(error.fields);
      if (sure.length > 0) throw invalid(object, sure);
    }
  }

  /** Whether a planned CRD covers the object. Throws what it has to complain about. */
  #checkAgainstPlannedCrd(object: KubernetesObject): boolean {
    for (const crd of this.#crds) {
      const schema = schemaOf(crd, object.apiVersion, object.kind);
      if (schema === undefined) continue;
      const complaints = checkAgainst(schema, object);
      if (complaints.length > 0) throw invalid(object, complaints);
      return true;
    }
    return false;
  }
}

function withServerFieldsUnknown(object: KubernetesObject): JsonObject {
  const { managedFields: _managed, ...metadata } = object.metadata;
  const unknown = {
    uid: UNKNOWN,
    resourceVersion: UNKNOWN,
    creationTimestamp: UNKNOWN,
    generation: UNKNOWN,
  };
  return { ...object, metadata: { ...metadata, ...unknown }, status: UNKNOWN };
}
