import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { AdmissionPolicies, type AdmissionPoliciesArgs, PolicyLevel } from "../../components/index.ts";
import { expressibleRules } from "../../model/admission/index.ts";
import { runWithMocks } from "../support/mocks.ts";

const POLICY = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy";
const BINDING = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding";

const run = (args?: AdmissionPoliciesArgs) => runWithMocks(() => void new AdmissionPolicies("policies", args));

describe("admission policies", () => {
  test("are a policy and a binding for each rule that admission can hold", async () => {
    const { list } = await run();
    expect(list.toSorted()).toEqual(
      [
        "beam-flink:index:AdmissionPolicies policies",
        ...expressibleRules.flatMap((rule) => [`${POLICY} policies-${rule}`, `${BINDING} policies-${rule}-binding`]),
      ].toSorted(),
    );
  });

  test("refuse what is mandatory and warn of what is advisory", async () => {
    const { inputs } = await run();
    expect(inputs("policies-bundle-size-binding")).toMatchObject({
      spec: { policyName: "beam-flink-bundle-size", validationActions: ["Deny"] },
    });
    expect(inputs("policies-image-pinned-binding")).toMatchObject({ spec: { validationActions: ["Warn", "Audit"] } });
  });

  test("can warn only, and leave a rule out", async () => {
    const { inputs, list } = await run({ level: PolicyLevel.Advisory, rules: { "bundle-time": { level: PolicyLevel.Disabled } } });
    expect(inputs("policies-bundle-size-binding")).toMatchObject({ spec: { validationActions: ["Warn", "Audit"] } });
    expect(list).not.toContain(`${POLICY} policies-bundle-time`);
  });

  test("hold in the namespaces that are named, of which one may be an output", async () => {
    const { inputs } = await run({ namespaces: ["orders", pulumi.output("payments")] });
    expect(inputs("policies-bundle-size-binding")).toMatchObject({
      spec: {
        matchResources: {
          namespaceSelector: {
            matchExpressions: [
              { key: "kubernetes.io/metadata.name", operator: "In", values: ["orders", "payments"] },
              { key: "beam-flink/policies", operator: "NotIn", values: ["exempt"] },
              { key: "beam-flink/policy-bundle-size", operator: "NotIn", values: ["exempt"] },
            ],
          },
        },
      },
    });
  });

  test("say which rules they hold", async () => {
    let rules: readonly string[] = [];
    await runWithMocks(() => {
      ({ rules } = new AdmissionPolicies("policies", { rules: { "job-name": { level: PolicyLevel.Disabled } } }));
    });
    expect(rules).toEqual(expressibleRules.filter((rule) => rule !== "job-name"));
  });

  test.each([
    [{ namespaces: [] }, "namespaces is []: must name at least one namespace"],
    [{ namespaces: ["Orders"] }, 'namespaces[0] is "Orders": must be the name of a namespace'],
    [{ rules: { "bundle-sise": {} } }, 'rules["bundle-sise"] is "bundle-sise": must be one of'],
    [{ rules: { "bundle-size": { parameters: { minimum: 0 } } } }, "parameter minimum of rule bundle-size is 0"],
  ] satisfies [AdmissionPoliciesArgs, string][])("refuse %j before anything is registered", async (args, message) => {
    await expect(run(args)).rejects.toThrow(`AdmissionPolicies "policies": ${message}`);
  });
});
