import { describe, expect, test } from "vitest";
import { formatDuration, parseDuration, readDuration } from "../../model/duration.ts";
import { randomIntegers } from "./randomIntegers.ts";

describe("parseDuration", () => {
  test.each([
    ["10 s", 10_000],
    ["10s", 10_000],
    [" 10  SEC ", 10_000],
    ["1 min", 60_000],
    ["5 m", 300_000],
    ["2 hours", 7_200_000],
    ["1 d", 86_400_000],
    ["3 days", 259_200_000],
    ["1500", 1500],
    ["7 millis", 7],
    ["2000 micros", 2],
    ["2000000 ns", 2],
  ])("reads %j as %d ms, as Flink does", (text, milliseconds) => {
    expect(parseDuration(text, "f")).toBe(milliseconds);
  });

  test.each(["", "s", "10 parsecs", "-1 s", "1.5 s", "10 s 5 ms", "PT10S", "99999999999999999999 d"])(
    "refuses %j with the remedy",
    (text) => {
      expect(() => parseDuration(text, "checkpoints.interval")).toThrow(
        `checkpoints.interval is ${JSON.stringify(text)}: must be a Flink duration such as "10 s". Give a whole number and one of ms, s, min, h, d.`,
      );
      expect(readDuration(text)).toBeUndefined();
    },
  );
});

describe("formatDuration", () => {
  test.each([
    [10_000, "10 s"],
    [60_000, "1 min"],
    [1500, "1500 ms"],
    [0, "0 ms"],
    [86_400_000, "1 d"],
    [90_000, "90 s"],
  ])("writes %d ms as %j", (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  test("writes nothing that reads back as another duration", () => {
    for (const milliseconds of randomIntegers(2000, 10 ** 12)) {
      expect(parseDuration(formatDuration(milliseconds), "f")).toBe(milliseconds);
    }
  });

  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses %d ms", (milliseconds) => {
    expect(() => formatDuration(milliseconds)).toThrow("must be a whole number of milliseconds");
  });
});
