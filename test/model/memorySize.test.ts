import { describe, expect, test } from "vitest";
import { formatMemorySize, parseMemorySize, readMemorySize } from "../../model/memorySize.ts";
import { randomIntegers } from "./randomIntegers.ts";

describe("parseMemorySize", () => {
  test.each([
    ["2 gb", 2 * 1024 ** 3],
    ["512m", 512 * 1024 ** 2],
    ["512 MebiBytes", 512 * 1024 ** 2],
    ["1 t", 1024 ** 4],
    ["64 kb", 65_536],
    ["100", 100],
    ["100 b", 100],
  ])("reads %j as %d bytes, as Flink does", (text, bytes) => {
    expect(parseMemorySize(text, "f")).toBe(bytes);
  });

  test.each(["", "gb", "2 Gi", "1.5 gb", "-1 mb", "9007199254740993", "1 pb"])("refuses %j with the remedy", (text) => {
    expect(() => parseMemorySize(text, "taskManager.memory")).toThrow(
      `taskManager.memory is ${JSON.stringify(text)}: must be a Flink memory size such as "2 gb". Give a whole number and one of kb, mb, gb, tb`,
    );
    expect(readMemorySize(text)).toBeUndefined();
  });
});

describe("formatMemorySize", () => {
  test.each([
    [2 * 1024 ** 3, "2 gb"],
    [512 * 1024 ** 2, "512 mb"],
    [1500, "1500 bytes"],
    [0, "0 bytes"],
  ])("writes %d bytes as %j", (bytes, text) => {
    expect(formatMemorySize(bytes)).toBe(text);
  });

  test("writes nothing that reads back as another size", () => {
    for (const bytes of randomIntegers(2000, 2 ** 48)) expect(parseMemorySize(formatMemorySize(bytes), "f")).toBe(bytes);
  });

  test.each([-1, 0.5, Number.NaN])("refuses %d bytes", (bytes) => {
    expect(() => formatMemorySize(bytes)).toThrow("must be a whole number of bytes");
  });
});
