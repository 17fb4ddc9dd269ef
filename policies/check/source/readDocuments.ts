/** The documents of a file or of what is piped in, one at a time, in JSON or YAML. */
import { readJson } from "./jsonDocument.ts";
import { readAllBytes } from "./readChunks.ts";
import type { SourceDocument, SourceProblem } from "./sourceDocument.ts";
import { splitDocuments } from "./splitDocuments.ts";
import { readYaml } from "./yamlDocuments.ts";

/** What may stand before the first character: a byte order mark, spaces, tabs and ends of lines. */
const BEFORE_FIRST: readonly number[] = [0xef, 0xbb, 0xbf, 32, 9, 10, 13];

const OPENING: readonly (number | undefined)[] = [123, 91];

/** Reads them; after a document that cannot be read it goes on with the next one. */
export function* readDocuments(chunks: Iterable<Uint8Array>): Generator<SourceDocument | SourceProblem> {
  const iterator = chunks[Symbol.iterator]();
  const first = iterator.next();
  if (first.done === true) return;
  const stream = restOf(first.value, iterator);
  if (OPENING.includes(first.value.find((byte) => !BEFORE_FIRST.includes(byte)))) {
    const bytes = readAllBytes(stream);
    const document = readJson(bytes);
    if (document === undefined) yield* yamlDocuments([bytes]);
    else yield document;
  } else {
    yield* yamlDocuments(stream);
  }
}

function* yamlDocuments(chunks: Iterable<Uint8Array>): Generator<SourceDocument | SourceProblem> {
  for (const piece of splitDocuments(chunks)) {
    const read = readYaml(piece);
    if ("problem" in read) yield read;
    else yield* read;
  }
}

function* restOf(first: Uint8Array, rest: Iterator<Uint8Array>): Generator<Uint8Array> {
  try {
    yield first;
    for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
  } finally {
    rest.return?.();
  }
}
