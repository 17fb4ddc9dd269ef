/**
 * A stand-in for the plugin of one package: keeps what it is told and connects nowhere. It serves any resource type, without
 * a schema: it cannot say that an argument is misspelt (TypeScript does) or that a cloud would refuse a value. Objects of
 * Kubernetes it checks as far as that goes without a server, custom resources against definitions that it was given before.
 */
import { createHash } from "node:crypto";
import type { Change } from "../provider/diff.ts";
import { diff } from "../provider/diff.ts";
import type { CheckResult } from "../provider/inputs.ts";
import { idOf, isKubernetesObject, nameOf, typeOf } from "../provider/kubernetesObject.ts";
import { KubernetesProvider } from "../provider/provider.ts";
import type { JsonObject } from "../provider/values.ts";
import { type NewResource, standInId, standInOutputs } from "./computedOutputs.ts";

/** Packages that have a stand-in. */
export const STAND_IN_PACKAGES = ["aws", "gcp", "kubernetes"] as const;
export type StandInPackage = (typeof STAND_IN_PACKAGES)[number];

/** Something that really happened on the stand-ins; a preview does nothing. */
export interface Operation {
  readonly kind: "create" | "update" | "delete";
  readonly type: string;
  readonly name: string;
}

/** Inputs whose change makes a new resource in either cloud: what a resource is called and where it is. */
const REPLACED_ON_CHANGE: ReadonlySet<string | number | undefined> = new Set(["bucket", "location", "name", "project", "region"]);

/** What the project's own stand-in for the kubernetes plugin is told where nobody waits. */
const UNWATCHED = { timeout: 0, signal: new AbortController().signal, status: () => {} };

export class StandInProvider {
  readonly package: StandInPackage;
  readonly #operations: Operation[];
  // Without a cluster it checks and compares as it does in a preview before the cluster is known.
  readonly #kubernetes = new KubernetesProvider({});

  /** Adds to `operations` what happens. */
  constructor(name: StandInPackage, operations: Operation[]) {
    this.package = name;
    this.#operations = operations;
  }

  async check(urn: string, olds: JsonObject, news: JsonObject): Promise<CheckResult> {
    if (this.package !== "kubernetes") return { inputs: news };
    return this.#kubernetes.check(urn, olds, news, seedOf(urn, news));
  }

  diff(olds: JsonObject, news: JsonObject): { readonly changes: readonly Change[]; readonly deleteBeforeReplace: boolean } {
    if (this.package === "kubernetes") return this.#kubernetes.diff(olds, news);
    const changes = diff(olds, news).map((change) => ({ ...change, replace: REPLACED_ON_CHANGE.has(change.path[0]) }));
    return { changes, deleteBeforeReplace: false };
  }

  /** What a preview of a creation or an update can find wrong. */
  async preview(urn: string, inputs: JsonObject): Promise<void> {
    if (this.package === "kubernetes") await this.#kubernetes.create(inputs, { ...UNWATCHED, urn, preview: true });
  }

  async create(urn: string, inputs: JsonObject): Promise<{ readonly id: string; readonly outputs: JsonObject }> {
    await this.preview(urn, inputs);
    const resource = newResource(urn, inputs);
    const id = isKubernetesObject(inputs) ? idOf(inputs) : standInId(resource);
    this.#record("create", urn);
    return { id, outputs: standInOutputs(resource, id) };
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
