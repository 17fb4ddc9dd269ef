import { describe, expect, test } from "vitest";
import { oneOf } from "../../model/index.ts";

const Colour = { Red: "red", Green: "green" } as const;
/** As a program without TypeScript calls it. */
const untyped = (value: unknown) => Reflect.apply(oneOf, undefined, [value, Colour, "paint.colour"]);

describe("oneOf", () => {
  test("returns a value of the enumeration", () => {
    expect(oneOf(Colour.Green, Colour, "paint.colour")).toBe("green");
  });

  test.each([
    ["Green", '"Green"'],
    ["", '""'],
    [undefined, "not set"],
    [null, "null"],
    [1, "1"],
  ])("refuses %o", (value, quoted) => {
    expect(() => untyped(value)).toThrow(
      `paint.colour is ${quoted}: must be one of red, green. Use one of them, or leave it out for the default.`,
    );
  });
});
