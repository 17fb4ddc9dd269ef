import { describe, expect, test } from "vitest";
import { checkpointTimeout as rule } from "../../../model/rules/checkpointTimeout.ts";
import { job, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const INTERVAL = { checkpointingInterval: "10000" };

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["Beam's option with its interval", job({ ...INTERVAL, checkpointTimeoutMillis: "60000" })],
    ["Flink's setting", job(INTERVAL, { "execution.checkpointing.timeout": "1 min" })],
    ["a timeout as long as the interval", job({ ...INTERVAL, checkpointTimeoutMillis: "10000" })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    ["no timeout", job(INTERVAL), "not set (Flink's default is 10 min)", "60 s at most"],
    ["a timeout over a minute", job({ ...INTERVAL, checkpointTimeoutMillis: "120000" }), "2 min", "60 s at most"],
    [
      "a timeout that Beam ignores without an interval",
      job({ checkpointTimeoutMillis: "60000" }),
      "not set (Flink's default is 10 min)",
      "60 s at most",
    ],
    [
      "a timeout under the interval",
      job({ ...INTERVAL, checkpointTimeoutMillis: "5000" }),
      "5 s",
      "the checkpointing interval (10 s) at least",
    ],
    ["a timeout that is none", job({ ...INTERVAL, checkpointTimeoutMillis: "1 min" }), '"1 min"', "60 s at most"],
  ])("is broken by %s", (_, view, value, limit) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ field: "checkpoint timeout", value, limit }] });
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB, "checkpoint timeout"],
    ["an unknown argument", job({ ...INTERVAL, other: NOT_YET }), "checkpoint timeout"],
    [
      "an unknown interval",
      job({}, { "execution.checkpointing.timeout": "1 min", "execution.checkpointing.interval": NOT_YET }),
      "checkpointing interval",
    ],
  ])("is not evaluated for %s", (_, view, field) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields: [field] });
  });

  test("takes another limit", () => {
    expect(rule.evaluate(job({ ...INTERVAL, checkpointTimeoutMillis: "120000" }), { maximumSeconds: 120 })).toEqual({
      status: "compliant",
    });
  });
});
