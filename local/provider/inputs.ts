/** Makes complete inputs out of what the program gives: names, namespaces, the spelling of keys; and refuses what this provider cannot serve. */
import { createHash } from "node:crypto";
import { complaintAbout } from "./waitExpressions.ts";
import { kindOf, nameOf, pulumiAnnotation, typeOf } from "./kubernetesObject.ts";
import { isObject, type Json, type JsonObject, objectAt, textAt, UNKNOWN } from "./values.ts";

/** Marks a name that the provider chose, so that a replacement may get another one. */
const AUTONAMED = "pulumi.com/autonamed";

/** Hexadecimal digits after an automatic name, as many as the official plugin adds. */
const AUTONAME_DIGITS = 8;

export interface CheckArgs {
  readonly urn: string;
  /** Inputs of the resource before; empty for a new one. */
  readonly olds: JsonObject;
  readonly news: JsonObject;
  /** The same each time the engine asks about this resource in one run. */
  readonly seed: Uint8Array;
  /** The namespace for objects that name none; undefined for kinds without namespaces, and while the cluster is not known. */
  readonly namespaceOf: (apiVersion: string, kind: string) => Promise<string | undefined>;
}

export type CheckResult = { readonly inputs: JsonObject } | { readonly property: string; readonly reason: string };

export async function checkInputs({ urn, olds, news, seed, namespaceOf }: CheckArgs): Promise<CheckResult> {
  const apiVersion = textAt(news, "apiVersion");
  const kind = textAt(news, "kind");
  const wrong = unserved(urn, news) ?? wrongAnnotation(news);
  if (wrong !== undefined) return wrong;
  if (apiVersion === undefined || kind === undefined)
    return { property: "kind", reason: `apiVersion and kind must be known for ${typeOf(urn)}` };
  const metadata: JsonObject = { ...objectAt(news, "metadata") };
  if (metadata["name"] === undefined) {
    const before = objectAt(olds, "metadata");
    const kept = isAutonamed(olds) ? before["name"] : undefined;
    metadata["name"] = kept ?? automaticName(nameOf(urn), seed);
    metadata["annotations"] = { ...objectAt(metadata, "annotations"), [AUTONAMED]: "true" };
  }
  if (metadata["namespace"] === undefined) {
    const namespace = await namespaceOf(apiVersion, kind);
    if (namespace !== undefined) metadata["namespace"] = namespace;
  }
  const inputs = renameKeys(news);
  return { inputs: { ...(isObject(inputs) ? inputs : {}), metadata } };
}

export function isAutonamed(inputs: JsonObject): boolean {
  return objectAt(objectAt(inputs, "metadata"), "annotations")[AUTONAMED] === "true";
}

/** Charts, YAML files and `*Patch` resources, which the official plugin serves too, are refused by name. */
function unserved(urn: string, news: JsonObject): CheckResult | undefined {
  const type = typeOf(urn);
  const { kind } = kindOf(urn);
  if (typeof news["apiVersion"] !== "string" || typeof news["kind"] !== "string") {
    return {
      property: "kind",
      reason: `${type} is not a plain Kubernetes object: the stand-in for the kubernetes provider serves only those`,
    };
  }
  if (kind.endsWith("Patch") && news["kind"] !== kind) {
    return {
      property: "kind",
      reason: `${type} patches an object that others own: this needs the official kubernetes plugin`,
    };
  }
  if (objectAt(news, "metadata")["generateName"] !== undefined) {
    return {
      property: "metadata.generateName",
      reason: "needs the official kubernetes plugin; leave out metadata.name to get an automatic name",
    };
  }
  return undefined;
}

function wrongAnnotation(news: JsonObject): CheckResult | undefined {
  const waitFor = pulumiAnnotation(news, "waitFor");
  const complaint = waitFor === undefined || waitFor === UNKNOWN ? undefined : complaintAbout(waitFor);
  if (complaint !== undefined) return { property: 'metadata.annotations["pulumi.com/waitFor"]', reason: complaint };
  const policy = pulumiAnnotation(news, "deletionPropagationPolicy");
  if (policy !== undefined && policy !== UNKNOWN && !/^(background|foreground|orphan)$/i.test(policy)) {
    return {
      property: 'metadata.annotations["pulumi.com/deletionPropagationPolicy"]',
      reason: `${JSON.stringify(policy)} is none of background, foreground, orphan`,
    };
  }
  const seconds = pulumiAnnotation(news, "timeoutSeconds");
  if (seconds !== undefined && seconds !== UNKNOWN && !(Number(seconds) > 0)) {
    return {
      property: 'metadata.annotations["pulumi.com/timeoutSeconds"]',
      reason: `${JSON.stringify(seconds)} is not a number of seconds above 0`,
    };
  }
  return undefined;
}

function automaticName(base: string, seed: Uint8Array): string {
  return `${base}-${createHash("sha256").update(seed).digest("hex").slice(0, AUTONAME_DIGITS)}`;
}

/** The SDK's types spell `x-kubernetes-*` and `$ref` with underscores. */
function renameKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(renameKeys);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]): [string, Json] => {
    const name = key.startsWith("x_kubernetes_") ? key.replaceAll("_", "-") : key === "_ref" || key === "$ref" ? "$ref" : key;
    return [name, renameKeys(item)];
  });
  return Object.fromEntries(entries);
}
