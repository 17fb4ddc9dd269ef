import { describe, expect, test } from "vitest";
import { jobNameProblem, MAX_JOB_NAME_LENGTH, validateJobName } from "../../model/jobName.ts";

describe("validateJobName", () => {
  test.each(["a", "orders", "orders-by-hour", "a1", `a${"b".repeat(MAX_JOB_NAME_LENGTH - 1)}`])("takes %s", (name) => {
    expect(validateJobName(name, "jobName")).toBe(name);
  });

  test.each(["", "Orders", "1orders", "orders-", "orders_by_hour", "a.b", "orders\n"])("refuses %j", (name) => {
    expect(() => validateJobName(name, "jobName")).toThrow("must be 1 to 45 lower-case letters, digits and hyphens");
  });

  test("says by how much a long name must be shorter", () => {
    expect(() => validateJobName("a".repeat(50), "jobName")).toThrow("Shorten it by 5.");
  });
});

describe("jobNameProblem", () => {
  test("is the rule that the name breaks, with its remedy", () => {
    expect(jobNameProblem("orders-by-hour")).toBeUndefined();
    expect(jobNameProblem("a".repeat(46))).toEqual({ rule: expect.stringContaining("must be 1 to 45"), remedy: "Shorten it by 1." });
    expect(jobNameProblem("Orders")?.remedy).toBe('Write it like "orders-by-hour".');
  });
});
