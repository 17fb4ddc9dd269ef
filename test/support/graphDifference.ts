/** Explains how two resource graphs differ, for a person who reads a failed test: which resources, which fields, from what to what. */
import type { GraphResource } from "../../local/offline/resourceGraph.ts";
import { formatPath, type Path } from "../../local/provider/values.ts";

/** Longer values are cut: the files have them in full. */
const LONGEST = 160;

/** undefined when they are the same. */
export function graphDifference(before: readonly GraphResource[], after: readonly GraphResource[]): string | undefined {
  const old = byName(before);
  const now = byName(after);
  const lines = [
    ...[...now.keys()].filter((name) => !old.has(name)).map((name) => `added    ${name}`),
    ...[...old.keys()].filter((name) => !now.has(name)).map((name) => `removed  ${name}`),
  ];
  for (const [name, resource] of now) {
    const was = old.get(name);
    const changes = was === undefined ? [] : changesOf(was, resource, []);
    if (changes.length > 0) lines.push(`changed  ${name}`, ...changes.map((change) => `    ${change}`));
  }
  return lines.length === 0 ? undefined : lines.join("\n");
}

/** With its parent: below another parent it is another resource to the engine too. */
function byName(graph: readonly GraphResource[]): Map<string, GraphResource> {
  return new Map(graph.map((resource) => [`${resource.type} ${resource.name}${under(resource)}`, resource]));
}

const under = ({ parent }: GraphResource) => (parent === undefined ? "" : `, below ${parent}`);

function changesOf(before: unknown, after: unknown, path: Path): string[] {
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => changesOf(before[key], after[key], [...path, key]));
  }
  if (isTexts(before) && isTexts(after)) return itemChanges(before, after, formatPath(path));
  if (Array.isArray(before) && Array.isArray(after)) {
    const indexes = Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index);
    return indexes.flatMap((index) => changesOf(before[index], after[index], [...path, index]));
  }
  const [was, is] = [shown(before), shown(after)];
  return was === is ? [] : [`${formatPath(path)}: ${cut(was)} -> ${cut(is)}`];
}

/** By item, not by place: one more at the front is one change. */
function itemChanges(before: readonly string[], after: readonly string[], path: string): string[] {
  const gone = before.filter((item) => !after.includes(item)).map((item) => `${path}: without ${cut(shown(item))}`);
  const come = after.filter((item) => !before.includes(item)).map((item) => `${path}: with ${cut(shown(item))}`);
  if (gone.length + come.length > 0) return [...gone, ...come];
  return shown(before) === shown(after) ? [] : [`${path}: ${cut(shown(before))} -> ${cut(shown(after))}`];
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === undefined ? "(nothing)" : JSON.stringify(value);
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}
