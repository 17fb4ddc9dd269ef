import { describe, expect, test } from "vitest";
import {
  autoscalerScales,
  highestAutoscaled,
  jobMaxParallelism,
  jobParallelism,
  taskManagers,
  usesAdaptiveScheduler,
} from "../../../model/views/jobParallelism.ts";
import { UNKNOWN } from "../../../model/views/known.ts";
import { job, jobFrom, jobWith, NOT_YET, UNKNOWN_JOB } from "../rules/jobs.ts";

describe("jobParallelism", () => {
  test.each([
    ["Beam's option first", jobWith({ options: { parallelism: "4" }, job: { parallelism: 2 } }), 4],
    ["the field where Beam's option is -1", jobWith({ options: { parallelism: "-1" }, job: { parallelism: 2 } }), 2],
    ["Flink's setting where there is neither", job({}, { "parallelism.default": "3" }), 3],
    ["1 where there is none", job({}), 1],
    ["1 for what is no number", jobWith({ job: { parallelism: "many" } }), 1],
  ])("is %s", (_, view, parallelism) => {
    expect(jobParallelism(view)).toBe(parallelism);
  });

  test.each([
    ["the job", UNKNOWN_JOB],
    ["an argument", job({ other: NOT_YET })],
    ["the field", jobWith({ job: { parallelism: NOT_YET } })],
  ])("is unknown where %s is", (_, view) => {
    expect(jobParallelism(view)).toBe(UNKNOWN);
  });
});

describe("jobMaxParallelism", () => {
  test.each([
    ["Beam's option first", job({ maxParallelism: "240" }, { "pipeline.max-parallelism": "120" }), { value: 240 }],
    ["Flink's setting where Beam's option is -1", job({ maxParallelism: "-1" }, { "pipeline.max-parallelism": "120" }), { value: 120 }],
    ["nothing where Flink's is -1", job({}, { "pipeline.max-parallelism": "-1" }), undefined],
    ["the text that is no number", job({ maxParallelism: "many" }), { unreadable: "many" }],
  ])("is %s", (_, view, maximum) => {
    expect(jobMaxParallelism(view)).toEqual(maximum);
  });
});

describe("the autoscaler", () => {
  test.each([
    ["nothing", {}, false, 0],
    ["enabled", { "job.autoscaler.enabled": "true" }, true, 200],
    ["enabled under the older prefix", { "kubernetes.operator.job.autoscaler.enabled": "TRUE" }, true, 200],
    ["enabled, as nested settings", { job: { autoscaler: { enabled: true, vertex: { "max-parallelism": 48 } } } }, true, 48],
    ["told only to report", { "job.autoscaler.enabled": "true", "job.autoscaler.scaling.enabled": "false" }, false, 0],
    [
      "told only to report, whether it is enabled or not",
      { "job.autoscaler.enabled": NOT_YET, "job.autoscaler.scaling.enabled": "false" },
      false,
      0,
    ],
    ["perhaps enabled", { "job.autoscaler.enabled": NOT_YET }, UNKNOWN, UNKNOWN],
    [
      "with a limit that is not known",
      { "job.autoscaler.enabled": "true", "job.autoscaler.vertex.max-parallelism": NOT_YET },
      true,
      UNKNOWN,
    ],
  ])("%s", (_, settings, scales, highest) => {
    expect([autoscalerScales(job({}, settings)), highestAutoscaled(job({}, settings))]).toEqual([scales, highest]);
  });
});

describe("usesAdaptiveScheduler", () => {
  test.each([
    ["adaptive", { "jobmanager.scheduler": "adaptive" }, true],
    ["Adaptive", { "jobmanager.scheduler": "Adaptive" }, true],
    ["reactive mode", { "scheduler-mode": "reactive" }, true],
    ["nothing", {}, false],
    ["the batch one", { "jobmanager.scheduler": "AdaptiveBatch" }, false],
    ["an unknown one", { "jobmanager.scheduler": NOT_YET }, UNKNOWN],
    ["an unknown one in reactive mode", { "jobmanager.scheduler": NOT_YET, "scheduler-mode": "REACTIVE" }, true],
  ])("%s", (_, settings, adaptive) => {
    expect(usesAdaptiveScheduler(job({}, settings))).toBe(adaptive);
  });
});

describe("taskManagers", () => {
  const standalone = (taskManager: unknown) => jobFrom({ spec: { mode: "standalone", taskManager } });
  test.each([
    ["one slot each by default", job({}), 3, 3],
    ["as few as hold the parallelism", job({}, { "taskmanager.numberOfTaskSlots": "2" }), 3, 2],
    ["as many as standalone mode asks for", standalone({ replicas: 5 }), 2, 5],
    ["by slots where it does not ask", standalone({}), 2, 2],
    ["unknown with unknown slots", job({}, { "taskmanager.numberOfTaskSlots": NOT_YET }), 2, UNKNOWN],
    ["unknown in standalone mode", standalone({ replicas: NOT_YET }), 2, UNKNOWN],
  ])("%s", (_, view, parallelism, count) => {
    expect(taskManagers(view, parallelism)).toBe(count);
  });

  test("unknown with unknown parallelism, but for what standalone mode asks for", () => {
    expect(taskManagers(job({}), UNKNOWN)).toBe(UNKNOWN);
    expect(taskManagers(standalone({ replicas: 5 }), UNKNOWN)).toBe(5);
  });
});
