import { describe, expect, test } from "vitest";
import { bundleSize as rule } from "../../../model/rules/bundleSize.ts";
import { job, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

describe(`${rule.id}: ${rule.title}`, () => {
  test.each(["10000", "50000", "100000"])("holds for %s", (maxBundleSize) => {
    expect(rule.evaluate(job({ maxBundleSize }))).toEqual({ status: "compliant" });
  });

  test.each([
    ["no size", job({}), "not set (Beam's default is 1000 for streaming)"],
    ["a small size", job({ maxBundleSize: "9999" }), "9999"],
    ["a large size", job({ maxBundleSize: "100001" }), "100001"],
    ["a size of -1, which Beam does not take for unset", job({ maxBundleSize: "-1" }), "-1"],
    ["a size that is no number", job({ maxBundleSize: "10k" }), '"10k"'],
  ])("is broken by %s", (_, view, value) => {
    expect(rule.evaluate(view)).toMatchObject({
      status: "violated",
      findings: [{ field: "bundle size", value, limit: "10000 to 100000 elements" }],
    });
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB],
    ["an unknown argument", job({ other: NOT_YET })],
  ])("is not evaluated for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields: ["bundle size"] });
  });

  test("is evaluated beside an unknown argument when the size is known", () => {
    expect(rule.evaluate(job({ maxBundleSize: "10", other: NOT_YET }))).toMatchObject({ status: "violated" });
  });

  test("takes other limits", () => {
    expect(rule.evaluate(job({ maxBundleSize: "1000" }), { minimum: 1000 })).toEqual({ status: "compliant" });
    expect(rule.evaluate(job({ maxBundleSize: "50000" }), { maximum: 20_000 })).toMatchObject({ status: "violated" });
  });
});
