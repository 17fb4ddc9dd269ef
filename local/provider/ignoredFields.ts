/**
 * Fields that the program has given up by `ignoreChanges`: whoever else writes them, such as an autoscaler, keeps its value. The official
 * plugin applies what is there already, or nothing where it does not own the field any more; the same value is both.
 */
import type { KubernetesObject } from "./kubernetesObject.ts";
import { isObject, type Json, type JsonObject } from "./values.ts";

/** `object` with the values that `live` has at `paths`: names with dots between them. */
export function withLiveValues(object: KubernetesObject, live: KubernetesObject, paths: readonly string[]): KubernetesObject {
  return paths.reduce<KubernetesObject>((given, path) => {
    if (!/^[\w-]+(\.[\w-]+)*$/.test(path))
      throw new Error(`ignoreChanges "${path}" needs the official kubernetes plugin; this is its stand-in`);
    const names = path.split(".");
    const value = names.reduce<Json | undefined>((at, name) => (isObject(at) ? at[name] : undefined), live);
    return value === undefined ? given : { ...given, ...replaced(given, names, value) };
  }, object);
}

function replaced(object: JsonObject, [name = "", ...others]: readonly string[], value: Json): JsonObject {
  if (others.length === 0) return { ...object, [name]: value };
  const inner = object[name];
  return { ...object, [name]: replaced(isObject(inner) ? inner : {}, others, value) };
}
