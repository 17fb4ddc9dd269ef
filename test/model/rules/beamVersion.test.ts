import { describe, expect, test } from "vitest";
import { beamVersion as rule } from "../../../model/rules/beamVersion.ts";
import { jobWith, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const onBeam = (version: string): ReturnType<typeof jobWith> => jobWith({ annotations: { "beam-flink/beam-version": version } });

describe(`${rule.id}: ${rule.title}`, () => {
  test.each(["2.61", "2.61.0", "2.77.0", "3.0.0"])("holds for Beam %s", (version) => {
    expect(rule.evaluate(onBeam(version))).toEqual({ status: "compliant" });
  });

  test.each([
    ["2.60.0", "2.60", ["since 2.61"], ["since 2.56", "since 2.53"]],
    ["2.56.0", "2.56", ["since 2.61"], ["since 2.56", "since 2.53"]],
    ["2.55.1", "2.55", ["since 2.61", "since 2.56"], ["since 2.53"]],
    ["2.53.0", "2.53", ["since 2.61", "since 2.56"], ["since 2.53"]],
    ["2.52.0", "2.52", ["since 2.61", "since 2.56", "since 2.53"], []],
  ])("is broken by Beam %s, with the reasons of that version", (version, value, reasons, others) => {
    const result = rule.evaluate(onBeam(version));
    expect(result).toMatchObject({
      status: "violated",
      findings: [
        { field: "Beam version", value, limit: "2.61 at least", at: { path: ["metadata", "annotations", "beam-flink/beam-version"] } },
      ],
    });
    for (const reason of reasons) expect(JSON.stringify(result)).toContain(reason);
    for (const other of others) expect(JSON.stringify(result)).not.toContain(other);
  });

  test("takes the label where there is no annotation, and says so", () => {
    expect(rule.evaluate(jobWith({ labels: { "beam-flink/beam-version": "2.60.0" } }))).toMatchObject({
      findings: [{ at: { path: ["metadata", "labels", "beam-flink/beam-version"] } }],
    });
  });

  test.each([
    ["no annotation", jobWith({})],
    ["an annotation that is no version", onBeam("latest")],
    ["an unknown annotation", onBeam(NOT_YET)],
    ["unknown annotations", jobWith({ annotations: NOT_YET })],
    ["an unknown job", UNKNOWN_JOB],
  ])("is not evaluated for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields: ["Beam version (annotation beam-flink/beam-version)"] });
  });

  test("takes another minimum, and names only the reasons up to it", () => {
    expect(rule.evaluate(onBeam("2.56.0"), { minimum: "2.56" })).toEqual({ status: "compliant" });
    const below = rule.evaluate(onBeam("2.55.0"), { minimum: "2.56" });
    expect(below).toMatchObject({ findings: [{ limit: "2.56 at least" }] });
    expect(JSON.stringify(below)).not.toContain("2.61");
    expect(rule.evaluate(onBeam("2.69.0"), { minimum: "2.70" })).toMatchObject({
      findings: [{ remedy: "raise versions.beam and the Beam of the image to 2.70 or later" }],
    });
  });

  test("refuses a minimum that is no line", () => {
    expect(() => rule.evaluate(onBeam("2.69.0"), { minimum: "newest" })).toThrow('must be a line such as "2.61"');
  });
});
