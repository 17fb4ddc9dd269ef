/**
 * Finds paths in a JSON text that is known to be valid, by skipping over what is not on the path. How far a list was looked through is kept,
 * so that the resources of a large state are passed once, whatever the number of findings.
 */
import type { ManifestPath } from "../../../model/index.ts";
import { LineCounter, type Position } from "./position.ts";

const [QUOTE, COMMA, COLON, BACKSLASH] = [34, 44, 58, 92];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];
const SPACE = 32;

/** A value: where it begins, and where to point, which is at the key of an entry. */
interface Found {
  readonly value: number;
  readonly pointed: number;
}

/** Finds paths in one text. */
export class JsonPositions {
  readonly #text: string;
  /** By the start of a list: the starts of its items, as far as it was looked through. */
  readonly #items = new Map<number, number[]>();
  readonly #lines: LineCounter;

  constructor(text: string) {
    this.#text = text;
    this.#lines = new LineCounter(text);
  }

  /** Position of a path, or of the nearest thing around it. */
  locate(path: ManifestPath): Position {
    let found: Found | undefined = this.#root();
    let pointed = found.pointed;
    for (const step of path) {
      found = this.#step(found, step);
      if (found === undefined) break;
      pointed = found.pointed;
    }
    return this.#lines.at(pointed);
  }

  /** Position of the first key that its object has twice. */
  duplicate(): Position | undefined {
    const text = this.#text;
    // The keys of each object around the place, and nothing for a list.
    const around: (Set<string> | undefined)[] = [];
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === OPEN_OBJECT) around.push(new Set());
      else if (code === OPEN_LIST) around.push(undefined);
      else if (code === CLOSE_OBJECT || code === CLOSE_LIST) around.pop();
      if (code !== QUOTE) continue;
      const end = this.#skipString(at);
      if (text.charCodeAt(this.#skipSpace(end)) === COLON) {
        const keys = around.at(-1);
        const key = this.#string(at, end);
        if (keys?.has(key) === true) return this.#lines.at(at);
        keys?.add(key);
      }
      at = end - 1;
    }
    return undefined;
  }

  #root(): Found {
    const start = this.#skipSpace(0);
    return { value: start, pointed: start };
  }

  #step({ value }: Found, step: string | number): Found | undefined {
    const opening = this.#text.charCodeAt(value);
    if (opening === OPEN_LIST && typeof step === "number") return this.#item(value, step);
    if (opening !== OPEN_OBJECT) return undefined;
    // No key is there twice: what follows may be long.
    for (const { key, pointed, value: start } of this.#entries(value)) if (key === step) return { value: start, pointed };
    return undefined;
  }

  #item(list: number, index: number): Found | undefined {
    const known = this.#items.get(list) ?? [];
    this.#items.set(list, known);
    while (known.length <= index) {
      const last = known.at(-1);
      const next = last === undefined ? this.#skipSpace(list + 1) : this.#skipSpace(this.#skipValue(last));
      const code = this.#text.charCodeAt(next);
      if (Number.isNaN(code) || code === CLOSE_LIST) return undefined;
      known.push(code === COMMA ? this.#skipSpace(next + 1) : next);
    }
    const start = known[index];
    return start === undefined ? undefined : { value: start, pointed: start };
  }

  *#entries(object: number): Generator<Found & { readonly key: string }> {
    let at = this.#skipSpace(object + 1);
    while (this.#text.charCodeAt(at) === QUOTE) {
      const end = this.#skipString(at);
      const value = this.#skipSpace(this.#skipSpace(end) + 1);
      yield { key: this.#string(at, end), pointed: at, value };
      at = this.#skipSpace(this.#skipValue(value));
      if (this.#text.charCodeAt(at) === COMMA) at = this.#skipSpace(at + 1);
    }
  }

  /** The end of a value: behind its last character. */
  #skipValue(start: number): number {
    const text = this.#text;
    let depth = 0;
    for (let at = start; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) at = this.#skipString(at) - 1;
      else if (code === OPEN_LIST || code === OPEN_OBJECT) depth++;
      else if (depth === 0 && (code === COMMA || code === CLOSE_LIST || code === CLOSE_OBJECT)) return at;
      else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth--;
      else continue;
      if (depth === 0 && code !== COMMA) return at + 1;
    }
    return text.length;
  }

  /** The end of a string: behind its quote. */
  #skipString(start: number): number {
    for (let end = this.#text.indexOf('"', start + 1); end >= 0; end = this.#text.indexOf('"', end + 1)) {
      let backslashes = 0;
      while (this.#text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
      if (backslashes % 2 === 0) return end + 1;
    }
    return this.#text.length;
  }

  #skipSpace(from: number): number {
    let at = from;
    while (this.#text.charCodeAt(at) <= SPACE) at++;
    return at;
  }

  #string(start: number, end: number): string {
    return String(JSON.parse(this.#text.slice(start, end)));
  }
}

/** What a valid JSON text amounts to. */
export interface JsonSize {
  /** Keys that it writes: each has its colon, and no other colon stands outside strings. */
  readonly keys: number;
  /** Where it first is nested deeper than asked; undefined where it nowhere is. */
  readonly tooDeep: number | undefined;
}

/** Goes through a valid JSON text once. */
export function measureJson(text: string, mostLevels: number): JsonSize {
  let keys = 0;
  let levels = 0;
  let tooDeep: number | undefined;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COLON) keys++;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      if (++levels > mostLevels) tooDeep ??= at;
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) levels--;
    else if (code === QUOTE) {
      for (at = at + 1; text.charCodeAt(at) !== QUOTE && at < text.length; at++) if (text.charCodeAt(at) === BACKSLASH) at++;
    }
  }
  return { keys, tooDeep };
}
