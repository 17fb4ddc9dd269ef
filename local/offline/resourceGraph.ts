/**
 * What a preview plans, as data that can be compared: one entry for each resource, in one order, with everything that the program
 * decides and nothing that differs from run to run. Inputs come from the engine's events; what a resource waits for comes from
 * the plan that the preview saves, as events do not tell it.
 */
import { createHash } from "node:crypto";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { nameOf, typeOf } from "../provider/kubernetesObject.ts";
import { decodeObject, isObject, type Json, type JsonObject, objectAt, type Path, UNKNOWN } from "../provider/values.ts";

export interface GraphResource {
  readonly type: string;
  readonly name: string;
  /** `Kind name` of another resource, here and below. */
  readonly parent?: string;
  readonly provider?: string;
  readonly protect?: true;
  readonly retainOnDelete?: true;
  readonly deletedWith?: string;
  /** Made before it and deleted after it, less its parent and its provider. */
  readonly dependsOn?: readonly string[];
  readonly customTimeouts?: JsonObject;
  readonly ignoreChanges?: Json;
  readonly inputs: JsonObject;
  /** Of the stack alone: what other stacks may read. */
  readonly outputs?: JsonObject;
}

const STACK = "pulumi:pulumi:Stack";
const PROVIDER = "pulumi:providers:";

/** Resources of a preview, in the order of their URNs. `plan` is what the preview saved; a preview that failed saves none. */
export function resourceGraph(events: readonly EngineEvent[], plan?: JsonObject): GraphResource[] {
  const resources = new Map<string, GraphResource>();
  for (const { resourcePreEvent, resOutputsEvent } of events) {
    const metadata = resourcePreEvent?.metadata ?? resOutputsEvent?.metadata;
    const state = metadata?.new;
    if (metadata === undefined || !state) continue;
    const { urn, type } = metadata;
    const known = resources.get(urn);
    const goal = objectAt(objectAt(objectAt(plan ?? {}, "resourcePlans"), urn), "goal");
    const outputs = type === STACK && resOutputsEvent !== undefined ? readable(state.outputs) : known?.outputs;
    resources.set(urn, {
      type,
      name: shortName(urn),
      ...(state.parent ? { parent: label(state.parent) } : {}),
      ...(state.provider ? { provider: providerName(state.provider) } : {}),
      ...(state.protect === true ? { protect: true } : {}),
      ...(state.retainOnDelete === true ? { retainOnDelete: true } : {}),
      ...options(goal, state.parent),
      inputs: known?.inputs ?? inputsOf(type, state.inputs),
      ...(outputs === undefined ? {} : { outputs }),
    });
  }
  return [...resources].toSorted(([a], [b]) => compare(a, b)).map(([, resource]) => resource);
}

/** What only the plan tells. */
function options(goal: JsonObject, parent: string): Partial<GraphResource> {
  const { dependencies, deletedWith, customTimeouts, ignoreChanges } = goal;
  const waits = Array.isArray(dependencies) ? dependencies.filter((urn) => typeof urn === "string" && urn !== parent) : [];
  return {
    ...(typeof deletedWith === "string" && deletedWith !== "" ? { deletedWith: label(deletedWith) } : {}),
    ...(waits.length > 0 ? { dependsOn: waits.map((urn) => label(String(urn))).toSorted(compare) } : {}),
    ...(isObject(customTimeouts) && Object.keys(customTimeouts).length > 0 ? { customTimeouts } : {}),
    ...(Array.isArray(ignoreChanges) ? { ignoreChanges } : {}),
  };
}

/** `Kind name`: short, and one resource's only. */
export function label(urn: string): string {
  return `${typeOf(urn).split(":").at(-1) ?? ""} ${shortName(urn)}`;
}

/** The engine names a default provider after the version of the SDK. */
function shortName(urn: string): string {
  return typeOf(urn).startsWith(PROVIDER) ? nameOf(urn).replace(/^default_\d.*$/, "default") : nameOf(urn);
}

/** A reference to a provider is its URN and its id. */
function providerName(reference: string): string {
  return shortName(reference.slice(0, reference.lastIndexOf("::")));
}

function inputsOf(type: string, given: unknown): JsonObject {
  const inputs = readable(given);
  if (type.startsWith(PROVIDER)) {
    // The engine's own, and the version of the SDK, which package.json says.
    const { __internal: _, version: _version, ...own } = inputs;
    return own;
  }
  // A release's data, thousands of lines each: the operator's module pins them by their digests.
  if (type.endsWith(":CustomResourceDefinition") && isObject(inputs["spec"])) return { ...inputs, spec: digest(inputs["spec"]) };
  return inputs;
}

/** In the place of what is long and never read: it differs where the value does. */
export function digest(value: Json): string {
  return `<sha256 ${createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 16)}>`;
}

/** Keys in one order, secrets and unknown values as words, texts that hold JSON or several lines as what they hold. */
function readable(given: unknown): JsonObject {
  const { value, secrets } = decodeObject(isObject(given) ? given : {});
  const secret = new Set(secrets.map((path) => JSON.stringify(path)));
  const walk = (item: Json, path: Path): Json => {
    if (secret.has(JSON.stringify(path))) return "<secret>";
    if (Array.isArray(item)) return item.map((entry, i) => walk(entry, [...path, i]));
    if (isObject(item)) return sorted(item, (entry, key) => walk(entry, [...path, key]));
    return typeof item === "string" ? readableText(item) : item;
  };
  return sorted(value, (item, key) => walk(item, [key]));
}

function readableText(text: string): Json {
  if (text === UNKNOWN) return "<unknown>";
  if (/^\s*[[{]/.test(text)) {
    try {
      const parsed: unknown = JSON.parse(text);
      return { "<json>": readable({ parsed })["parsed"] ?? null };
    } catch {
      // Only looks like JSON.
    }
  }
  return text.includes("\n") ? { "<lines>": text.split("\n") } : text;
}

function sorted(value: JsonObject, change: (item: Json, key: string) => Json): JsonObject {
  const entries = Object.entries(value).toSorted(([a], [b]) => compare(a, b));
  return Object.fromEntries(entries.map(([key, item]) => [key, change(item, key)]));
}

/** By code units: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
