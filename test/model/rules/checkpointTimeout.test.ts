import { describe, expect, test } from "vitest";
import { checkpointTimeout as rule } from "../../../model/rules/checkpointTimeout.ts";
import { job, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const INTERVAL = { checkpointingInterval: "10000" };

const TIMEOUT = "execution.checkpointing.timeout";
const FLINK_INTERVAL = { "execution.checkpointing.interval": "10 s" };
const FLINK = `${TIMEOUT}: 1 min`;

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
    ["Beam's option where nothing is set", job({}), "--checkpointTimeoutMillis=60000", { option: "checkpointTimeoutMillis" }, "60000"],
    ["Flink's key where only Flink's interval is set", job({}, FLINK_INTERVAL), FLINK, { setting: TIMEOUT }, "1 min"],
    [
      "Flink's key where Beam's option is not read",
      job({ checkpointingInterval: "-1", checkpointTimeoutMillis: "60000" }, FLINK_INTERVAL),
      FLINK,
      { setting: TIMEOUT },
      "1 min",
    ],
    ["Flink's key where that is set", job(INTERVAL, { [TIMEOUT]: "10 min" }), FLINK, { setting: TIMEOUT }, "1 min"],
  ])("tells %s", (_, view, written, at, suggestion) => {
    const remedy = `set checkpoints.timeout to at most 60 s (${written})`;
    expect(rule.evaluate(view)).toMatchObject({ findings: [{ remedy, at, suggestion }] });
  });

  test.each([
    [
      "Beam's options",
      job({ ...INTERVAL, checkpointTimeoutMillis: "5000" }),
      "raise checkpoints.timeout (--checkpointTimeoutMillis) or shorten checkpoints.interval (--checkpointingInterval)",
    ],
    [
      "Flink's keys",
      job({}, { ...FLINK_INTERVAL, [TIMEOUT]: "5 s" }),
      `raise checkpoints.timeout (${TIMEOUT}) or shorten checkpoints.interval (execution.checkpointing.interval)`,
    ],
    [
      "one of each",
      job(INTERVAL, { [TIMEOUT]: "5 s" }),
      `raise checkpoints.timeout (${TIMEOUT}) or shorten checkpoints.interval (--checkpointingInterval)`,
    ],
  ])("tells %s for a timeout under the interval", (_, view, remedy) => {
    expect(rule.evaluate(view)).toMatchObject({ findings: [{ value: "5 s", remedy }] });
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
