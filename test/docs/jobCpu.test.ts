import { findingMessage, readJobView, UNKNOWN } from "beam-flink/model";
import { describe, expect, test } from "vitest";
import { jobCpu } from "../../docs/examples/rules/jobCpu.ts";
import { PACK } from "../../docs/examples/rules/pack.ts";

/** 4 slots each, so a parallelism of 9 takes three TaskManagers. */
const job = (cpu: unknown, parallelism: number) => ({
  spec: {
    taskManager: { resource: { cpu } },
    flinkConfiguration: { "taskmanager.numberOfTaskSlots": "4" },
    job: { parallelism },
  },
});

describe("job-cpu", () => {
  test("a job may take all of the limit", () => {
    expect(jobCpu.evaluate(readJobView(job(4, 8)), { maximum: 8 })).toEqual({ status: "compliant" });
  });

  test("a job that takes more is told what and how much", () => {
    const result = jobCpu.evaluate(readJobView(job(4, 9)), { maximum: 8 });
    expect(result.status === "violated" && result.findings.map(findingMessage)).toEqual([
      "CPU of all TaskManagers is 12: 3 of 4; the limit is 8 at most: lower taskManager.cpu or parallelism, or ask the streaming team for more",
    ]);
  });

  test("a value that a preview does not know is never taken as compliant", () => {
    const unknownCpu = readJobView(job("not known yet", 9), (read) => {
      const value = read();
      return value === "not known yet" ? UNKNOWN : value;
    });
    expect(jobCpu.evaluate(unknownCpu)).toEqual({ status: "notEvaluated", fields: ["CPU of a TaskManager"] });
  });

  test("the pack has it beside the rules of production", () => {
    expect(PACK.jobs.find(({ rule }) => rule.id === "job-cpu")).toMatchObject({ level: "mandatory", parameters: { maximum: 16 } });
    expect(PACK.jobs.find(({ rule }) => rule.id === "bundle-size")).toMatchObject({ parameters: { minimum: 20_000 } });
  });
});
