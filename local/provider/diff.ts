/** What changed between two sets of inputs, and which changes need a new object instead of an update. */
import { equal, formatPath, isObject, type Json, type JsonObject, type Path, textAt } from "./values.ts";

export type ChangeKind = "add" | "delete" | "update";

export interface Change {
  readonly path: Path;
  readonly kind: ChangeKind;
  readonly replace: boolean;
}

/** Provider arguments that make a change of content an update; both are off by default, as in the official plugin. */
export interface Mutability {
  readonly configMaps?: boolean;
  readonly secrets?: boolean;
}

/** Fields whose change makes a new object, by kind: those the API server refuses to change. */
const REPLACED_ON_CHANGE: Readonly<Record<string, readonly string[]>> = {
  ClusterRoleBinding: ["roleRef"],
  CustomResourceDefinition: ["spec.group", "spec.names.plural", "spec.scope"],
  DaemonSet: ["spec.selector"],
  Deployment: ["spec.selector"],
  Job: ["spec.completions", "spec.parallelism", "spec.selector", "spec.template"],
  PersistentVolumeClaim: ["spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeMode", "spec.volumeName"],
  Pod: ["spec"],
  RoleBinding: ["roleRef"],
  Service: ["spec.clusterIP"],
  StatefulSet: ["spec.podManagementPolicy", "spec.selector", "spec.serviceName", "spec.volumeClaimTemplates"],
  StorageClass: ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"],
};

/** For these the plugin makes a new object although the server would change the old one, so that pods see either all of the old or all of the new. */
function replacedContent(olds: JsonObject, kind: string, mutable: Mutability): readonly string[] {
  const frozen = olds["immutable"] === true;
  if (kind === "ConfigMap" && (frozen || mutable.configMaps !== true)) return ["data", "binaryData"];
  if (kind === "Secret") return frozen || mutable.secrets !== true ? ["type", "data", "stringData"] : ["type"];
  return [];
}

export function diff(olds: JsonObject, news: JsonObject, mutable: Mutability = {}): Change[] {
  const kind = textAt(news, "kind") ?? "";
  const replaced = [
    "apiVersion",
    "kind",
    "metadata.name",
    "metadata.namespace",
    ...(REPLACED_ON_CHANGE[kind] ?? []),
    ...replacedContent(olds, kind, mutable),
  ];
  // Another version of the same group is the same object.
  const sameGroup = groupOf(olds) === groupOf(news);
  const changes: Change[] = [];
  const walk = (a: Json | undefined, b: Json | undefined, path: Path): void => {
    if (equal(a, b)) return;
    if (isObject(a) && isObject(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) walk(a[key], b[key], [...path, key]);
      return;
    }
    if (Array.isArray(a) && Array.isArray(b)) {
      for (let i = 0; i < Math.max(a.length, b.length); i++) walk(a[i], b[i], [...path, i]);
      return;
    }
    const text = formatPath(path);
    const replace = replaced.some((field) => text === field || text.startsWith(`${field}.`) || text.startsWith(`${field}[`));
    const change = a === undefined ? "add" : b === undefined ? "delete" : "update";
    changes.push({ path, kind: change, replace: replace && !(text === "apiVersion" && sameGroup) });
  };
  walk(olds, news, []);
  return changes;
}

function groupOf(object: JsonObject): string {
  const apiVersion = textAt(object, "apiVersion") ?? "";
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}
