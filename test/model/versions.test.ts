import { describe, expect, test } from "vitest";
import { COMPATIBILITY_MATRIX, SUPPORTED_LINES } from "../../model/compatibilityMatrix.ts";
import { compareLines } from "../../model/versionNumber.ts";
import { resolveVersions } from "../../model/versions.ts";

describe("resolveVersions", () => {
  test("chooses the current line when nothing is given", () => {
    expect(resolveVersions({})).toEqual({
      beam: "2.77.0",
      flink: "2.2.1",
      operator: "1.15.0",
      flinkLine: "2.2",
      flinkVersionField: "v2_2",
    });
  });

  test.each(Object.entries(SUPPORTED_LINES))("takes the %s line as it is", (_, line) => {
    expect(resolveVersions(line)).toMatchObject(line);
  });

  test.each([
    [{ beam: "2.70.0" }, { flink: "1.20.5", operator: "1.15.0" }],
    [{ beam: "2.69" }, { beam: "2.69.0", flink: "1.19.3" }],
    [{ beam: "2.74.0" }, { flink: "2.0.2" }],
    [{ operator: "1.10.0" }, { beam: "2.77.0", flink: "1.20.5" }],
    [{ operator: "1.12.0" }, { flink: "2.0.2" }],
    [{ flink: "1.19" }, { flink: "1.19.3", flinkVersionField: "v1_19" }],
    [
      { beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" },
      { flink: "1.19.1", flinkLine: "1.19" },
    ],
  ])("completes %j to %j", (given, expected) => {
    expect(resolveVersions(given)).toMatchObject(expected);
  });

  test.each([
    [
      { beam: "2.70.0", flink: "2.2" },
      'versions.flink is "2.2": needs Beam 2.75 or later (versions.beam is 2.70.0). Raise that, or use Flink 1.20.',
    ],
    [{ flink: "2.2.1", operator: "1.10.0" }, "needs operator 1.13 or later (versions.operator is 1.10.0). Raise that, or use Flink 1.20."],
    [{ flink: "2.1", beam: "2.61", operator: "1.10" }, "needs Beam 2.75 or later (versions.beam is 2.61.0) and operator 1.13 or later"],
    [{ flink: "2.3.0" }, 'versions.flink is "2.3.0": must be one of 1.19, 1.20, 2.0, 2.1, 2.2'],
    [{ flink: "1.18.1" }, "must be one of 1.19"],
    [{ beam: "2.56.0" }, 'versions.beam is "2.56.0": must be from 2.61 to 2.77'],
    [{ beam: "2.78.0" }, "must be from 2.61 to 2.77, the releases of Beam checked on 2026-11-23"],
    [{ operator: "1.9.0" }, "must be from 1.10 to 1.15"],
    [{ flink: "v1.19" }, 'versions.flink is "v1.19": must be a release number'],
    [{ beam: "latest" }, "must be a release number"],
  ])("refuses %j and says what does not fit", (given, message) => {
    expect(() => resolveVersions(given)).toThrow(message);
  });

  test("finds a Flink for every Beam and operator of the matrix", () => {
    for (let beam = 61; beam <= 77; beam++) {
      for (let operator = 10; operator <= 15; operator++) {
        const versions = resolveVersions({ beam: `2.${beam}`, operator: `1.${operator}` });
        expect(resolveVersions(versions)).toEqual(versions);
      }
    }
  });
});

describe("the compatibility matrix", () => {
  test("lists Flink lines from old to new, and newer ones need no older Beam or operator", () => {
    for (const [index, line] of COMPATIBILITY_MATRIX.flink.entries()) {
      expect(line.patch.startsWith(`${line.line}.`)).toBe(true);
      expect(line.flinkVersionField).toBe(`v${line.line.replace(".", "_")}`);
      const before = COMPATIBILITY_MATRIX.flink[index - 1];
      if (before === undefined) continue;
      expect(compareLines(before.line, line.line)).toBeLessThan(0);
      expect(compareLines(before.sinceBeam, line.sinceBeam)).toBeLessThanOrEqual(0);
      expect(compareLines(before.sinceOperator, line.sinceOperator)).toBeLessThanOrEqual(0);
    }
  });

  test("compares lines as numbers, not as text", () => {
    expect(compareLines("1.9", "1.10")).toBeLessThan(0);
    expect(compareLines("2.0", "1.20")).toBeGreaterThan(0);
    expect(compareLines("1.19.1", "1.19")).toBe(0);
  });
});
