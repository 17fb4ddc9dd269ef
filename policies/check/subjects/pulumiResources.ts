/** The resources of `pulumi preview --json`, of `pulumi stack export` and of a state file. */
import { type CloudResource, isObject, type ManifestPath, readPath } from "../../../model/index.ts";

/** A resource and where its properties stand in the document. */
export interface PulumiResource {
  readonly resource: CloudResource;
  readonly path: ManifestPath;
  /** What a preview does with it; undefined in a state. */
  readonly step?: PulumiStep;
}

/** A replacement is one step of several: the old resource is deleted, and another made. */
export type PulumiStep = "created" | "replaced" | "kept";

/** Where the list of resources stands, and where in an item of it the resource does. */
interface Layout {
  readonly list: ManifestPath;
  readonly item: ManifestPath;
}

/** Steps of a preview after which the resource is not there, whatever state they carry. */
const ENDS: ReadonlySet<unknown> = new Set(["delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace"]);

const REPLACES: ReadonlySet<unknown> = new Set([
  "replace",
  "create-replacement",
  "delete-replaced",
  "import-replacement",
  "read-replacement",
]);

const PREVIEW: Layout = { list: ["steps"], item: ["newState"] };

/** `pulumi stack export`, and the two forms of a state file. */
const STATES: readonly Layout[] = [
  { list: ["deployment", "resources"], item: [] },
  { list: ["checkpoint", "latest", "resources"], item: [] },
  { list: ["latest", "resources"], item: [] },
];

/** True for a document that `pulumiResources` reads. */
export function isPulumiDocument(document: unknown): boolean {
  return layoutOf(document) !== undefined;
}

/** True for an offline preview that broke off: unlike one that only violates a rule, it may lack resources. */
export function isBrokenPreview(document: unknown): boolean {
  return layoutOf(document) === PREVIEW && isObject(document) && typeof document["failure"] === "string" && document["violated"] !== true;
}

/** The resources that are there after the update, each once. */
export function pulumiResources(document: unknown): readonly PulumiResource[] {
  const layout = layoutOf(document);
  if (layout === undefined) return [];
  const items = readPath(document, layout.list);
  const list: readonly unknown[] = Array.isArray(items) ? items : [];
  const replaced = new Set(list.flatMap((item) => (isObject(item) && REPLACES.has(item["op"]) ? [item["urn"]] : [])));
  // A replacement has several steps: the last state of a URN is the one that stays.
  const byUrn = new Map<string, PulumiResource>();
  for (const [index, item] of list.entries()) {
    const op = layout === PREVIEW && isObject(item) ? item["op"] : undefined;
    if (ENDS.has(op)) continue;
    const state = readPath(item, layout.item);
    const read = isObject(state) ? readResource(state, [...layout.list, index, ...layout.item]) : undefined;
    if (read === undefined) continue;
    const { urn } = read.resource;
    byUrn.set(urn, layout === PREVIEW ? { ...read, step: replaced.has(urn) ? "replaced" : op === "create" ? "created" : "kept" } : read);
  }
  return [...byUrn.values()];
}

function layoutOf(document: unknown): Layout | undefined {
  // A manifest may have any field; it has a kind.
  if (!isObject(document) || document["kind"] !== undefined) return undefined;
  const steps = document["steps"];
  if (Array.isArray(steps) && steps.every((step) => isObject(step) && typeof step["urn"] === "string")) return PREVIEW;
  return STATES.find(({ list }) => Array.isArray(readPath(document, list))) ?? emptyStack(document);
}

/** The state of a stack without resources leaves the list out. */
function emptyStack(document: Readonly<Record<string, unknown>>): Layout | undefined {
  const { deployment, checkpoint } = document;
  const latest = isObject(checkpoint) ? checkpoint["latest"] : deployment;
  return isObject(latest) && isObject(latest["manifest"]) ? STATES[0] : undefined;
}

function readResource(state: Readonly<Record<string, unknown>>, path: ManifestPath): PulumiResource | undefined {
  const { urn, type, inputs, outputs, parent, protect, propertyDependencies } = state;
  if (typeof urn !== "string" || typeof type !== "string") return undefined;
  // What the update is about to delete, and what is only read.
  if (state["delete"] === true || state["external"] === true) return undefined;
  const properties = isObject(inputs) ? "inputs" : "outputs";
  const resource: CloudResource = {
    type,
    // urn:pulumi:stack::project::type::name, of which the name may be anything.
    name: urn.split("::").slice(3).join("::"),
    urn,
    ...(typeof parent === "string" ? { parent } : {}),
    protect: protect === true,
    properties: properties === "inputs" ? inputs : outputs,
    dependencies: dependenciesOf(propertyDependencies),
  };
  return { resource, path: [...path, properties] };
}

function dependenciesOf(value: unknown): Readonly<Record<string, readonly string[]>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([property, urns]) => [
      property,
      Array.isArray(urns) ? urns.filter((urn): urn is string => typeof urn === "string") : [],
    ]),
  );
}
