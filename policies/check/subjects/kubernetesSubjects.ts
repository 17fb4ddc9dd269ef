/** FlinkDeployments among Kubernetes manifests. All other kinds are passed over. */
import { isObject, type ManifestPath, readJobView, scalarText } from "../../../model/index.ts";
import type { Position } from "../source/position.ts";
import { jobSubject, SESSION_CLUSTER } from "./jobSubject.ts";
import type { PassedOver, Subject } from "./subject.ts";

const API_GROUP = "flink.apache.org/";

/** The subjects of one document: a manifest or several, in a list of Kubernetes or a plain one. */
export function* kubernetesSubjects(
  manifest: unknown,
  locate: (path: ManifestPath) => Position,
  base: ManifestPath = [],
): Generator<Subject | PassedOver> {
  if (Array.isArray(manifest)) {
    // As tools leave it that gather manifests, such as jq.
    for (const [index, item] of manifest.entries()) yield* kubernetesSubjects(item, locate, [...base, index]);
    return;
  }
  const kind = isObject(manifest) ? scalarText(manifest["kind"]) : undefined;
  if (!isObject(manifest) || kind === undefined) {
    yield { kind: "passedOver", what: "no Kubernetes manifest" };
  } else if (kind.endsWith("List") && Array.isArray(manifest["items"])) {
    const items: readonly unknown[] = manifest["items"];
    for (const [index, item] of items.entries()) {
      // The items of a list of one kind need not say theirs.
      const own = isObject(item) && item["kind"] === undefined && kind !== "List" ? withKind(item, manifest, kind) : item;
      yield* kubernetesSubjects(own, locate, [...base, "items", index]);
    }
  } else if (kind !== "FlinkDeployment" || !isFlinkGroup(manifest["apiVersion"])) {
    yield { kind: "passedOver", what: kind };
  } else {
    const view = readJobView(manifest);
    if (view.hasJob === false) yield { kind: "passedOver", what: SESSION_CLUSTER };
    else yield jobSubject(view, "without a name", (path) => locate(base.length === 0 ? path : [...base, ...path]));
  }
}

function withKind(item: object, list: Readonly<Record<string, unknown>>, kind: string): object {
  return { ...item, kind: kind.slice(0, -"List".length), apiVersion: list["apiVersion"] };
}

/** A manifest without an API version is checked too: what is wrong with it is no reason to pass it over. */
function isFlinkGroup(apiVersion: unknown): boolean {
  return typeof apiVersion !== "string" || apiVersion.startsWith(API_GROUP);
}
