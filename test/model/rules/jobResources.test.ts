import { describe, expect, test } from "vitest";
import { jobResources as rule } from "../../../model/rules/jobResources.ts";
import { jobFrom, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const RESOURCE = { cpu: 1, memory: "1g" };
const resources = (jobManager: unknown, taskManager: unknown, flinkConfiguration: unknown = {}): ReturnType<typeof jobFrom> =>
  jobFrom({ spec: { jobManager: { resource: jobManager }, taskManager: { resource: taskManager }, flinkConfiguration } });

const ALL = ["memory of the JobManager", "CPU of the JobManager", "memory of the TaskManagers", "CPU of the TaskManagers"];

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["the fields of both", resources(RESOURCE, RESOURCE)],
    ["amounts as texts and fractions", resources({ cpu: "0.5", memory: "1024m" }, { cpu: 0.5, memory: "2Gi" })],
    [
      "Flink's settings",
      resources(undefined, undefined, {
        "jobmanager.memory.process.size": "1g",
        "kubernetes.jobmanager.cpu.amount": 1,
        "taskmanager.memory.flink.size": "2g",
        "taskmanager.cpu.cores": 2,
      }),
    ],
    [
      "Flink's older settings",
      resources({ cpu: 1 }, undefined, {
        "jobmanager.heap.size": "1g",
        "taskmanager.heap.mb": 2048,
        "kubernetes.taskmanager.cpu": "2",
      }),
    ],
    [
      "heap and managed memory of the TaskManagers",
      resources(RESOURCE, { cpu: 1 }, { "taskmanager.memory.task.heap.size": "1g", "taskmanager.memory.managed.size": "1g" }),
    ],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    ["memory of the JobManager", resources({ cpu: 1 }, RESOURCE), "jobManager", "memory", "not set (the operator refuses the job)"],
    ["CPU of the JobManager", resources({ memory: "1g" }, RESOURCE), "jobManager", "cpu", "not set (Flink's default is 1)"],
    ["memory of the TaskManagers", resources(RESOURCE, { cpu: 1 }), "taskManager", "memory", "not set (the operator refuses the job)"],
    [
      "CPU of the TaskManagers",
      resources(RESOURCE, { memory: "1g" }),
      "taskManager",
      "cpu",
      "not set (Flink's default is one CPU for each slot)",
    ],
    [
      "memory of the JobManager",
      resources({ cpu: 1, memory: " " }, RESOURCE),
      "jobManager",
      "memory",
      "not set (the operator refuses the job)",
    ],
    ["CPU of the JobManager", resources({ cpu: 0, memory: "1g" }, RESOURCE), "jobManager", "cpu", "not set (Flink's default is 1)"],
  ])("is broken without %s", (field, view, process, name, value) => {
    expect(rule.evaluate(view)).toMatchObject({
      status: "violated",
      findings: [
        {
          field,
          value,
          at: { path: ["spec", process, "resource", name] },
          remedy: expect.stringContaining(`set ${process}.${name} (spec.${process}.resource.${name}`),
        },
      ],
    });
  });

  test("is broken by each of the four, and heap alone is no memory of a TaskManager", () => {
    const result = rule.evaluate(jobFrom({ spec: { flinkConfiguration: { "taskmanager.memory.task.heap.size": "1g" } } }));
    expect(result).toMatchObject({ findings: ALL.map((field) => ({ field })) });
  });

  test("counts what is certain in spite of what is unknown", () => {
    expect(rule.evaluate(resources(NOT_YET, { memory: "1g" }))).toMatchObject({ findings: [{ field: "CPU of the TaskManagers" }] });
  });

  test.each([
    ["an unknown memory", resources({ cpu: 1, memory: NOT_YET }, RESOURCE), [ALL[0]]],
    ["unknown resources", resources(RESOURCE, NOT_YET), [ALL[2], ALL[3]]],
    ["an unknown setting", resources({ memory: "1g" }, RESOURCE, { "kubernetes.jobmanager.cpu.amount": NOT_YET }), [ALL[1]]],
    ["an unknown configuration", resources({ memory: "1g" }, RESOURCE, NOT_YET), [ALL[1]]],
    ["an unknown job", UNKNOWN_JOB, ALL],
  ])("is not evaluated for %s", (_, view, fields) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields });
  });
});
