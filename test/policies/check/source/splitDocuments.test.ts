import * as fc from "fast-check";
import { dump, loadAll } from "js-yaml";
import { describe, expect, test } from "vitest";
import { splitDocuments } from "../../../../policies/check/source/splitDocuments.ts";

/** Pieces of a text that arrives in chunks of that many bytes. */
function split(text: string, chunk = 1 << 16): { text: string; line: number }[] {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, index) => bytes.subarray(index * chunk, (index + 1) * chunk));
  return Array.from(splitDocuments(chunks), ({ bytes: piece, line }) => ({ text: piece.toString(), line }));
}

const texts = (text: string): string[] => split(text).map((piece) => piece.text);

describe("splitDocuments", () => {
  test.each([
    ["nothing", "", []],
    ["one document", "a: 1\n", ["a: 1\n"]],
    ["no end of line", "a: 1\n---\nb: 2", ["a: 1\n", "---\nb: 2"]],
    ["a mark with its content", "a: 1\n--- b\n", ["a: 1\n", "--- b\n"]],
    ["a mark with a comment", "---\t# one\na: 1\n--- # two\nb: 2\n", ["---\t# one\na: 1\n", "--- # two\nb: 2\n"]],
    ["comments and directives before the mark", "# c\n%YAML 1.2\n\n---\na\n---\nb\n", ["# c\n%YAML 1.2\n\n---\na\n", "---\nb\n"]],
    ["an end mark", "a\n...\n# c\n%YAML 1.2\n---\nb\n", ["a\n...\n", "# c\n%YAML 1.2\n---\nb\n"]],
    ["CR LF", "a: 1\r\n---\r\nb: 2\r\n...\r\nc\r\n", ["a: 1\r\n", "---\r\nb: 2\r\n...\r\n", "c\r\n"]],
    ["a byte order mark", "\ufeff# c\n---\na\n---\nb\n", ["\ufeff# c\n---\na\n", "---\nb\n"]],
    ["empty documents", "---\n---\n---\n", ["---\n", "---\n", "---\n"]],
    ["what only looks like a mark", "a: |\n  ---\n  ...\nb: 1\n---x: 2\n----\n....\n", ["a: |\n  ---\n  ...\nb: 1\n---x: 2\n----\n....\n"]],
  ])("%s", (_, text, expected) => {
    expect(texts(text)).toStrictEqual(expected);
  });

  test("tells the first line of each piece, whatever ends lines", () => {
    expect(split("a\n---\nb\r\nc\r\n---\rd\r---\n---\n").map(({ line }) => line)).toStrictEqual([1, 2, 5, 8]);
    expect(split("a: 1\n\n---\nb: 2\n...\nc\n").map(({ line }) => line)).toStrictEqual([1, 3, 6]);
  });

  test("does the same in chunks of any size", () => {
    const text = "# c\r\n---\r\na: 1\r\n--- x\n...\n%YAML 1.2\n---\nb: |\n  ü ---\n---\n---x\n";
    const whole = split(text);
    for (let chunk = 1; chunk < text.length; chunk++) expect(split(text, chunk)).toStrictEqual(whole);
  });

  test("put together, pieces are the text again", () => {
    const lines = fc.constantFrom("---", "...", "--- a", "# c", "%YAML 1.2", "", " x", "k: v", "- ü", "----", "\ufeff---", "\t");
    const breaks = fc.constantFrom("\n", "\r\n", "\r");
    const streams = fc.array(fc.tuple(lines, breaks), { maxLength: 30 }).map((parts) => parts.flat().join(""));
    fc.assert(
      fc.property(streams, fc.integer({ min: 1, max: 40 }), (text, chunk) => {
        const pieces = split(text, chunk);
        expect(pieces.map((piece) => piece.text).join("")).toBe(text);
        expect(pieces).toStrictEqual(split(text));
        for (const { text: piece } of pieces) expect(piece).not.toBe("");
      }),
    );
  });

  test("each document of a stream is in a piece of its own, and means the same there", () => {
    const documents = fc.array(
      fc.dictionary(fc.string({ minLength: 1 }), fc.oneof(fc.string({ unit: "grapheme" }), fc.integer(), fc.array(fc.string()))),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(documents, fc.integer({ min: 1, max: 200 }), (values, chunk) => {
        const stream = values.map((value) => `---\n${dump(value)}`).join("");
        const pieces = split(stream, chunk);
        expect(pieces).toHaveLength(values.length);
        // As text, since a key may be the name of something that every object has.
        expect(JSON.stringify(pieces.flatMap((piece) => loadAll(piece.text)))).toBe(JSON.stringify(loadAll(stream)));
      }),
    );
  });

  test("reads no further than the document that is asked for", () => {
    let read = 0;
    function* endless(): Generator<Uint8Array> {
      for (;;) yield Buffer.from(`---\nnumber: ${read++}\n`);
    }
    const pieces = splitDocuments(endless());
    for (let index = 0; index < 1000; index++) {
      expect(pieces.next().value?.bytes.toString()).toBe(`---\nnumber: ${index}\n`);
      expect(read).toBeLessThanOrEqual(index + 2);
    }
  });
});
