import { describe, expect, test } from "vitest";
import { BUDGET_ASSUMPTIONS } from "../../../model/budget/jobCheckpointBudget.ts";
import { findingMessage } from "../../../model/rule.ts";
import { checkpointBudget as rule } from "../../../model/rules/checkpointBudget.ts";
import { job, jobWith, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const FINISHED = {
  checkpointingInterval: "10000",
  maxBundleSize: "10000",
  maxBundleTimeMills: "10000",
  finishBundleBeforeCheckpointing: "true",
};
const OPEN = { ...FINISHED, finishBundleBeforeCheckpointing: "false" };
const BEAM = { "beam-flink/beam-version": "2.77.0" };
const pipelines = (count: number): Record<string, string> => ({ ...BEAM, "beam-flink/pipelines": String(count) });
const PIPELINES = "number of pipelines (annotation beam-flink/pipelines, a whole number)";
const VERSION = "Beam version (annotation beam-flink/beam-version)";

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["one pipeline", jobWith({ options: FINISHED, annotations: pipelines(1) })],
    ["100 pipelines with finished bundles", jobWith({ options: FINISHED, annotations: pipelines(100) })],
    ["as many as fit exactly", jobWith({ options: FINISHED, annotations: pipelines(500) })],
    ["two pipelines with open bundles", jobWith({ options: OPEN, annotations: pipelines(2) })],
    ["large options of a new Beam", jobWith({ options: { ...FINISHED, list: "x".repeat(1_000_000) }, annotations: pipelines(1) })],
    ["small options of any Beam", jobWith({ options: FINISHED, annotations: { "beam-flink/pipelines": "1" } })],
    [
      "an unknown argument beside all that counts",
      jobWith({ options: { ...FINISHED, parallelism: "1", other: NOT_YET }, annotations: pipelines(1) }),
    ],
    ["little state", jobWith({ options: FINISHED, annotations: { ...pipelines(1000), "beam-flink/state-bytes": "5000" } })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    [
      "open bundles",
      jobWith({ options: OPEN, annotations: pipelines(3) }),
      "about 6.63 MB, 3 pipelines of 2.21 MB, 100 % of it output of open bundles",
      { option: "finishBundleBeforeCheckpointing" },
    ],
    [
      "too many pipelines",
      jobWith({ options: FINISHED, annotations: pipelines(501) }),
      "about 5.01 MB, 501 pipelines of 10 KB, 100 % of it state",
      { path: ["metadata", "annotations", "beam-flink/pipelines"] },
    ],
    [
      "much state",
      jobWith({ options: FINISHED, annotations: { ...pipelines(1), "beam-flink/state-bytes": "5000001" } }),
      "about 5 MB, 1 pipeline of 5 MB, 100 % of it state",
      { path: ["metadata", "annotations", "beam-flink/pipelines"] },
    ],
    [
      "options of an old Beam",
      jobWith({
        options: { ...FINISHED, list: "x".repeat(1_000_000) },
        annotations: { ...pipelines(1), "beam-flink/beam-version": "2.55.1" },
      }),
      "about 8.01 MB, 1 pipeline of 8.01 MB, 100 % of it copies of the pipeline options",
      { path: ["spec", "job", "args"] },
    ],
  ])("is broken by %s", (_, view, value, at) => {
    const finding = { field: "expected size of a checkpoint", value, limit: "5 MB at most", at };
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [finding] });
  });

  test("depends on the Beam version for the options", () => {
    const options = { ...FINISHED, list: "x".repeat(1_000_000) };
    const withBeam = (version: string) =>
      rule.evaluate(jobWith({ options, annotations: { ...pipelines(1), "beam-flink/beam-version": version } }));
    expect([withBeam("2.55.1").status, withBeam("2.56.0").status]).toEqual(["violated", "compliant"]);
  });

  test("suggests what makes the largest part smaller", () => {
    const result = rule.evaluate(jobWith({ options: OPEN, annotations: pipelines(100) }));
    const [finding] = result.status === "violated" ? result.findings : [];
    expect(finding?.suggestion).toBe("true");
    expect(finding === undefined ? "" : findingMessage(finding)).toBe(
      "expected size of a checkpoint is about 221 MB, 100 pipelines of 2.21 MB, 100 % of it output of open bundles; the limit is 5 MB at most: " +
        "set bundles.finishBeforeCheckpoint to true (--finishBundleBeforeCheckpointing=true)",
    );
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB, [PIPELINES]],
    ["no number of pipelines", job(FINISHED), [PIPELINES]],
    [
      "an unknown argument that counts",
      jobWith({ options: { ...FINISHED, finishBundleBeforeCheckpointing: NOT_YET, parallelism: "1" }, annotations: pipelines(3) }),
      ["finish bundle before checkpointing", "pipeline options"],
    ],
    [
      "options that count in an old Beam",
      jobWith({ options: { ...FINISHED, list: "x".repeat(1_000_000) }, annotations: { "beam-flink/pipelines": "1" } }),
      [VERSION],
    ],
  ])("is not evaluated for %s", (_, view, fields) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields });
  });

  test("counts a certain violation in spite of unknowns", () => {
    const view = jobWith({ options: { ...FINISHED, other: NOT_YET }, annotations: { "beam-flink/pipelines": "501" } });
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ value: expect.stringContaining("5.01 MB") }] });
  });

  test("points to the label where that says how many pipelines there are", () => {
    expect(rule.evaluate(jobWith({ options: FINISHED, labels: pipelines(501) }))).toMatchObject({
      findings: [{ at: { path: ["metadata", "labels", "beam-flink/pipelines"] } }],
    });
  });

  test("takes other limits and assumptions", () => {
    const view = jobWith({ options: FINISHED, annotations: pipelines(100) });
    expect(rule.evaluate(view, { maximumBytes: 900_000 })).toMatchObject({ status: "violated", findings: [{ limit: "900 KB at most" }] });
    expect(rule.evaluate(view, { stateBytes: 50_001 })).toMatchObject({ status: "violated" });
    const open = jobWith({ options: OPEN, annotations: pipelines(3) });
    expect(rule.evaluate(open, { elementsPerSecond: 100 })).toEqual({ status: "compliant" });
    expect(rule.evaluate(open, { elementBytes: 20 })).toEqual({ status: "compliant" });
    const old = jobWith({
      options: { ...FINISHED, list: "x".repeat(500_000) },
      annotations: { ...pipelines(1), "beam-flink/beam-version": "2.55" },
    });
    expect([rule.evaluate(old).status, rule.evaluate(old, { registeredStates: 6 }).status]).toEqual(["compliant", "violated"]);
  });

  test("has the defaults of the estimate", () => {
    expect(rule.parameters.parse({})).toEqual({ maximumBytes: 5_000_000, ...BUDGET_ASSUMPTIONS });
  });
});
