import { describe, expect, test } from "vitest";
import { jobName as rule } from "../../../model/rules/jobName.ts";
import { jobFrom, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const named = (name: unknown, flinkConfiguration: unknown = {}): ReturnType<typeof jobFrom> =>
  jobFrom({ metadata: { name }, spec: { flinkConfiguration } });
const NAME_FIELD = "name of the job (metadata.name)";

describe(`${rule.id}: ${rule.title}`, () => {
  test.each(["orders", "a", `a${"b".repeat(44)}`])("holds for %s", (name) => {
    expect(rule.evaluate(named(name, { "kubernetes.cluster-id-of-mine": "x" }))).toEqual({ status: "compliant" });
  });

  test.each([
    ["Orders", 'write it like "orders-by-hour"'],
    ["1orders", 'write it like "orders-by-hour"'],
    ["orders-", 'write it like "orders-by-hour"'],
    ["orders.eu", 'write it like "orders-by-hour"'],
    [`a${"b".repeat(45)}`, "shorten it by 1"],
  ])("is broken by %s", (name, remedy) => {
    expect(rule.evaluate(named(name))).toEqual({
      status: "violated",
      findings: [
        {
          field: "name of the job",
          value: JSON.stringify(name),
          limit: "1 to 45 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen",
          remedy: `choose another jobName (metadata.name): ${remedy}`,
          at: { path: ["metadata", "name"] },
        },
      ],
    });
  });

  test.each([
    ["kubernetes.namespace", { "kubernetes.namespace": "beam" }],
    ["kubernetes.cluster-id", { kubernetes: { "cluster-id": "orders" } }],
    ["high-availability.cluster-id", { "high-availability.cluster-id": "orders" }],
    ["high-availability.cluster-id", { "high-availability.cluster-id": NOT_YET }],
  ])("is broken by %s in %j", (key, configuration) => {
    expect(rule.evaluate(named("orders", configuration))).toMatchObject({
      status: "violated",
      findings: [{ field: `Flink setting ${key}`, value: "set", at: { setting: key } }],
    });
  });

  test("counts what is certain in spite of what is unknown", () => {
    expect(rule.evaluate(named(NOT_YET, { "kubernetes.namespace": "beam" }))).toMatchObject({ status: "violated" });
    expect(rule.evaluate(named("Orders", NOT_YET))).toMatchObject({ status: "violated" });
  });

  test.each([
    ["an unknown name", named(NOT_YET), [NAME_FIELD]],
    ["a name that the API server makes", jobFrom({ metadata: { generateName: "orders-" } }), [NAME_FIELD]],
    ["an unknown configuration", named("orders", NOT_YET), ["Flink configuration"]],
    ["a part of the configuration that may hold the key", named("orders", { kubernetes: NOT_YET }), ["Flink configuration"]],
    ["an unknown job", UNKNOWN_JOB, [NAME_FIELD, "Flink configuration"]],
  ])("is not evaluated for %s", (_, view, fields) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields });
  });
});
