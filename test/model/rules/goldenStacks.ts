/** The golden graphs of the environments, as a policy gets them from a preview: names instead of URNs, `<unknown>` for what is not known. */
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import type { CloudResource } from "../../../model/views/cloudResource.ts";
import { type Attempt, UNKNOWN } from "../../../model/views/known.ts";

const FOLDER = path.join(import.meta.dirname, "..", "..", "stacks", "golden");

const GRAPH = z.array(
  z.object({
    type: z.string(),
    name: z.string(),
    parent: z.string().optional(),
    protect: z.boolean().optional(),
    inputs: z.record(z.string(), z.unknown()).default({}),
  }),
);

/** Names of the environments. */
export const GOLDEN_STACKS = readdirSync(FOLDER).map((file) => path.basename(file, ".json"));

/** Reads a golden graph's properties. */
export const attemptGolden: Attempt = (read) => {
  const value = read();
  return value === "<unknown>" ? UNKNOWN : value;
};

/** The resources of an environment. */
export function goldenStack(environment: string): readonly CloudResource[] {
  const graph = GRAPH.parse(JSON.parse(readFileSync(path.join(FOLDER, `${environment}.json`), "utf8")));
  return graph.map(({ inputs, type, name, parent, protect }) => ({
    type,
    name,
    // As a parent is named in the graph.
    urn: `${type.slice(type.lastIndexOf(":") + 1)} ${name}`,
    ...(parent === undefined ? {} : { parent }),
    ...(protect === undefined ? {} : { protect }),
    properties: asText(inputs),
  }));
}

/** Documents stand in a graph as objects, `{"<json>": …}`, and in a preview as texts. */
function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== "object" || value === null) return value;
  if ("<json>" in value) return JSON.stringify(value["<json>"]);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asText(inner)]));
}
