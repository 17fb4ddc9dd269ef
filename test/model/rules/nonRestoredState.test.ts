import { describe, expect, test } from "vitest";
import { nonRestoredState as rule } from "../../../model/rules/nonRestoredState.ts";
import { job, jobWith, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const PATH = ["spec", "job", "allowNonRestoredState"];
const SETTING = "execution.state-recovery.ignore-unclaimed-state";

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["the default", job({})],
    ["the field", jobWith({ job: { allowNonRestoredState: false } })],
    ["the field over Flink's key", jobWith({ job: { allowNonRestoredState: false }, settings: { [SETTING]: "true" } })],
    ["the field over an unknown key", jobWith({ job: { allowNonRestoredState: false }, settings: { [SETTING]: NOT_YET } })],
    ["Flink's key", job({}, { [SETTING]: "false" })],
    ["Beam's option, which the operator's jobs ignore", job({ allowNonRestoredState: "true" })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    ["the field", jobWith({ job: { allowNonRestoredState: true } }), { path: PATH }],
    ["the field as text", jobWith({ job: { allowNonRestoredState: "true" } }), { path: PATH }],
    ["Flink's key without the field", job({}, { [SETTING]: "true" }), { setting: SETTING }],
    ["Flink's key under its old name", job({}, { "execution.savepoint.ignore-unclaimed-state": true }), { setting: SETTING }],
  ])("is broken by %s", (_, view, at) => {
    const finding = { field: "dropping of state that fits no operator", value: "allowed", limit: "not allowed", at, suggestion: "false" };
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [finding] });
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB],
    ["an unknown field", jobWith({ job: { allowNonRestoredState: NOT_YET } })],
    ["an unknown key without the field", job({}, { [SETTING]: NOT_YET })],
  ])("is not evaluated for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields: ["dropping of state that fits no operator"] });
  });
});
