import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../model/argumentError.ts";

describe("ArgumentError", () => {
  test("says field, value, rule and remedy in one message", () => {
    const error = new ArgumentError({ field: "checkpoints.interval", value: "soon", rule: "must be a duration", remedy: "Give 10 s." });
    expect(error.message).toBe('checkpoints.interval is "soon": must be a duration. Give 10 s.');
    expect(error).toMatchObject({ name: "ArgumentError", field: "checkpoints.interval", value: "soon" });
  });

  test.each([
    [undefined, "not set"],
    [3, "3"],
    [["a"], '["a"]'],
    [{ secret: "x" }, "an object"],
  ])("shows %j as %s", (value, shown) => {
    expect(new ArgumentError({ field: "f", value, rule: "r", remedy: "R." }).message).toBe(`f is ${shown}: r. R.`);
  });
});
