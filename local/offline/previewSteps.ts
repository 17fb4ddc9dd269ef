/**
 * What a preview plans in the form of `pulumi preview --json`, which `beam-flink check`, `plan` and `budget` read. Secrets are
 * `[secret]`, as there; what a resource waits for and depends on comes from the plan that the preview saves.
 */
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { decodeObject, isObject, type Json, type JsonObject, objectAt, type Path } from "../provider/values.ts";
import { digest } from "./resourceGraph.ts";

export interface PreviewStep {
  readonly op: string;
  readonly urn: string;
  readonly newState?: JsonObject;
}

/** One step for each resource, in the order of their URNs. */
export function previewSteps(events: readonly EngineEvent[], plan?: JsonObject): PreviewStep[] {
  const steps = new Map<string, PreviewStep>();
  for (const { resourcePreEvent } of events) {
    const metadata = resourcePreEvent?.metadata;
    const state = metadata?.new;
    if (metadata === undefined || !state) continue;
    const { urn, type, op } = metadata;
    const goal = objectAt(objectAt(objectAt(plan ?? {}, "resourcePlans"), urn), "goal");
    steps.set(urn, {
      op,
      urn,
      newState: {
        urn,
        type,
        custom: state.custom === true,
        ...(state.parent ? { parent: state.parent } : {}),
        ...(state.protect === true ? { protect: true } : {}),
        ...(state.retainOnDelete === true ? { retainOnDelete: true } : {}),
        ...kept(goal, ["dependencies", "propertyDependencies", "deletedWith", "customTimeouts", "ignoreChanges"]),
        inputs: told(type, state.inputs),
      },
    });
  }
  return [...steps.values()].toSorted((a, b) => (a.urn < b.urn ? -1 : 1));
}

function kept(goal: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.flatMap((key) => (isEmpty(goal[key]) ? [] : [[key, goal[key] ?? null]])));
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function told(type: string, given: unknown): JsonObject {
  const { value, secrets } = decodeObject(isObject(given) ? given : {});
  const hidden = new Set(secrets.map((path) => JSON.stringify(path)));
  const walk = (item: Json, path: Path): Json => {
    if (hidden.has(JSON.stringify(path))) return "[secret]";
    if (Array.isArray(item)) return item.map((entry, index) => walk(entry, [...path, index]));
    return isObject(item) ? object(item, path) : item;
  };
  const object = (item: JsonObject, path: Path): JsonObject =>
    Object.fromEntries(Object.entries(item).map(([key, entry]) => [key, walk(entry, [...path, key])]));
  const inputs = object(value, []);
  if (type.endsWith(":CustomResourceDefinition") && isObject(inputs["spec"])) return { ...inputs, spec: digest(inputs["spec"]) };
  return inputs;
}
