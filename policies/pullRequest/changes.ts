/**
 * What a pull request changes in an environment: its preview at the base beside its preview at the head. Offline everything shows as
 * created on both sides, so that the difference of the two is what changes.
 */
import { isObject } from "../../model/index.ts";
import { isPartial, type Preview, type PreviewStep } from "./previews.ts";

export const CHANGE_KINDS = ["create", "update", "replace", "delete"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One input that differs. */
export interface ChangedInput {
  /** `spec.job.parallelism`. */
  readonly path: string;
  /** undefined where it is not there. */
  readonly before: unknown;
  readonly after: unknown;
  /** What says what it is: the keys on its path, and the names of what it is a part of, as in a list of variables. */
  readonly names: readonly string[];
}

export interface ResourceChange {
  readonly kind: ChangeKind;
  readonly type: string;
  readonly name: string;
  /** Of an update and a replacement. */
  readonly inputs: readonly ChangedInput[];
}

/** An environment of either side. */
export interface StackChanges {
  readonly project: string;
  readonly stack: string;
  readonly changes: readonly ResourceChange[];
  readonly unchanged: number;
  /** The preview of the base; undefined for a new one. */
  readonly base: Preview | undefined;
  /** The preview of the head; undefined for an environment that goes. */
  readonly head: Preview | undefined;
  /** Whether there is a whole preview to compare with. */
  readonly compared: boolean;
}

/** Compares all environments of both sides. */
export function stackChanges(base: readonly Preview[], head: readonly Preview[]): readonly StackChanges[] {
  const key = ({ project, stack }: Preview) => `${project}/${stack}`;
  const before = new Map(base.map((preview) => [key(preview), preview]));
  const after = new Map(head.map((preview) => [key(preview), preview]));
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().map((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    // What failed shows a part of its resources: the others are not gone.
    const usable = old === undefined || isPartial(old) ? undefined : old;
    const { project, stack } = now ?? old ?? { project: "", stack: name };
    const { changes, unchanged } = compare(resourcesOf(usable), resourcesOf(now));
    const known = now !== undefined && isPartial(now) ? [] : changes;
    return { project, stack, changes: known, unchanged, base: old, head: now, compared: usable !== undefined };
  });
}

/** Whether it can be told what becomes of its jobs: of a side that is not there or in part they may be anything. */
export function isPlanned({ base, head, compared }: StackChanges, stacks: readonly StackChanges[]): boolean {
  if (head !== undefined && isPartial(head)) return false;
  return compared || (base === undefined && stacks.some((one) => one.compared));
}

type Resources = ReadonlyMap<string, NonNullable<PreviewStep["newState"]>>;

/** What a provider keeps: without components, which are names in the state, what is only read, and the providers that the engine adds by the SDK's version. */
function resourcesOf(preview: Preview | undefined): Resources {
  const steps = preview?.steps ?? [];
  return new Map(
    steps.flatMap(({ op, urn, newState }) => {
      const own = newState === undefined || op === "read" || !newState.custom;
      return own || /::pulumi:providers:[^:]+::default(?:_\d.*)?$/.test(urn) ? [] : [[urn, newState] as const];
    }),
  );
}

function compare(before: Resources, after: Resources): Pick<StackChanges, "changes" | "unchanged"> {
  const changes: ResourceChange[] = [];
  let unchanged = 0;
  for (const urn of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(urn), after.get(urn)];
    const type = (now ?? old)?.type ?? "";
    const name = urn.split("::").slice(3).join("::");
    const inputs = old === undefined || now === undefined ? [] : changedInputs(old.inputs, now.inputs);
    if (old === undefined) changes.push({ kind: "create", type, name, inputs });
    else if (now === undefined) changes.push({ kind: "delete", type, name, inputs });
    else if (inputs.length === 0) unchanged++;
    else changes.push({ kind: inputs.some(({ path }) => isReplacing(type, path)) ? "replace" : "update", type, name, inputs });
  }
  const order = (change: ResourceChange) => `${3 - CHANGE_KINDS.indexOf(change.kind)} ${change.type} ${change.name}`;
  return { changes: changes.toSorted((one, other) => (order(one) < order(other) ? -1 : 1)), unchanged };
}

/** What a thing is called and where it is: another name or place is another thing, on Kubernetes and in either cloud. */
const IDENTITY: ReadonlySet<string> = new Set(["bucket", "location", "name", "project", "region"]);
const KUBERNETES_IDENTITY: ReadonlySet<string> = new Set(["apiVersion", "kind", "metadata.name", "metadata.namespace"]);

function isReplacing(type: string, path: string): boolean {
  return (type.startsWith("kubernetes:") ? KUBERNETES_IDENTITY : IDENTITY).has(path);
}

function changedInputs(before: unknown, after: unknown, path = "", names: readonly string[] = []): ChangedInput[] {
  if (isObject(before) && isObject(after)) {
    const called = [before["name"], after["name"]].filter((name) => typeof name === "string");
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted().flatMap((key) => {
      const segment = /^[\w-]+$/.test(key) ? `${path === "" ? "" : "."}${key}` : `[${JSON.stringify(key)}]`;
      return changedInputs(before[key], after[key], `${path}${segment}`, [...names, ...called, key]);
    });
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => changedInputs(item, after[index], `${path}[${index}]`, names));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after, names }];
}
