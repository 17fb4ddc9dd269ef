import { describe, expect, test } from "vitest";
import { slotBalance as rule } from "../../../model/rules/slotBalance.ts";
import { jobFrom, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const MODE = "taskmanager.load-balance.mode";
const SPREAD = "cluster.evenly-spread-out-slots";
const PACKING = "jobmanager.adaptive-scheduler.prefer-minimal-taskmanagers";
const LOCAL = "execution.state-recovery.from-local";
const ADAPTIVE = { "jobmanager.scheduler": "adaptive" };
const BALANCED = { ...ADAPTIVE, [MODE]: "TASKS", [PACKING]: "false" };
const PIPELINES_FIELD = "number of pipelines (annotation beam-flink/pipelines, a whole number)";

/** A job of two pipelines, unless it has another number. */
const balanced = (line: string, settings: object, spec: object = {}, pipelines: string | undefined = "2"): ReturnType<typeof jobFrom> =>
  jobFrom({
    metadata: { labels: { "beam-flink/pipelines": pipelines } },
    spec: { flinkVersion: `v${line.replace(".", "_")}`, flinkConfiguration: settings, ...spec },
  });
const pipelines = (count: string | undefined, settings: object = {}, spec: object = {}): ReturnType<typeof jobFrom> =>
  jobFrom({
    metadata: { labels: count === undefined ? {} : { "beam-flink/pipelines": count } },
    spec: { flinkVersion: "v2_2", flinkConfiguration: settings, ...spec },
  });

describe(`${rule.id}: ${rule.title}`, () => {
  describe("with the Default Scheduler", () => {
    test.each([
      ["1.18", { [SPREAD]: "true" }],
      ["1.19", { [SPREAD]: "true" }],
      ["1.19", { [MODE]: "SLOTS" }],
      ["1.20", { [MODE]: "slots" }],
      ["2.0", { [MODE]: "SLOTS" }],
      ["2.1", { [MODE]: "SLOTS" }],
      ["2.2", { [MODE]: "SLOTS" }],
      ["2.2", { [MODE]: "TASKS" }],
      ["2.3", { [MODE]: "tasks" }],
      ["2.2", { taskmanager: { "load-balance": { mode: "TASKS" } } }],
    ])("holds on Flink %s for %j", (line, settings) => {
      expect(rule.evaluate(balanced(line, settings))).toEqual({ status: "compliant" });
    });

    test.each([
      ["1.18", {}, "not set (Flink's default is false)", SPREAD, "true"],
      ["1.18", { [SPREAD]: "false" }, "off", SPREAD, "true"],
      ["1.18", { [MODE]: "SLOTS" }, `only by ${MODE}, which came with Flink 1.19`, SPREAD, "true"],
      ["1.19", {}, "not set (Flink's default is NONE)", MODE, "SLOTS"],
      ["1.19", { [MODE]: "NONE", [SPREAD]: "true" }, '"NONE"', MODE, "SLOTS"],
      ["1.20", { [MODE]: "TASKS" }, '"TASKS"', MODE, "SLOTS"],
      ["2.0", { [SPREAD]: "true" }, `only by ${SPREAD}, which Flink 2.0 has removed`, MODE, "SLOTS"],
      ["2.1", { [MODE]: "MIN_RESOURCES" }, '"MIN_RESOURCES"', MODE, "SLOTS"],
      ["2.1", { [MODE]: "TASKS" }, '"TASKS"', MODE, "SLOTS"],
      ["2.2", {}, "not set (Flink's default is NONE)", MODE, "TASKS"],
      ["2.2", { [MODE]: "NONE" }, '"NONE"', MODE, "TASKS"],
    ])("is broken on Flink %s by %j", (line, settings, value, setting, suggestion) => {
      expect(rule.evaluate(balanced(line, settings))).toMatchObject({
        status: "violated",
        findings: [{ field: "slot balance", value, at: { setting }, suggestion }],
      });
    });

    test("tells a BeamJob to leave the autoscaler off, which the argument would bring along", () => {
      expect(rule.evaluate(balanced("2.2", {}))).toMatchObject({
        findings: [{ remedy: expect.stringContaining("autoscaling.enabled and autoscaling.adaptiveScheduler false") }],
      });
      expect(rule.evaluate(balanced("2.2", { ...ADAPTIVE, [PACKING]: "false" }))).toMatchObject({
        findings: [{ remedy: `set autoscaling.slotBalance to tasks (${MODE}: TASKS)` }],
      });
    });

    test("does not mind what only undoes balance under the Adaptive Scheduler", () => {
      expect(rule.evaluate(balanced("2.2", { [MODE]: "TASKS", [LOCAL]: "true" }))).toEqual({ status: "compliant" });
    });
  });

  describe("with the Adaptive Scheduler", () => {
    test.each(["1.18", "1.20", "2.1"])("holds on Flink %s, where there is nothing to set", (line) => {
      expect(rule.evaluate(balanced(line, ADAPTIVE))).toEqual({ status: "compliant" });
      expect(rule.evaluate(balanced(line, { ...ADAPTIVE, [MODE]: "none", [SPREAD]: "true" }))).toEqual({ status: "compliant" });
    });

    test.each(["1.19", "2.1"])("is broken on Flink %s by a mode without effect, whatever the job's size", (line) => {
      for (const count of ["1", undefined]) {
        expect(rule.evaluate(balanced(line, { ...ADAPTIVE, [MODE]: "SLOTS" }, {}, count))).toMatchObject({
          status: "violated",
          findings: [
            { value: `"SLOTS" with the Adaptive Scheduler of Flink ${line}, which ignores it`, at: { setting: MODE }, suggestion: "NONE" },
          ],
        });
      }
    });

    test.each([
      ["2.2", BALANCED],
      ["2.2", { ...BALANCED, [MODE]: "SLOTS" }],
      ["2.3", { ...BALANCED, [LOCAL]: "false" }],
    ])("holds on Flink %s for %j", (line, settings) => {
      expect(rule.evaluate(balanced(line, settings))).toEqual({ status: "compliant" });
    });

    test.each([
      [
        "packing by default",
        { ...ADAPTIVE, [MODE]: "TASKS" },
        [{ value: "not set (Flink's default is true)", at: { setting: PACKING }, suggestion: "false" }],
      ],
      ["packing", { ...BALANCED, [PACKING]: "true" }, [{ value: "on", at: { setting: PACKING }, suggestion: "false" }]],
      ["local recovery", { ...BALANCED, [LOCAL]: "true" }, [{ field: "local recovery", at: { setting: LOCAL }, suggestion: "false" }]],
      ["local recovery under its older name", { ...BALANCED, "state.backend.local-recovery": "true" }, [{ field: "local recovery" }]],
      ["nothing set", ADAPTIVE, [{ field: "slot balance", suggestion: "TASKS" }, { at: { setting: PACKING } }]],
    ])("is broken on Flink 2.2 by %s", (_, settings, findings) => {
      expect(rule.evaluate(balanced("2.2", settings))).toMatchObject({ status: "violated", findings });
    });
  });

  describe("only where there is something to balance", () => {
    const slots = { "taskmanager.numberOfTaskSlots": "2" };
    test.each([
      ["one pipeline on one TaskManager", pipelines("1", slots, { job: { parallelism: 2 } })],
      [
        "one pipeline that the autoscaler keeps on one",
        pipelines("1", { ...slots, ...BALANCED, "job.autoscaler.enabled": "true", "job.autoscaler.vertex.max-parallelism": "2" }),
      ],
    ])("holds for %s", (_, view) => {
      expect(rule.evaluate(view)).toEqual({ status: "compliant" });
    });

    test.each([
      ["two pipelines", pipelines("2", slots)],
      ["one pipeline on two TaskManagers", pipelines("1", slots, { job: { parallelism: 3 } })],
      ["two TaskManagers, whatever the pipelines", pipelines(undefined, slots, { job: { parallelism: 3 } })],
      ["one TaskManager that the autoscaler may make more of", pipelines("1", { ...slots, "job.autoscaler.enabled": "true" })],
      ["a standalone cluster of two", pipelines("1", {}, { mode: "standalone", taskManager: { replicas: 2 } })],
    ])("is broken by %s without balance", (_, view) => {
      expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ field: "slot balance" }] });
    });

    test("does not need to know where the balance is right", () => {
      expect(rule.evaluate(pipelines(undefined, { [MODE]: "TASKS" }))).toEqual({ status: "compliant" });
    });
  });

  test.each([
    ["no number of pipelines", pipelines(undefined), [PIPELINES_FIELD]],
    ["a number of pipelines that is none", pipelines("many"), [PIPELINES_FIELD]],
    ["an unknown parallelism", pipelines("1", {}, { job: { parallelism: NOT_YET } }), ["number of TaskManagers"]],
    ["an autoscaler that may be on", pipelines("1", { "job.autoscaler.enabled": NOT_YET }), ["highest parallelism of the autoscaler"]],
    ["an unknown mode", pipelines("2", { [MODE]: NOT_YET }), ["slot balance"]],
    ["an unknown mode that may have no effect", balanced("2.1", { ...ADAPTIVE, [MODE]: NOT_YET }), ["slot balance"]],
    ["unknown packing", pipelines("2", { ...BALANCED, [PACKING]: NOT_YET }), ["packing into few TaskManagers"]],
    ["an unknown scheduler", pipelines("2", { "jobmanager.scheduler": NOT_YET }), ["scheduler"]],
    ["an unknown Flink", pipelines("2", {}, { flinkVersion: NOT_YET }), ["Flink version (spec.flinkVersion)"]],
    ["an unknown job", UNKNOWN_JOB, ["Flink version (spec.flinkVersion)"]],
  ])("is not evaluated for %s", (_, view, fields) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields });
  });
});
