import { AdmissionPolicies, PolicyLevel } from "beam-flink";

const policies = new AdmissionPolicies("policies", {
  namespaces: ["orders", "payments"],
  level: PolicyLevel.Advisory, // first warn, then leave it out
  rules: {
    "bundle-size": { level: PolicyLevel.Mandatory, parameters: { minimum: 20_000 } },
    "job-resources": { level: PolicyLevel.Disabled },
  },
});

export const rules = policies.rules;
