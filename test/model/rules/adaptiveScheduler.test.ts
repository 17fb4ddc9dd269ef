import { describe, expect, test } from "vitest";
import { adaptiveScheduler as rule } from "../../../model/rules/adaptiveScheduler.ts";
import { jobFrom, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const ON = { "job.autoscaler.enabled": "true" };
const ADAPTIVE = { ...ON, "jobmanager.scheduler": "adaptive" };
const IN_PLACE = "kubernetes.operator.job.upgrade.inplace-scaling.enabled";

const scaled = (flinkConfiguration: unknown, flinkVersion = "v2_2", mode?: string): ReturnType<typeof jobFrom> =>
  jobFrom({ spec: { flinkVersion, mode, flinkConfiguration } });

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["no autoscaler", scaled({})],
    ["an autoscaler that is off", scaled({ "job.autoscaler.enabled": "false" })],
    ["an autoscaler that only reports", scaled({ ...ON, "job.autoscaler.scaling.enabled": "false" })],
    ["the Adaptive Scheduler", scaled(ADAPTIVE)],
    ["its name in any case", scaled({ ...ON, "jobmanager.scheduler": "Adaptive" })],
    ["the first Flink that scales in place", scaled(ADAPTIVE, "v1_18")],
    ["scaling in place switched on", scaled({ ...ADAPTIVE, [IN_PLACE]: true })],
    ["native mode", scaled(ADAPTIVE, "v2_2", "native")],
    ["reactive mode, which scales standalone clusters", scaled({ ...ON, "scheduler-mode": "reactive" }, "v2_2", "standalone")],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    [
      "no scheduler",
      scaled(ON),
      {
        field: "scheduler",
        value: "not set (Flink's default for streaming is the Default Scheduler)",
        at: { setting: "jobmanager.scheduler" },
        suggestion: "adaptive",
      },
    ],
    ["another scheduler", scaled({ ...ON, "jobmanager.scheduler": "default" }), { field: "scheduler", value: '"default"' }],
    ["the autoscaler under its older prefix", scaled({ "kubernetes.operator.job.autoscaler.enabled": "true" }), { field: "scheduler" }],
    ["an older Flink", scaled(ADAPTIVE, "v1_17"), { field: "Flink version", value: "1.17 with the autoscaler on" }],
    [
      "scaling in place switched off",
      scaled({ ...ADAPTIVE, [IN_PLACE]: "false" }),
      { field: "scaling in place", value: "off", at: { setting: IN_PLACE }, suggestion: "true" },
    ],
    [
      "standalone mode",
      scaled(ADAPTIVE, "v2_2", "standalone"),
      { field: "deployment mode", value: '"standalone"', at: { path: ["spec", "mode"] } },
    ],
  ])("is broken by %s", (_, view, finding) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [finding] });
  });

  test("finds each of several", () => {
    expect(rule.evaluate(scaled({ ...ON, [IN_PLACE]: "false" }, "v1_17"))).toMatchObject({
      findings: [{ field: "Flink version" }, { field: "scheduler" }, { field: "scaling in place" }],
    });
  });

  test("counts what is certain in spite of what is unknown", () => {
    expect(rule.evaluate(scaled(ON, NOT_YET))).toMatchObject({ status: "violated" });
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB, ["autoscaler"]],
    ["an autoscaler that may be on", scaled({ "job.autoscaler.enabled": NOT_YET }), ["autoscaler"]],
    ["an unknown scheduler", scaled({ ...ON, "jobmanager.scheduler": NOT_YET }), ["scheduler"]],
    ["an unknown Flink", scaled(ADAPTIVE, NOT_YET), ["Flink version (spec.flinkVersion)"]],
    ["a Flink that cannot be read", scaled(ADAPTIVE, "v2"), ["Flink version (spec.flinkVersion)"]],
    ["scaling in place that may be off", scaled({ ...ADAPTIVE, [IN_PLACE]: NOT_YET }), ["scaling in place"]],
    ["an unknown mode", scaled(ADAPTIVE, "v2_2", NOT_YET), ["deployment mode"]],
  ])("is not evaluated for %s", (_, view, fields) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields });
  });
});
