import { describe, expect, test } from "vitest";
import { finishBundle as rule } from "../../../model/rules/finishBundle.ts";
import { job, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

describe(`${rule.id}: ${rule.title}`, () => {
  test.each(["true", "True"])("holds for %s", (value) => {
    expect(rule.evaluate(job({ finishBundleBeforeCheckpointing: value }))).toEqual({ status: "compliant" });
  });

  test.each([
    ["no option", job({}), "not set (Beam's default is false)"],
    ["false", job({ finishBundleBeforeCheckpointing: "false" }), '"false"'],
    ["another word", job({ finishBundleBeforeCheckpointing: "yes" }), '"yes"'],
  ])("is broken by %s", (_, view, value) => {
    expect(rule.evaluate(view)).toMatchObject({
      status: "violated",
      findings: [{ value, limit: "true", remedy: "set bundles.finishBeforeCheckpoint to true (--finishBundleBeforeCheckpointing=true)" }],
    });
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB],
    ["an unknown argument", job({ other: NOT_YET })],
  ])("is not evaluated for %s", (_, view) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "notEvaluated" });
  });
});
