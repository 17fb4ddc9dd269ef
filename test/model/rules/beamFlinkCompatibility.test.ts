import { describe, expect, test } from "vitest";
import { COMPATIBILITY_MATRIX } from "../../../model/compatibilityMatrix.ts";
import { beamFlinkCompatibility as rule } from "../../../model/rules/beamFlinkCompatibility.ts";
import { jobFrom, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

interface Versions {
  readonly beam?: string;
  readonly flink?: unknown;
  readonly image?: string;
  readonly operator?: string;
}

const versions = ({ beam, flink, image, operator }: Versions): ReturnType<typeof jobFrom> =>
  jobFrom({
    metadata: { labels: { "beam-flink/beam-version": beam, "beam-flink/operator-version": operator } },
    spec: { flinkVersion: flink, image },
  });

const FITTING = { beam: "2.77.0", flink: "v2_2", image: "acme/orders:1.2.0", operator: "1.15.0" };
const LINES = "v1_19, v1_20, v2_0, v2_1, v2_2";
const OPERATOR_FIELD = "operator version (annotation beam-flink/operator-version) or parameter operator of the rule";

describe(`${rule.id}: ${rule.title}`, () => {
  test.each(COMPATIBILITY_MATRIX.flink)("holds for $line with the oldest Beam and operator that have it", (row) => {
    const view = versions({ flink: row.flinkVersionField, beam: row.sinceBeam, operator: row.sinceOperator });
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    ["an image of that Flink", { ...FITTING, image: "flink:2.2.1-java17" }],
    ["an image that says no Flink", FITTING],
    ["no image", { ...FITTING, image: undefined }],
    ["a text that is no image", { ...FITTING, image: "not an image" }],
  ])("holds for %s", (_, given) => {
    expect(rule.evaluate(versions(given))).toEqual({ status: "compliant" });
  });

  test.each([
    ["a Beam too old for 1.20", { ...FITTING, flink: "v1_20", beam: "2.69.0" }, "Beam version", "2.69", "2.70 at least for Flink 1.20"],
    ["a Beam too old for any", { ...FITTING, flink: "v1_19", beam: "2.56.0" }, "Beam version", "2.56", "2.61 at least for Flink 1.19"],
    ["an operator too old for 2.2", { ...FITTING, operator: "1.12.0" }, "operator version", "1.12", "1.13 at least for Flink 2.2"],
    ["an image of another Flink", { ...FITTING, image: "flink:1.20" }, "Flink of the image", "1.20", "2.2, as spec.flinkVersion says"],
    ["a Flink that is too new", { ...FITTING, flink: "v2_3" }, "Flink version", '"v2_3"', `one of ${LINES}`],
    [
      "a Flink that is too old",
      { ...FITTING, flink: "v1_18" },
      "Flink version",
      '"v1_18", which newer Beams have dropped',
      `one of ${LINES}`,
    ],
    ["a text that is no version field", { ...FITTING, flink: "2.2" }, "Flink version", '"2.2"', `one of ${LINES}`],
    ["an absurd version field", { ...FITTING, flink: "v1_99999" }, "Flink version", '"v1_99999"', `one of ${LINES}`],
    ["no version field", { ...FITTING, flink: undefined }, "Flink version", "not set", `one of ${LINES}`],
  ])("is broken by %s", (_, given, field, value, limit) => {
    expect(rule.evaluate(versions(given))).toMatchObject({
      status: "violated",
      findings: [{ field, value, limit: expect.stringContaining(limit) }],
    });
  });

  test("says which Flink would do", () => {
    expect(rule.evaluate(versions({ ...FITTING, flink: "v1_20", beam: "2.69.0" }))).toMatchObject({
      findings: [{ remedy: "raise versions.beam to 2.70 or later, or set versions.flink to 1.19 (spec.flinkVersion: v1_19)" }],
    });
    expect(rule.evaluate(versions({ ...FITTING, beam: "2.56.0", flink: "v1_19" }))).toMatchObject({
      findings: [{ remedy: "raise versions.beam to 2.61 or later" }],
    });
  });

  test("names a Flink only where the rest fits it", () => {
    const remedy = (given: Versions): unknown => {
      const result = rule.evaluate(versions(given));
      return result.status === "violated" && result.findings[0]?.remedy;
    };
    expect(remedy({ ...FITTING, flink: "v1_18", beam: "2.61.0" })).toContain("(spec.flinkVersion: v1_19)");
    expect(remedy({ ...FITTING, flink: "v1_18", operator: "1.11.0" })).toContain("(spec.flinkVersion: v2_0)");
    expect(remedy({ ...FITTING, flink: "v1_18", beam: "2.40.0" })).toContain("(spec.flinkVersion: v2_2)");
    expect(remedy({ ...FITTING, image: "flink:1.20" })).toContain("(spec.flinkVersion: v1_20)");
    expect(remedy({ ...FITTING, image: "flink:1.18" })).toBe("give an image of Flink 2.2 (image)");
  });

  test("finds what contradicts itself in spite of what is unknown", () => {
    expect(rule.evaluate(versions({ flink: "v1_19", image: "flink:1.20" }))).toMatchObject({ findings: [{ field: "Flink of the image" }] });
    expect(rule.evaluate(versions({ flink: "v1_18" }))).toMatchObject({ findings: [{ field: "Flink version" }] });
    expect(rule.evaluate(versions({ flink: "v1_20", beam: "2.69.0", image: NOT_YET }))).toMatchObject({
      findings: [{ field: "Beam version" }],
    });
  });

  test.each([
    ["no Beam version", { ...FITTING, beam: undefined }, ["Beam version (annotation beam-flink/beam-version)"]],
    ["no operator version", { ...FITTING, operator: undefined }, [OPERATOR_FIELD]],
    ["an unknown image", { ...FITTING, image: NOT_YET }, ["image"]],
    ["an unknown Flink", { ...FITTING, flink: NOT_YET }, ["Flink version (spec.flinkVersion)"]],
    ["a newer Beam", { ...FITTING, beam: "2.78.0" }, ["Beam 2.78, newer than the compatibility matrix of 2026-11-23"]],
    [
      "a newer Beam on a newer Flink",
      { ...FITTING, beam: "2.78.0", flink: "v2_3" },
      ["Beam 2.78, newer than the compatibility matrix of 2026-11-23"],
    ],
    ["a newer operator", { ...FITTING, operator: "1.16.0" }, ["operator 1.16, newer than the compatibility matrix of 2026-11-23"]],
  ])("is not evaluated for %s", (_, given, fields) => {
    expect(rule.evaluate(versions(given))).toEqual({ status: "notEvaluated", fields });
  });

  test("is not evaluated for an unknown job", () => {
    expect(rule.evaluate(UNKNOWN_JOB)).toEqual({ status: "notEvaluated", fields: ["Flink version (spec.flinkVersion)"] });
  });

  test("takes the operator as a parameter, after the job's own annotation", () => {
    const unnamed = versions({ ...FITTING, operator: undefined });
    expect(rule.evaluate(unnamed, { operator: "1.15.0" })).toEqual({ status: "compliant" });
    expect(rule.evaluate(unnamed, { operator: "1.12" })).toMatchObject({ findings: [{ field: "operator version", value: "1.12" }] });
    expect(rule.evaluate(versions(FITTING), { operator: "1.12" })).toEqual({ status: "compliant" });
    expect(() => rule.evaluate(unnamed, { operator: "newest" })).toThrow("must be a release");
  });
});
