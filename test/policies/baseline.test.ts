import { describe, expect, test } from "vitest";
import { JOB_RULES } from "../../model/index.ts";
import { jobPolicies } from "../../policies/jobPolicy.ts";
import { BASELINE, LEVELS } from "../../policies/packs/baseline.ts";

describe("the baseline pack", () => {
  test("has every rule once, each with a level of its own", () => {
    expect(BASELINE.entries.map(({ rule }) => rule)).toEqual(JOB_RULES);
    expect(Object.keys(LEVELS).toSorted()).toEqual(JOB_RULES.map((rule) => rule.id).toSorted());
  });

  test("becomes one policy for each rule, with its sentence, level and parameters", () => {
    const policies = jobPolicies(BASELINE);
    expect(policies.map((policy) => policy.name)).toEqual(JOB_RULES.map((rule) => rule.id));
    expect(policies.find((policy) => policy.name === "checkpoint-interval")).toMatchObject({
      description: "The checkpointing interval is set, at least 1 s and at most 60 s.",
      enforcementLevel: "mandatory",
      configSchema: { properties: { minimumSeconds: { type: "number", default: 1 }, maximumSeconds: { type: "number", default: 60 } } },
    });
    expect(policies.find((policy) => policy.name === "checkpoint-storage")?.configSchema).toEqual({
      properties: {
        schemes: {
          type: "array",
          items: { type: "string" },
          default: ["s3", "s3a", "gs"],
          description: "Schemes of the directory that count as a bucket.",
        },
      },
    });
  });
});
