/** The `pulumi.com/waitFor` annotation: `jsonpath={.path}=value`, `jsonpath={.path}`, `condition=Type[=Status]`, or a JSON list of these. */
import { JSONPath } from "jsonpath-plus";
import { condition, type KubernetesObject } from "./kubernetesObject.ts";
import { type Readiness, type ReadinessCheck, READY, waitingFor } from "./readinessState.ts";

/** What is wrong with the annotation's text, if anything. */
export function complaintAbout(wanted: string): string | undefined {
  try {
    for (const expression of expressions(wanted)) checkFor(expression);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** All expressions must hold; the first that does not is what is waited for. */
export function checkExpressions(wanted: string, object: KubernetesObject): Readiness {
  for (const expression of expressions(wanted)) {
    const state = checkFor(expression)(object);
    if (!state.ready) return state;
  }
  return READY;
}

function expressions(wanted: string): string[] {
  if (!wanted.trimStart().startsWith("[")) return [wanted];
  let list: unknown;
  try {
    list = JSON.parse(wanted);
  } catch {
    list = undefined;
  }
  if (!Array.isArray(list) || !list.every((item) => typeof item === "string"))
    throw new Error(`${JSON.stringify(wanted)} is not a JSON list of texts`);
  return list;
}

function checkFor(expression: string): ReadinessCheck {
  const [, path, value] = /^jsonpath=\{(\..+)\}(?:=(.*))?$/s.exec(expression) ?? [];
  if (path !== undefined) {
    return (object) => {
      const found = query(path, object);
      if (value === undefined ? found.length > 0 : found.some((item) => String(item) === value)) return READY;
      return waitingFor(
        `${path}${value === undefined ? "" : `=${value}`} (now ${found.length > 0 ? found.map(String).join(", ") : "not set"})`,
      );
    };
  }
  const [, type, status = "True"] = /^condition=([^=]+)(?:=(.*))?$/s.exec(expression) ?? [];
  if (type !== undefined) {
    return (object) => (condition(object, type)?.["status"] === status ? READY : waitingFor(`condition ${type}=${status}`));
  }
  throw new Error(`${JSON.stringify(expression)} is neither jsonpath={.path}=value nor condition=Type`);
}

function query(path: string, object: KubernetesObject): unknown[] {
  const found: unknown = JSONPath({ path: `$${path}`, json: object, eval: "safe" });
  return Array.isArray(found) ? found : [];
}
