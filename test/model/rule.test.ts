import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readJobView } from "../../model/views/jobView.ts";
import { defineRule, type Finding, findingMessage, ruleResult } from "../../model/rule.ts";

const FINDING: Finding = {
  field: "checkpointing interval",
  value: "5 min",
  limit: "60 s",
  remedy: "set checkpoints.interval to at most 60 s",
  at: { option: "checkpointingInterval" },
};
const VIEW = readJobView({});

const rule = defineRule({
  id: "example",
  title: "t",
  reason: "r",
  source: "s",
  versions: "v",
  parameters: z.object({ maximum: z.int().positive().default(5).describe("Most.") }),
  evaluate: (_, { maximum }) => ruleResult(maximum < 10 ? [] : [{ ...FINDING, limit: String(maximum) }]),
});

describe("defineRule", () => {
  test("evaluates with its defaults, or with what is given", () => {
    expect(rule.evaluate(VIEW)).toEqual({ status: "compliant" });
    expect(rule.evaluate(VIEW, { maximum: 12 })).toEqual({ status: "violated", findings: [{ ...FINDING, limit: "12" }] });
  });

  test.each([
    [{ maximum: "12" }, "parameter maximum of rule example is"],
    [{ maximum: -1 }, "parameter maximum of rule example is -1"],
    [{ minimum: 1 }, "parameter minimum of rule example is 1"],
  ])("refuses the parameters %j and lists its own", (parameters, message) => {
    expect(() => rule.evaluate(VIEW, parameters)).toThrow(message);
    expect(() => rule.evaluate(VIEW, parameters)).toThrow("The rule has maximum.");
  });
});

describe("ruleResult", () => {
  test("prefers a certain violation to what is unknown, and what is unknown to compliance", () => {
    expect(ruleResult([FINDING], ["x"])).toEqual({ status: "violated", findings: [FINDING] });
    expect(ruleResult([undefined], ["x"])).toEqual({ status: "notEvaluated", fields: ["x"] });
    expect(ruleResult([undefined])).toEqual({ status: "compliant" });
  });
});

describe("a value that looks like a credential", () => {
  test.each([
    ["a URL with a password", 'JSON "s3a://key:hunter2@bucket/x"'],
    ["an AWS access key", ["AKIA", "IOSFODNN7EXAMPLE"].join("")],
  ])("is not told: %s", (shape, value) => {
    expect(ruleResult([{ ...FINDING, value }])).toEqual({
      status: "violated",
      findings: [{ ...FINDING, value: `not shown, since it looks like ${shape}` }],
    });
  });
});

describe("findingMessage", () => {
  test("names field, value, limit and remedy", () => {
    expect(findingMessage(FINDING)).toBe("checkpointing interval is 5 min; the limit is 60 s: set checkpoints.interval to at most 60 s");
  });
});
