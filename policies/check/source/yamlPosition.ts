/**
 * Finds a path in the events of a YAML document: the key of a mapping's entry, the item of a list. An alias is followed to its anchor and a
 * merge key to what it merges, since the text to change stands there.
 */
import { type Event, EVENT_ID, getScalarValue, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import type { ManifestPath } from "../../../model/index.ts";
import { type Position, positionAt } from "./position.ts";

/** Key that merges other mappings into its own. */
const MERGE = "<<";

/** A value in the events, with the offset at which it is pointed to. */
interface Found {
  readonly event: number;
  readonly offset: number;
}

/** Position of a path in the document of that index, or of the nearest thing around it. */
export function yamlPosition(events: readonly Event[], text: string, document: number, path: ManifestPath, firstLine: number): Position {
  const walk = new Walk(events, text);
  let found = walk.root(document);
  for (const step of path) {
    const inner = walk.step(found, step);
    if (inner === undefined) break;
    found = inner;
  }
  return positionAt(text, found.offset, firstLine);
}

class Walk {
  readonly #events: readonly Event[];
  readonly #text: string;

  constructor(events: readonly Event[], text: string) {
    this.#events = events;
    this.#text = text;
  }

  /** The document's value. */
  root(document: number): Found {
    let seen = -1;
    const at = this.#events.findIndex((event) => event.type === EVENT_ID.DOCUMENT && ++seen === document);
    return { event: at + 1, offset: this.#offset(at + 1) ?? 0 };
  }

  /** One step into a mapping or list. */
  step(from: Found, step: string | number): Found | undefined {
    const container = this.#resolve(from.event);
    const event = this.#events[container];
    if (event?.type === EVENT_ID.SEQUENCE) return this.#item(container, step, from.offset);
    if (event?.type === EVENT_ID.MAPPING) return this.#entry(container, String(step), new Set());
    return undefined;
  }

  #item(container: number, step: string | number, otherwise: number): Found | undefined {
    let index = 0;
    for (const item of this.#children(container)) {
      if (index++ === step) return { event: item, offset: this.#offset(item) ?? otherwise };
    }
    return undefined;
  }

  /** The mapping's own entry; else the first of those merged into it. */
  #entry(container: number, key: string, visited: Set<number>): Found | undefined {
    if (visited.has(container)) return undefined;
    visited.add(container);
    const merged: number[] = [];
    let name: number | undefined;
    for (const child of this.#children(container)) {
      if (name === undefined) {
        name = child;
        continue;
      }
      const text = this.#scalar(name);
      if (text === key) return { event: child, offset: this.#offset(name) ?? this.#offset(child) ?? 0 };
      if (text === MERGE) merged.push(child);
      name = undefined;
    }
    for (const source of merged.map((value) => this.#resolve(value))) {
      const sources = this.#events[source]?.type === EVENT_ID.SEQUENCE ? [...this.#children(source)] : [source];
      for (const one of sources.map((value) => this.#resolve(value))) {
        const found = this.#events[one]?.type === EVENT_ID.MAPPING ? this.#entry(one, key, visited) : undefined;
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** Text of a key; undefined for one that is no scalar. */
  #scalar(at: number): string | undefined {
    const event = this.#events[at];
    return event?.type === EVENT_ID.SCALAR ? getScalarValue(this.#text, event) : undefined;
  }

  /** What an alias stands for: the last value before it with that anchor. */
  #resolve(at: number): number {
    const event = this.#events[at];
    if (event?.type !== EVENT_ID.ALIAS) return at;
    const name = this.#text.slice(event.anchorStart, event.anchorEnd);
    for (let index = at - 1; index >= 0; index--) {
      const other = this.#events[index];
      if (other === undefined || !("tagStart" in other) || other.anchorStart < 0) continue;
      if (this.#text.slice(other.anchorStart, other.anchorEnd) === name) return index;
    }
    return at;
  }

  /** Events at which the values in a mapping or list begin. */
  *#children(container: number): Generator<number> {
    for (let at = container + 1; this.#events[at] !== undefined && this.#events[at]?.type !== EVENT_ID.POP; at = this.#after(at)) yield at;
  }

  /** The event behind a value. */
  #after(at: number): number {
    let depth = 0;
    for (let index = at; index < this.#events.length; index++) {
      const type = this.#events[index]?.type;
      if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth++;
      if (type === EVENT_ID.POP) depth--;
      if (depth <= 0) return index + 1;
    }
    return this.#events.length;
  }

  /** Where a value begins in the text; undefined for one that is not written, as after `key:`. */
  #offset(at: number): number | undefined {
    const event = this.#events[at];
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) return undefined;
    // The name of an alias, behind its asterisk.
    if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
    const start = "start" in event ? event.start : this.#scalarOffset(event);
    return start < 0 ? undefined : start;
  }

  /** Quotes belong to a scalar, the indentation of a block does not. */
  #scalarOffset({ valueStart, valueEnd, style }: ScalarEvent): number {
    if (valueStart < 0) return valueStart;
    if (style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED) return valueStart - 1;
    if (style === SCALAR_STYLE.PLAIN) return valueStart;
    const indentation = this.#text.slice(valueStart, valueEnd).search(/\S/);
    return valueStart + Math.max(0, indentation);
  }
}
