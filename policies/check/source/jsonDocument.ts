/** Reads JSON with the engine's own parser; its text is looked through again only for duplicate keys and for the place of a finding. */
import { isUtf8 } from "node:buffer";
import type { SourceDocument, SourceProblem } from "./sourceDocument.ts";
import { JsonPositions, measureJson } from "./jsonPosition.ts";
import { positionAt } from "./position.ts";

/** Levels of nesting: many more than a manifest or a state has, and few enough to go through by recursion. */
const MOST_LEVELS = 1000;

const BYTE_ORDER_MARK = "\ufeff";

/** The document; undefined where the bytes are no JSON, which may yet be YAML. */
export function readJson(bytes: Buffer): SourceDocument | SourceProblem | undefined {
  if (!isUtf8(bytes)) return undefined;
  const decoded = bytes.toString("utf8");
  const text = decoded.startsWith(BYTE_ORDER_MARK) ? decoded.slice(1) : decoded;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const positions = new JsonPositions(text);
  const { keys, tooDeep } = measureJson(text, MOST_LEVELS);
  if (tooDeep !== undefined) {
    return { ...positionAt(text, tooDeep, 1), problem: `it is nested deeper than ${MOST_LEVELS} levels`, remedy: "make it flatter" };
  }
  if (keys !== countValueKeys(value)) {
    return { ...positions.duplicate(), problem: "the key is there twice", remedy: "remove one of the two" };
  }
  return { value, locate: (path) => positions.locate(path) };
}

/** Number of keys that the value has. */
function countValueKeys(root: unknown): number {
  let keys = 0;
  // No recursion: JSON may be nested deeper than the stack.
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    const inner: readonly unknown[] = Object.values(value);
    if (!Array.isArray(value)) keys += inner.length;
    for (const one of inner) if (typeof one === "object") open.push(one);
  }
  return keys;
}
