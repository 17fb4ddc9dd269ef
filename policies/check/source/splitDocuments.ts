/**
 * Splits a stream of YAML documents into pieces of one document each, so that a file of any size needs the memory of its largest document.
 * Only what YAML itself takes for a boundary counts: a line that begins with `---` or is `...`. No scalar, quoted or block, may hold one.
 * Pieces put together are the stream again, byte for byte. Where a boundary is missed (a lone CR, a byte order mark before `---`) a piece
 * has several documents, which its parser tells apart.
 */
import { CARRIAGE_RETURN, LINE_FEED } from "./position.ts";

/** One document, with what stands before it: comments, directives, its `---`. */
export interface Piece {
  /** Its bytes; they are overwritten when the next piece is asked for. */
  readonly bytes: Buffer;
  /** Number of its first line in the stream, from 1. */
  readonly line: number;
}

const [TAB, SPACE, HASH, PERCENT, HYPHEN, PERIOD] = [9, 32, 35, 37, 45, 46];

/** The pieces of a stream that arrives in chunks. */
export function* splitDocuments(chunks: Iterable<Uint8Array>): Generator<Piece> {
  let held: Buffer = Buffer.alloc(0);
  let line = 1;
  const scan = new Scan();
  function* complete(last: boolean): Generator<Piece> {
    let start = 0;
    while (start < held.length) {
      const end = scan.next(held, start, last);
      if (end === undefined) break;
      yield { bytes: held.subarray(start, end), line };
      line += scan.lines;
      start = end;
      scan.begin();
    }
    // A copy: the reader uses its buffer again.
    held = Buffer.from(held.subarray(start));
  }
  for (const chunk of chunks) {
    held = held.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([held, chunk]);
    yield* complete(false);
  }
  yield* complete(true);
}

/** The search for the end of a piece, line by line; it goes on where it stopped when more bytes have arrived. */
class Scan {
  /** Ends of lines in the piece, as far as it was looked through. */
  lines = 0;
  /** Where the next line to look at begins, from the piece's start. */
  #line = 0;
  /** The piece has its `---` or its first content: the next `---` begins another. */
  #begun = false;

  /** Goes on to the next piece. */
  begin(): void {
    this.lines = 0;
    this.#line = 0;
    this.#begun = false;
  }

  /** End of the piece that begins at `start`, if it is among these bytes; `last` says that no more will come. */
  next(bytes: Buffer, start: number, last: boolean): number | undefined {
    let at = start + this.#line;
    while (at < bytes.length) {
      let end = at;
      let breaks = 0;
      for (let byte = bytes[end]; end < bytes.length && byte !== LINE_FEED; byte = bytes[++end]) {
        if (byte === CARRIAGE_RETURN && bytes[end + 1] !== LINE_FEED) breaks++;
      }
      // The line goes on in the next chunk.
      if (end === bytes.length && !last) break;
      if (end < bytes.length) {
        end++;
        breaks++;
      }
      const mark = markAt(bytes, at);
      if (mark === HYPHEN && this.#begun) return at;
      this.#begun ||= mark === HYPHEN || !isPrologue(bytes, at, end);
      this.lines += breaks;
      if (mark === PERIOD) return end;
      at = end;
    }
    this.#line = at - start;
    return last ? bytes.length : undefined;
  }
}

/** HYPHEN for a line that begins with `---`, PERIOD for `...`, undefined for any other. */
function markAt(bytes: Buffer, at: number): number | undefined {
  const first = bytes[at];
  if ((first !== HYPHEN && first !== PERIOD) || bytes[at + 1] !== first || bytes[at + 2] !== first) return undefined;
  const next = bytes[at + 3];
  const ends = next === undefined || next === SPACE || next === TAB || next === LINE_FEED || next === CARRIAGE_RETURN;
  return ends ? first : undefined;
}

/** True for a line that may stand before the `---` of its own document: blank, a comment or a directive. */
function isPrologue(bytes: Buffer, start: number, end: number): boolean {
  let at = start;
  // A byte order mark.
  if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3;
  if (bytes[at] === PERCENT) return true;
  for (; at < end; at++) {
    const byte = bytes[at];
    if (byte === HASH) return true;
    if (byte !== SPACE && byte !== TAB && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) return false;
  }
  return true;
}
