import { describe, expect, test } from "vitest";
import { findingMessage } from "../../../model/rule.ts";
import { checkpointInterval as rule } from "../../../model/rules/checkpointInterval.ts";
import { job, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const OPTION = { option: "checkpointingInterval" };
const SETTING = { setting: "execution.checkpointing.interval" };

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
      "checkpointing interval is 5 min; the limit is 1 s to 60 s: set checkpoints.interval to at least 1 s and at most 60 s (--checkpointingInterval=60000)",
    ]);
  });

  test.each([
    ["no interval", job({}), "not set", OPTION, "10000"],
    ["an interval under a second", job({ checkpointingInterval: "500" }), "500 ms", OPTION, "1000"],
    ["an interval of 0", job({ checkpointingInterval: "0" }), "0 ms", OPTION, "1000"],
    ["a negative interval", job({ checkpointingInterval: "-5" }), "-5 ms", OPTION, "1000"],
    ["an interval that is none", job({ checkpointingInterval: "10s" }), '"10s"', OPTION, "60000"],
    [
      "Beam's interval, which wins over Flink's",
      job({ checkpointingInterval: "90000" }, { [SETTING.setting]: "10 s" }),
      "90 s",
      OPTION,
      "60000",
    ],
    ["Flink's interval alone", job({}, { [SETTING.setting]: "2 min" }), "2 min", SETTING, "1 min"],
    ["a short one of Flink alone", job({}, { [SETTING.setting]: "1 ms" }), "1 ms", SETTING, "1 s"],
    ["a setting that Flink refuses", job({}, { [SETTING.setting]: "soon" }), '"soon"', SETTING, "1 min"],
    ["a setting beside the -1", job({ checkpointingInterval: "-1" }, { [SETTING.setting]: "90 s" }), "90 s", OPTION, "60000"],
  ])("is broken by %s", (_, view, value, at, suggestion) => {
    const written = "setting" in at ? `${at.setting}: ${suggestion}` : `--${at.option}=${suggestion}`;
    const remedy = `set checkpoints.interval to at least 1 s and at most 60 s (${written})`;
    expect(rule.evaluate(view)).toEqual({
      status: "violated",
      findings: [{ field: "checkpointing interval", value, limit: "1 s to 60 s", remedy, at, suggestion }],
    });
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
    expect(rule.evaluate(job({ checkpointingInterval: "1000" }), { minimumSeconds: 5 })).toMatchObject({
      findings: [{ limit: "5 s to 60 s" }],
    });
    expect(rule.evaluate(job({}), { minimumSeconds: 20 })).toMatchObject({ findings: [{ suggestion: "20000" }] });
    expect(rule.evaluate(job({}), { maximumSeconds: 5 })).toMatchObject({ findings: [{ suggestion: "5000" }] });
    const flinks = job({}, { [SETTING.setting]: "soon" });
    expect(rule.evaluate(flinks, { maximumSeconds: 1e20 })).toMatchObject({ findings: [{ suggestion: "1e+23 ms" }] });
  });
});
