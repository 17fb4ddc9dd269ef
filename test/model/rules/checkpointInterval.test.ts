import { describe, expect, test } from "vitest";
import { findingMessage } from "../../../model/rule.ts";
import { checkpointInterval as rule } from "../../../model/rules/checkpointInterval.ts";
import { job, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["Beam's option", job({ checkpointingInterval: "10000" })],
    ["Flink's setting", job({}, { "execution.checkpointing.interval": "10 s" })],
    [
      "Flink's setting where Beam's option is the -1 that means unset",
      job({ checkpointingInterval: "-1" }, { "execution.checkpointing.interval": "60s" }),
    ],
    ["the shortest interval", job({ checkpointingInterval: "1000" })],
    ["the longest interval", job({ checkpointingInterval: "60000" })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test("tells an interval that is too long, with the remedy", () => {
    const result = rule.evaluate(job({ checkpointingInterval: "300000" }));
    expect(result.status === "violated" ? result.findings.map(findingMessage) : result).toEqual([
      "checkpointing interval is 5 min; the limit is 60 s: set checkpoints.interval to at most 60 s (--checkpointingInterval=60000)",
    ]);
  });

  test.each([
    ["no interval", job({}), "not set", "60 s"],
    ["an interval under a second", job({ checkpointingInterval: "500" }), "500 ms", "1 s"],
    ["an interval of 0", job({ checkpointingInterval: "0" }), "0 ms", "1 s"],
    ["a negative interval", job({ checkpointingInterval: "-5" }), "-5 ms", "1 s"],
    ["an interval that is none", job({ checkpointingInterval: "10s" }), '"10s"', "60 s"],
    [
      "Beam's interval, which wins over Flink's",
      job({ checkpointingInterval: "90000" }, { "execution.checkpointing.interval": "10 s" }),
      "90 s",
      "60 s",
    ],
    ["a setting that Flink refuses", job({}, { "execution.checkpointing.interval": "soon" }), '"soon"', "60 s"],
  ])("is broken by %s", (_, view, value, limit) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ value, limit }] });
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB],
    ["an unknown argument that may be the option", job({ other: NOT_YET }, { "execution.checkpointing.interval": "10 s" })],
    ["an unknown setting", job({}, { "execution.checkpointing.interval": NOT_YET })],
  ])("is not evaluated for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields: ["checkpointing interval"] });
  });

  test("takes other limits", () => {
    expect(rule.evaluate(job({ checkpointingInterval: "90000" }), { maximumSeconds: 120 })).toEqual({ status: "compliant" });
    expect(rule.evaluate(job({ checkpointingInterval: "1000" }), { minimumSeconds: 5 })).toMatchObject({ findings: [{ limit: "5 s" }] });
  });
});
