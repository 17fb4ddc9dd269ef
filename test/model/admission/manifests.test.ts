import { describe, expect, test } from "vitest";
import { expressibleRules, INEXPRESSIBLE_RULES, renderAdmissionPolicies } from "../../../model/admission/index.ts";
import { ADMISSION_RULES } from "../../../model/admission/rules/index.ts";
import { JOB_RULES, readJobView } from "../../../model/index.ts";
import { LEVELS } from "../../../policies/packs/levels.ts";
import { jobOf, VIOLATIONS } from "./violations.ts";

describe("the rules that admission can hold", () => {
  test("and the ones that it cannot are all rules on jobs", () => {
    expect([...expressibleRules, ...Object.keys(INEXPRESSIBLE_RULES)].toSorted()).toEqual(JOB_RULES.map(({ id }) => id).toSorted());
  });

  test("have the levels of the pack production", () => {
    const levels = Object.fromEntries(ADMISSION_RULES.map(({ rule, level }) => [rule.id, level]));
    expect(levels).toEqual(Object.fromEntries(expressibleRules.map((rule) => [rule, LEVELS[rule]?.production])));
  });

  test("each have a case that breaks them, and one job obeys them all", () => {
    expect([...new Set(VIOLATIONS.map(([rule]) => rule))]).toEqual(expressibleRules);
    for (const { rule } of ADMISSION_RULES) {
      expect(rule.evaluate(readJobView(jobOf())), rule.id).toEqual({ status: "compliant" });
    }
    for (const [id, what, job] of VIOLATIONS) {
      const rule = JOB_RULES.find((one) => one.id === id);
      expect(rule?.evaluate(readJobView(job)).status, `${id}: ${what}`).toBe("violated");
    }
  });
});

describe("a policy", () => {
  const [first] = renderAdmissionPolicies();

  test("looks at FlinkDeployments themselves, not at their status or scale", () => {
    expect(first?.policy).toMatchObject({
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicy",
      metadata: { name: "beam-flink-checkpoint-interval" },
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          resourceRules: [{ apiGroups: ["flink.apache.org"], operations: ["CREATE", "UPDATE"], resources: ["flinkdeployments"] }],
        },
      },
    });
  });

  test("is bound wherever no label of the namespace exempts it", () => {
    expect(first?.binding).toMatchObject({
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name: "beam-flink-checkpoint-interval" },
      spec: {
        policyName: "beam-flink-checkpoint-interval",
        validationActions: ["Deny"],
        matchResources: {
          namespaceSelector: {
            matchExpressions: [
              { key: "beam-flink/policies", operator: "NotIn", values: ["exempt"] },
              { key: "beam-flink/policy-checkpoint-interval", operator: "NotIn", values: ["exempt"] },
            ],
          },
        },
      },
    });
  });

  test("uses each variable only after its definition", () => {
    for (const { rule, policy } of renderAdmissionPolicies()) {
      const known = new Set<string>();
      for (const { name, expression } of policy.spec.variables) {
        for (const [, used = ""] of expression.matchAll(/variables\.(\w+)/g)) expect(known, `${rule}: ${name}`).toContain(used);
        known.add(name);
      }
      const all = policy.spec.validations.map(({ expression, messageExpression }) => expression + messageExpression).join(" ");
      for (const [, used = ""] of all.matchAll(/variables\.(\w+)/g)) expect(known, rule).toContain(used);
    }
  });
});

describe("what a platform team chooses", () => {
  test("is the level of a rule, before that of all", () => {
    const chosen = renderAdmissionPolicies({
      level: "advisory",
      rules: { "bundle-size": { level: "mandatory" }, "bundle-time": { level: "disabled" } },
    });
    const actions = Object.fromEntries(chosen.map(({ rule, binding }) => [rule, binding.spec.validationActions]));
    expect(actions).toMatchObject({ "bundle-size": ["Deny"], "finish-bundle": ["Warn", "Audit"] });
    expect(actions).not.toHaveProperty("bundle-time");
  });

  test("is the parameters of a rule", () => {
    const [policy] = renderAdmissionPolicies({
      level: "disabled",
      rules: { "bundle-size": { level: "mandatory", parameters: { minimum: 20_000 } } },
    });
    expect(policy?.policy.spec.validations[0]?.expression).toContain("20000.0");
  });

  test("is the namespaces and the names", () => {
    const [policy] = renderAdmissionPolicies({ namespaces: ["a", "b"], prefix: "team" });
    expect(policy?.policy.metadata.name).toBe("team-checkpoint-interval");
    expect(policy?.binding.spec.matchResources.namespaceSelector.matchExpressions[0]).toEqual({
      key: "kubernetes.io/metadata.name",
      operator: "In",
      values: ["a", "b"],
    });
  });

  test.each([
    [{ rules: { "beam-version": {} } }, /rules\["beam-version"\] is "beam-version": must be one of checkpoint-interval, .*policy pack/],
    [{ rules: { "bundle-size": { parameters: { minimun: 1 } } } }, /parameter minimun of rule bundle-size/],
    [
      { rules: { "bundle-size": { level: "off" as never } } },
      /rules\["bundle-size"\]\.level is "off": must be one of mandatory, advisory, disabled/,
    ],
    [{ level: "off" as never }, /^level is "off"/],
    [{ prefix: "Team-" }, /^prefix is "Team-": must be 1 to 30/],
  ])("is refused where it is wrong: %j", (choice, message) => {
    expect(() => renderAdmissionPolicies(choice)).toThrow(message);
  });

  test("is checked even for a rule that is off", () => {
    expect(() => renderAdmissionPolicies({ rules: { "bundle-size": { level: "disabled", parameters: { minimum: "many" } } } })).toThrow(
      /minimum/,
    );
  });
});
