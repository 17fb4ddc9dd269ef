/** The shape every Kubernetes object shares, and how this provider names objects. */
import { isObject, type JsonObject, objectAt, objectsAt, textAt } from "./values.ts";

export interface KubernetesObject extends JsonObject {
  apiVersion: string;
  kind: string;
  metadata: JsonObject;
}

export function isKubernetesObject(value: unknown): value is KubernetesObject {
  return isObject(value) && typeof value["apiVersion"] === "string" && typeof value["kind"] === "string" && isObject(value["metadata"]);
}

/** `namespace/name`, or `name` for what has no namespace: the ids of the official plugin. */
export function idOf({ metadata }: KubernetesObject): string {
  const { name, namespace } = metadata;
  return namespace === undefined ? String(name) : `${String(namespace)}/${String(name)}`;
}

export function describe(object: KubernetesObject): string {
  return `${object.kind} ${idOf(object)}`;
}

/** The annotation `pulumi.com/<name>`. */
export function pulumiAnnotation(object: JsonObject, name: string): string | undefined {
  return textAt(objectAt(objectAt(object, "metadata"), "annotations"), `pulumi.com/${name}`);
}

/** The entry of `status.conditions` with this type. */
export function condition(object: KubernetesObject, type: string): JsonObject | undefined {
  return objectsAt(objectAt(object, "status"), "conditions").find((item) => item["type"] === type);
}

/** The object with other metadata. */
export function withMetadata(object: KubernetesObject, metadata: JsonObject): KubernetesObject {
  return { ...object, metadata };
}

/** The object without the metadata that only the API server writes. */
export function withoutServerMetadata(object: KubernetesObject): KubernetesObject {
  const { managedFields: _1, resourceVersion: _2, uid: _3, creationTimestamp: _4, generation: _5, ...metadata } = object.metadata;
  return withMetadata(object, metadata);
}

/** Resource type in a URN: `kubernetes:core/v1:Namespace`. */
export function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

/** Resource name in a URN. Names may contain `::`. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** `apiVersion` and `kind` from a URN; for objects that are only read, which come without inputs. */
export function kindOf(urn: string): { apiVersion: string; kind: string } {
  const [, apiVersion = "", kind = ""] = typeOf(urn).split(":");
  return { apiVersion: apiVersion.replace(/^core\//, ""), kind };
}
