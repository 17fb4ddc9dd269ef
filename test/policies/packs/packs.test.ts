import { describe, expect, test } from "vitest";
import { BUCKET_RULES, CLUSTER_RULES, JOB_RULES } from "../../../model/index.ts";
import { BASELINE } from "../../../policies/packs/baseline.ts";
import { LEVELS } from "../../../policies/packs/levels.ts";
import { entriesOf } from "../../../policies/packs/pack.ts";
import { PRODUCTION } from "../../../policies/packs/production.ts";
import { infrastructurePolicies } from "../../../policies/pulumi/infrastructurePolicies.ts";
import { jobPolicies } from "../../../policies/pulumi/jobPolicies.ts";

const RULES = [...JOB_RULES, ...BUCKET_RULES, ...CLUSTER_RULES].map(({ id }) => id);

describe.each([BASELINE, PRODUCTION])("the pack $name", (pack) => {
  test("has every rule once", () => {
    expect(entriesOf(pack).map(({ rule }) => rule.id)).toEqual(RULES);
    expect(new Set(RULES).size).toBe(RULES.length);
  });

  test("has parameters of its own only where they fit the rule", () => {
    for (const { rule, parameters } of entriesOf(pack)) expect(() => rule.configure(parameters)).not.toThrow();
  });
});

test("every rule has levels of its own, and no level is of a rule that is gone", () => {
  expect(Object.keys(LEVELS).toSorted()).toEqual(RULES.toSorted());
});

test("baseline is never stricter than production", () => {
  const strictness = ["disabled", "advisory", "mandatory"];
  for (const { baseline, production } of Object.values(LEVELS)) {
    expect(strictness.indexOf(baseline)).toBeLessThanOrEqual(strictness.indexOf(production));
  }
});

test("a rule becomes a policy with its sentence, level, parameters and waivers", () => {
  const policies = [...jobPolicies(BASELINE), ...infrastructurePolicies(BASELINE)];
  expect(policies.find((policy) => policy.name === "checkpoint-interval")).toMatchObject({
    description: "The checkpointing interval is set, at least 1 s and at most 60 s.",
    enforcementLevel: "mandatory",
    configSchema: { properties: { minimumSeconds: { type: "number", default: 1 }, maximumSeconds: { type: "number", default: 60 } } },
  });
  expect(policies.find((policy) => policy.name === "checkpoint-storage")?.configSchema?.properties).toMatchObject({
    schemes: { type: "array", items: { type: "string" }, default: ["s3", "s3a", "gs"] },
    waivers: { type: "array", items: { required: ["resource", "owner", "reason", "expires"] } },
  });
});

test("production asks for a digest of the image", () => {
  const digestOf = (pack: typeof BASELINE) => pack.jobs.find(({ rule }) => rule.id === "image-pinned")?.parameters?.["digest"];
  expect([digestOf(BASELINE), digestOf(PRODUCTION)]).toEqual([undefined, true]);
});
