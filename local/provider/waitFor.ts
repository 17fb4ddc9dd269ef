/** Whether an object is as its `pulumi.com/waitFor` annotation wants it. */
import { JSONPath } from "jsonpath-plus";
import { condition, type KubernetesObject } from "./kubernetesObject.ts";
import { type Readiness, READY, waitingFor } from "./readinessState.ts";
import { type WaitExpression, waitExpressions } from "./waitExpressions.ts";

/** All expressions must hold; the first that does not is what is waited for. */
export function checkExpressions(wanted: string, object: KubernetesObject): Readiness {
  for (const expression of waitExpressions(wanted)) {
    const state = check(expression, object);
    if (!state.ready) return state;
  }
  return READY;
}

function check(expression: WaitExpression, object: KubernetesObject): Readiness {
  if ("condition" in expression) {
    const { condition: type, status } = expression;
    return condition(object, type)?.["status"] === status ? READY : waitingFor(`condition ${type}=${status}`);
  }
  const { path, value } = expression;
  const found = query(path, object);
  if (value === undefined ? found.length > 0 : found.some((item) => String(item) === value)) return READY;
  return waitingFor(
    `${path}${value === undefined ? "" : `=${value}`} (now ${found.length > 0 ? found.map(String).join(", ") : "not set"})`,
  );
}

function query(path: string, object: KubernetesObject): unknown[] {
  const found: unknown = JSONPath({ path: `$${path}`, json: object, eval: "safe" });
  return Array.isArray(found) ? found : [];
}
