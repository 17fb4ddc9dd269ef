/**
 * What a refresh tells the engine: the inputs as the cluster has them now. A field differs only where
 * applying the known inputs would change it, so the server's defaults and its spelling of quantities are no drift.
 */
import { type KubernetesObject, withoutServerMetadata } from "./kubernetesObject.ts";
import { equal, isObject, type Json, type JsonObject } from "./values.ts";

/** `wanted` is what an apply of `inputs` would make of `live`. */
export function driftedInputs(inputs: JsonObject, wanted: KubernetesObject, live: KubernetesObject): JsonObject {
  const drifted = asLive(inputs, wanted, live);
  return isObject(drifted) ? drifted : inputs;
}

/** Without inputs (`get`, `import`) they are the whole live object, less what only the server writes. */
export function importedInputs(live: KubernetesObject): JsonObject {
  const { status: _status, ...rest } = withoutServerMetadata(live);
  return rest;
}

function asLive(input: Json, wanted: Json | undefined, live: Json | undefined): Json | undefined {
  if (equal(wanted, live)) return input;
  if (live === undefined) return undefined;
  if (isObject(input) && isObject(live)) {
    const result: JsonObject = {};
    for (const [key, item] of Object.entries(input)) {
      const now = asLive(item, isObject(wanted) ? wanted[key] : undefined, live[key]);
      if (now !== undefined) result[key] = now;
    }
    return result;
  }
  if (Array.isArray(input) && Array.isArray(live) && input.length === live.length) {
    return input.map((item, i) => asLive(item, Array.isArray(wanted) ? wanted[i] : undefined, live[i]) ?? null);
  }
  return live;
}
