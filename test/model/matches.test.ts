import { describe, expect, test } from "vitest";
import { matches } from "../../model/index.ts";

describe("matches", () => {
  test("is true for a text of the form", () => {
    expect(matches("orders", /^[a-z]+$/)).toBe(true);
    expect(matches("Orders", /^[a-z]+$/)).toBe(false);
  });

  test.each([undefined, null, true, 1.34, ["orders"]])("is false for %o, whose word has the form", (value) => {
    expect(/^[a-z0-9.]+$/.test(String(value))).toBe(true);
    expect(matches(value, /^[a-z0-9.]+$/)).toBe(false);
  });
});
