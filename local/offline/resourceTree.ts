/** The planned resources as a tree for a terminal: each below its parent, with what becomes of it when it is to be deleted. */
import type { GraphResource } from "./resourceGraph.ts";

export function resourceTree(graph: readonly GraphResource[]): string {
  const children = new Map<string | undefined, GraphResource[]>();
  for (const resource of graph) {
    const siblings = children.get(resource.parent) ?? [];
    siblings.push(resource);
    children.set(resource.parent, siblings);
  }
  const lines: string[] = [];
  const show = (parent: string | undefined, indent: string): void => {
    const found = (children.get(parent) ?? []).toSorted((a, b) => a.name.localeCompare(b.name, "en"));
    found.forEach((resource, index) => {
      const last = index === found.length - 1;
      const root = parent === undefined;
      lines.push(`${indent}${root ? "" : last ? "└─ " : "├─ "}${resource.type}  ${resource.name}${marks(resource)}`);
      show(labelOf(resource), `${indent}${root ? "" : last ? "   " : "│  "}`);
    });
  };
  show(undefined, "");
  return lines.join("\n");
}

function marks({ protect, retainOnDelete }: GraphResource): string {
  return `${protect === true ? "  [protected]" : ""}${retainOnDelete === true ? "  [stays when it is deleted here]" : ""}`;
}

const labelOf = ({ type, name }: GraphResource) => `${type.split(":").at(-1) ?? ""} ${name}`;
