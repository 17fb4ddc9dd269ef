import { describe, expect, test } from "vitest";
import { optionsSize as rule } from "../../../model/rules/optionsSize.ts";
import { job, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

describe(`${rule.id}: ${rule.title}`, () => {
  test("holds for options of 4 KiB exactly, and is broken by one byte more", () => {
    // {"a":""} is 8 bytes.
    expect(rule.evaluate(job({ a: "x".repeat(4088) }))).toEqual({ status: "compliant" });
    expect(rule.evaluate(job({ a: "x".repeat(4089) }))).toMatchObject({ status: "violated" });
  });

  test("counts bytes, not characters", () => {
    expect(rule.evaluate(job({ a: "é".repeat(3000) }))).toMatchObject({ status: "violated" });
  });

  test("names the three largest options with their sizes, and never a value", () => {
    const result = rule.evaluate(job({ small: "1", rules: "R".repeat(3000), apiToken: "T".repeat(2000), query: "Q".repeat(1000) }));
    expect(result).toMatchObject({
      findings: [{ value: "6049 bytes (largest: rules 3002 bytes, apiToken 2002 bytes, query 1002 bytes)", limit: "4096 bytes at most" }],
    });
    expect(JSON.stringify(result)).not.toMatch(/RRR|TTT|QQQ/);
  });

  test("tells no name that may be a credential, or is none", () => {
    const result = rule.evaluate(job({ AKIAIOSFODNN7EXAMPLE: "x".repeat(5000), схема: "x" }));
    expect(result).toMatchObject({
      findings: [{ value: "5044 bytes (largest: one that is no name 5002 bytes, one that is no name 3 bytes)" }],
    });
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB],
    ["an unknown argument", job({ a: "1", other: NOT_YET })],
  ])("is not evaluated for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields: ["pipeline options"] });
  });

  test("takes another limit", () => {
    expect(rule.evaluate(job({ a: "x".repeat(100) }), { maximumBytes: 50 })).toMatchObject({ findings: [{ limit: "50 bytes at most" }] });
  });
});
