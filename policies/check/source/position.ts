/** Where in a file something stands, as people and editors count it. */

/** Line and column, both from 1; the column counts UTF-16 units, as editors and SARIF do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Code of a line feed. */
export const LINE_FEED = 10;

/** Code of a carriage return. */
export const CARRIAGE_RETURN = 13;

/** Position of an offset into a text whose first line has the number `firstLine`. */
export function positionAt(text: string, offset: number, firstLine: number): Position {
  return new LineCounter(text, firstLine).at(offset);
}

/** Counts the lines of a text, which end in LF, CR LF or CR as in YAML; it goes on from the last place asked for where it can. */
export class LineCounter {
  readonly #text: string;
  readonly #firstLine: number;
  #line: number;
  /** Where that line begins, and how far it was looked through. */
  #start = 0;
  #seen = 0;

  constructor(text: string, firstLine = 1) {
    this.#text = text;
    this.#firstLine = firstLine;
    this.#line = firstLine;
  }

  /** Position of an offset. */
  at(offset: number): Position {
    if (offset < this.#start) {
      this.#line = this.#firstLine;
      this.#start = 0;
      this.#seen = 0;
    }
    for (let index = this.#seen; index < offset; index++) {
      const code = this.#text.charCodeAt(index);
      // Of CR LF the line feed ends the line.
      if (code !== LINE_FEED && (code !== CARRIAGE_RETURN || this.#text.charCodeAt(index + 1) === LINE_FEED)) continue;
      this.#line++;
      this.#start = index + 1;
    }
    this.#seen = Math.max(this.#seen, offset);
    return { line: this.#line, column: offset - this.#start + 1 };
  }
}
