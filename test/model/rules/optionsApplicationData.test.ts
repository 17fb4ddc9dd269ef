import { describe, expect, test } from "vitest";
import { optionsApplicationData as rule } from "../../../model/rules/optionsApplicationData.ts";
import { job, jobFrom, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["no options", job({})],
    [
      "options of Beam, its Flink runner and its file systems",
      job({ runner: "FlinkRunner", maxBundleSize: "10000", s3StorageClass: "STANDARD" }),
    ],
    ["arguments that are no options", jobFrom({ spec: { job: { args: ["orders", "-topics=a"] } } })],
    ["a session cluster", jobFrom({ spec: {} })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test("tells the names of the job's own options and never a value", () => {
    const result = rule.evaluate(job({ fasterCopy: "true", topics: "a,b", rules: "R" }));
    expect(result).toEqual({
      status: "violated",
      findings: [
        {
          field: "list of the job's own pipeline options",
          value: "topics, rules",
          limit: "none beside those of Beam and its Flink runner",
          remedy: "move them into applicationConfig, which is mounted as a file, or allow their names in the rule's parameter",
          at: { option: "topics" },
        },
      ],
    });
  });

  test("is case-sensitive, as Beam is", () => {
    expect(rule.evaluate(job({ MaxBundleSize: "1" }))).toMatchObject({ findings: [{ value: "MaxBundleSize" }] });
  });

  test("tells ten names and how many more there are", () => {
    const own = (count: number) => job(Object.fromEntries(Array.from({ length: count }, (_, index) => [`own${index}`, "1"])));
    expect(rule.evaluate(own(10))).toMatchObject({ findings: [{ value: "own0, own1, own2, own3, own4, own5, own6, own7, own8, own9" }] });
    expect(rule.evaluate(own(12))).toMatchObject({ findings: [{ value: expect.stringMatching(/own9 and 2 more$/) }] });
  });

  test("does not repeat what is no name", () => {
    const result = rule.evaluate(jobFrom({ spec: { job: { args: ['--{"password":"hunter2"}'] } } }));
    expect(result).toMatchObject({ findings: [{ value: "one that is no name" }] });
    expect(JSON.stringify({ ...result, at: undefined })).not.toContain('"value":"hunter2');
  });

  test("does not repeat a name that is a credential", () => {
    const key = ["AKIA", "IOSFODNN7EXAMPLE"].join("");
    const view = jobFrom({ spec: { job: { args: ["--topics=a", `--${key}`] } } });
    expect(rule.evaluate(view)).toMatchObject({ findings: [{ value: "topics, one that is no name" }] });
  });

  test("takes allowed names", () => {
    expect(rule.evaluate(job({ topics: "a" }), { allowed: ["topics"] })).toEqual({ status: "compliant" });
    expect(rule.evaluate(job({ topics: "a", rules: "b" }), { allowed: ["topics"] })).toMatchObject({ findings: [{ value: "rules" }] });
  });

  test("counts what is certain in spite of what is unknown", () => {
    expect(rule.evaluate(job({ topics: "a", other: NOT_YET }))).toMatchObject({ status: "violated" });
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB],
    ["an unknown argument", job({ maxBundleSize: "1", other: NOT_YET })],
  ])("is not evaluated for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields: ["pipeline options"] });
  });
});
