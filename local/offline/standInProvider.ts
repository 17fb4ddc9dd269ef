/**
 * A stand-in for the plugin of one package: keeps what it is told and connects nowhere. It serves any resource type, without
 * a schema: it cannot say that an argument is misspelt (TypeScript does) or that a cloud would refuse a value. Objects of
 * Kubernetes it checks as far as that goes without a server, custom resources against definitions that it was given before.
 */
import { createHash } from "node:crypto";
import { diff } from "../provider/diff.ts";
import { checkInputs, type CheckResult } from "../provider/inputs.ts";
import { idOf, isKubernetesObject, nameOf, typeOf } from "../provider/kubernetesObject.ts";
import { type ObjectDiff, objectDiff } from "../provider/objectDiff.ts";
import { Preview } from "../provider/preview.ts";
import type { JsonObject } from "../provider/values.ts";
import { type NewResource, standInId, standInOutputs } from "./computedOutputs.ts";
import type { ProviderPackage } from "./packages.ts";

/** Something that really happened on the stand-ins; a preview does nothing. */
export interface Operation {
  readonly kind: "create" | "update" | "delete";
  readonly type: string;
  readonly name: string;
}

/** Inputs whose change makes a new resource in either cloud: what a resource is called and where it is. */
const REPLACED_ON_CHANGE: ReadonlySet<string | number | undefined> = new Set(["bucket", "location", "name", "project", "region"]);

/** Nobody waits, and no server is asked. */
const UNWATCHED = { force: false, signal: new AbortController().signal };

export interface StandInOptions {
  /**
   * Whether previews get the outputs of a resource that exists. So the outputs of a stack are found without bringing it up, which would
   * wait for what runs nowhere.
   * @default false: what only a cloud would know stays unknown
   */
  readonly answersInPreview?: boolean;
}

export class StandInProvider {
  readonly package: ProviderPackage;
  readonly answersInPreview: boolean;
  readonly #operations: Operation[];
  /** By stack: the definitions that one plans are none of another's. */
  readonly #previews = new Map<string, Preview>();

  /** Adds to `operations` what happens. */
  constructor(served: ProviderPackage, operations: Operation[], { answersInPreview = false }: StandInOptions = {}) {
    this.package = served;
    this.answersInPreview = answersInPreview;
    this.#operations = operations;
  }

  async check(urn: string, olds: JsonObject, news: JsonObject): Promise<CheckResult> {
    if (this.package.name !== "kubernetes") return { inputs: news };
    return checkInputs({ urn, olds, news, seed: seedOf(urn, news), namespaceOf: async () => undefined });
  }

  diff(olds: JsonObject, news: JsonObject): ObjectDiff {
    if (this.package.name === "kubernetes") return objectDiff(olds, news);
    const changes = diff(olds, news).map((change) => ({ ...change, replace: REPLACED_ON_CHANGE.has(change.path[0]) }));
    return { changes, deleteBeforeReplace: false };
  }

  /** What a preview of a creation or an update can find wrong. */
  async preview(urn: string, inputs: JsonObject): Promise<void> {
    if (this.package.name !== "kubernetes") return;
    if (!isKubernetesObject(inputs)) throw new Error("not a Kubernetes object: apiVersion, kind or metadata is missing");
    const [stack = ""] = urn.split("::");
    const preview = this.#previews.get(stack) ?? new Preview();
    this.#previews.set(stack, preview);
    await preview.create(undefined, inputs, UNWATCHED);
  }

  /** The resource as it would be if it existed. */
  existing(urn: string, inputs: JsonObject): { readonly id: string; readonly outputs: JsonObject } {
    const resource = newResource(urn, inputs);
    const id = isKubernetesObject(inputs) ? idOf(inputs) : standInId(resource);
    return { id, outputs: standInOutputs(resource, id) };
  }

  async create(urn: string, inputs: JsonObject): Promise<{ readonly id: string; readonly outputs: JsonObject }> {
    await this.preview(urn, inputs);
    this.#record("create", urn);
    return this.existing(urn, inputs);
  }

  async update(urn: string, id: string, inputs: JsonObject): Promise<JsonObject> {
    await this.preview(urn, inputs);
    this.#record("update", urn);
    return standInOutputs(newResource(urn, inputs), id);
  }

  /** What is there: what was kept, or, of what somebody else has made, what is made up. */
  read(urn: string, id: string, kept: JsonObject): JsonObject {
    return Object.keys(kept).length > 0 ? kept : standInOutputs(newResource(urn, {}), id);
  }

  delete(urn: string): void {
    this.#record("delete", urn);
  }

  #record(kind: Operation["kind"], urn: string): void {
    this.#operations.push({ kind, type: typeOf(urn), name: nameOf(urn) });
  }
}

function newResource(urn: string, inputs: JsonObject): NewResource {
  return { type: typeOf(urn), name: nameOf(urn), inputs };
}

/** Of the content, not random: the same program gives the same names, another content another name. */
function seedOf(urn: string, news: JsonObject): Uint8Array {
  return createHash("sha256").update(urn).update(JSON.stringify(news)).digest();
}
