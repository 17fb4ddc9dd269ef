import { describe, expect, test } from "vitest";
import { upgradeMode as rule } from "../../../model/rules/upgradeMode.ts";
import { job, jobWith, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const options = { checkpointingInterval: "10000" };

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["savepoint", jobWith({ options, job: { upgradeMode: "savepoint" } })],
    ["last-state", jobWith({ options, job: { upgradeMode: "last-state" } })],
    ["savepoint, whatever the rest", jobWith({ options: { other: NOT_YET }, settings: NOT_YET, job: { upgradeMode: "savepoint" } })],
    ["a stateless job without checkpoints", jobWith({ job: { upgradeMode: "stateless" } })],
    ["no mode without checkpoints", job({})],
    ["an unknown mode without checkpoints", jobWith({ job: { upgradeMode: NOT_YET } })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    ["stateless", jobWith({ options, job: { upgradeMode: "stateless" } }), '"stateless"'],
    [
      "stateless with Flink's interval",
      jobWith({ settings: { "execution.checkpointing.interval": "10 s" }, job: { upgradeMode: "stateless" } }),
      '"stateless"',
    ],
    ["no mode", job(options), "not set (the operator's default is stateless)"],
    ["a mode that is none", jobWith({ options, job: { upgradeMode: "Savepoint" } }), '"Savepoint"'],
    ["a list for a mode", jobWith({ options, job: { upgradeMode: ["savepoint"] } }), "not set (the operator's default is stateless)"],
  ])("is broken by %s", (_, view, value) => {
    const finding = { field: "upgrade mode", value, at: { path: ["spec", "job", "upgradeMode"] }, suggestion: "savepoint" };
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [finding] });
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB, ["upgrade mode", "checkpointing interval"]],
    ["an unknown mode", jobWith({ options, job: { upgradeMode: NOT_YET } }), ["upgrade mode"]],
    [
      "an unknown interval",
      jobWith({ settings: { "execution.checkpointing.interval": NOT_YET }, job: { upgradeMode: "stateless" } }),
      ["checkpointing interval"],
    ],
  ])("is not evaluated for %s", (_, view, fields) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields });
  });
});
