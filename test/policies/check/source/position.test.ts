import * as fc from "fast-check";
import { expect, test } from "vitest";
import { LineCounter, positionAt } from "../../../../policies/check/source/position.ts";

test("a counter that is asked in any order says what a new one says", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "\r\n"), maxLength: 40 });
  fc.assert(
    fc.property(text, fc.array(fc.nat(40), { maxLength: 20 }), (written, offsets) => {
      const counter = new LineCounter(written, 7);
      const within = offsets.map((offset) => Math.min(offset, written.length));
      expect(within.map((offset) => counter.at(offset))).toEqual(within.map((offset) => positionAt(written, offset, 7)));
    }),
  );
});
