import { describe, expect, test } from "vitest";
import { drainOnDelete as rule } from "../../../model/rules/drainOnDelete.ts";
import { job, jobWith, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const DRAIN = "kubernetes.operator.job.drain-on-savepoint-deletion";
const ON_DELETION = "kubernetes.operator.job.savepoint-on-deletion";
const BOTH = { [DRAIN]: "true", [ON_DELETION]: "true" };
const annotations = { "beam-flink/operator-version": "1.15.0" };
const VERSION = "operator version (annotation beam-flink/operator-version)";

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["no flag", job({})],
    ["a flag that is off, with savepoint upgrades", jobWith({ settings: { [DRAIN]: "false" }, job: { upgradeMode: "savepoint" } })],
    ["a savepoint on deletion alone", job({}, { [ON_DELETION]: true })],
    ["both with last-state upgrades", jobWith({ settings: BOTH, annotations, job: { upgradeMode: "last-state" } })],
    ["both without an upgrade mode", jobWith({ settings: BOTH, annotations })],
    ["the first operator that has it", jobWith({ settings: BOTH, annotations: { "beam-flink/operator-version": "1.7.0" } })],
    ["the version in a label", jobWith({ settings: BOTH, labels: annotations })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    [
      "no savepoint on deletion",
      jobWith({ settings: { [DRAIN]: true }, annotations }),
      "savepoint on deletion",
      "not set (the operator's default is false)",
      { setting: ON_DELETION },
      "true",
    ],
    [
      "a savepoint on deletion that is off",
      jobWith({ settings: { ...BOTH, [ON_DELETION]: "false" }, annotations }),
      "savepoint on deletion",
      '"false"',
      { setting: ON_DELETION },
      "true",
    ],
    [
      "savepoint upgrades",
      jobWith({ settings: BOTH, annotations, job: { upgradeMode: "savepoint" } }),
      "drain on deletion",
      "on with upgradeMode savepoint, whose upgrades it drains too",
      { setting: DRAIN },
      "false",
    ],
    [
      "an old operator",
      jobWith({ settings: BOTH, annotations: { "beam-flink/operator-version": "1.6.1" } }),
      "drain on deletion",
      "on with operator 1.6, which has no such flag",
      { setting: DRAIN },
      "false",
    ],
    [
      "savepoint upgrades of an unknown operator",
      jobWith({ settings: BOTH, job: { upgradeMode: "savepoint" } }),
      "drain on deletion",
      "on with upgradeMode savepoint, whose upgrades it drains too",
      { setting: DRAIN },
      "false",
    ],
  ])("is broken by %s", (_, view, field, value, at, suggestion) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ field, value, at, suggestion }] });
  });

  test("reports everything that is wrong", () => {
    const view = jobWith({
      settings: { [DRAIN]: "true" },
      job: { upgradeMode: "savepoint" },
      annotations: { "beam-flink/operator-version": "1.6.0" },
    });
    const result = rule.evaluate(view);
    expect(result.status === "violated" && result.findings).toHaveLength(3);
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB, ["drain on deletion"]],
    ["a missing operator version", job({}, BOTH), [VERSION]],
    ["an operator version that is none", jobWith({ settings: BOTH, annotations: { "beam-flink/operator-version": "main" } }), [VERSION]],
    [
      "an unknown savepoint on deletion",
      jobWith({ settings: { ...BOTH, [ON_DELETION]: NOT_YET }, annotations }),
      ["savepoint on deletion"],
    ],
    ["an unknown mode", jobWith({ settings: BOTH, annotations, job: { upgradeMode: NOT_YET } }), ["upgrade mode"]],
  ])("is not evaluated for %s", (_, view, fields) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields });
  });
});
