import { describe, expect, test } from "vitest";
import { bundleTime as rule } from "../../../model/rules/bundleTime.ts";
import { job, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const TIMEOUT = { checkpointingInterval: "10000", checkpointTimeoutMillis: "60000" };

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["10 s of a timeout of 60 s", job({ ...TIMEOUT, maxBundleTimeMills: "10000" })],
    ["half of the timeout", job({ ...TIMEOUT, maxBundleTimeMills: "30000" })],
    ["a second", job({ ...TIMEOUT, maxBundleTimeMills: "1000" })],
    ["half of Flink's own timeout where none is set", job({ maxBundleTimeMills: "300000" })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    ["no time", job(TIMEOUT), "not set (Beam's default is 1 s for streaming)", "1 s at least"],
    ["under a second", job({ ...TIMEOUT, maxBundleTimeMills: "999" }), "999 ms", "1 s at least"],
    [
      "over half of the timeout",
      job({ ...TIMEOUT, maxBundleTimeMills: "30001" }),
      "30001 ms",
      "30000 ms at most, 0.5 of the checkpoint timeout (1 min)",
    ],
    [
      "over half of Flink's setting",
      job({ maxBundleTimeMills: "10000" }, { "execution.checkpointing.timeout": "12 s" }),
      "10 s",
      "6000 ms at most, 0.5 of the checkpoint timeout (12 s)",
    ],
    ["a time that is none", job({ ...TIMEOUT, maxBundleTimeMills: "10 s" }), '"10 s"', "1 s at least"],
  ])("is broken by %s", (_, view, value, limit) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ field: "bundle time", value, limit }] });
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB, "bundle time"],
    ["an unknown argument", job({ other: NOT_YET }), "bundle time"],
    ["an unknown timeout", job({ maxBundleTimeMills: "10000", other: NOT_YET }), "checkpoint timeout"],
  ])("is not evaluated for %s", (_, view, field) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields: [field] });
  });

  test.each([
    ["the usual time", job(TIMEOUT), {}, "10000"],
    ["the most that a short timeout allows", job({ ...TIMEOUT, checkpointTimeoutMillis: "12000" }), {}, "6000"],
    ["the least, where the timeout allows less", job({ ...TIMEOUT, checkpointTimeoutMillis: "1000" }), {}, "1000"],
    ["the usual time for a timeout that is none", job({ ...TIMEOUT, checkpointTimeoutMillis: "soon" }), {}, "10000"],
    ["a longer one that is asked for", job(TIMEOUT), { minimumSeconds: 20 }, "20000"],
  ])("suggests %s", (_, view, parameters, suggestion) => {
    expect(rule.evaluate(view, parameters)).toMatchObject({ findings: [{ suggestion }] });
  });

  test("takes other limits", () => {
    expect(rule.evaluate(job({ ...TIMEOUT, maxBundleTimeMills: "45000" }), { maximumShareOfTimeout: 0.8 })).toEqual({
      status: "compliant",
    });
    expect(rule.evaluate(job({ ...TIMEOUT, maxBundleTimeMills: "1000" }), { minimumSeconds: 5 })).toMatchObject({ status: "violated" });
  });
});
