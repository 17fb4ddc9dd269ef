import { describe, expect, test } from "vitest";
import { maxParallelism as rule } from "../../../model/rules/maxParallelism.ts";
import { job, jobWith, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const AUTOSCALED = { "job.autoscaler.enabled": "true" };
const FIELD = "maximum parallelism";

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["Beam's option", job({ maxParallelism: "120" })],
    ["Flink's setting", job({}, { "pipeline.max-parallelism": "120" })],
    ["the parallelism itself", jobWith({ options: { maxParallelism: "4" }, job: { parallelism: 4 } })],
    ["the autoscaler's default limit", job({ maxParallelism: "200" }, AUTOSCALED)],
    ["the autoscaler's own limit", job({ maxParallelism: "48" }, { ...AUTOSCALED, "job.autoscaler.vertex.max-parallelism": "48" })],
    [
      "less than an autoscaler that only reports may choose",
      job({ maxParallelism: "120" }, { ...AUTOSCALED, "job.autoscaler.scaling.enabled": "false" }),
    ],
    ["the most key groups", job({ maxParallelism: "32768" })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    ["nothing set", job({}), "not set (Flink derives it from the first parallelism)", "1 at least, the parallelism of the job", "120"],
    ["-1, which means that", job({ maxParallelism: "-1" }), "not set (Flink derives it from the first parallelism)", "1 at least", "120"],
    [
      "nothing set for the autoscaler",
      job({}, AUTOSCALED),
      "not set",
      "200 at least, the highest parallelism the autoscaler may choose",
      "240",
    ],
    ["less than the parallelism", jobWith({ options: { maxParallelism: "3" }, job: { parallelism: 4 } }), "3", "4 at least", "120"],
    ["more than Flink takes", job({ maxParallelism: "32769" }), "32769", "32768 at most", "120"],
    ["0", job({ maxParallelism: "0" }), "0", "1 at least", "120"],
    ["what is no number", job({ maxParallelism: "many" }), '"many"', "1 at least", "120"],
  ])("is broken by %s", (_, view, value, limit, suggestion) => {
    expect(rule.evaluate(view)).toMatchObject({
      status: "violated",
      findings: [
        {
          field: FIELD,
          value: expect.stringContaining(value),
          limit: expect.stringContaining(limit),
          at: { option: "maxParallelism" },
          suggestion,
        },
      ],
    });
  });

  test("is put right at Flink's setting where that is the one", () => {
    const view = jobWith({ settings: { "pipeline.max-parallelism": "3" }, job: { parallelism: 4 } });
    expect(rule.evaluate(view)).toMatchObject({ findings: [{ at: { setting: "pipeline.max-parallelism" }, suggestion: "120" }] });
  });

  test.each([
    ["one less than its default", job({ maxParallelism: "199" }, AUTOSCALED), "199", "200 at least", "199"],
    [
      "one less than its own",
      job({ maxParallelism: "47" }, { ...AUTOSCALED, "job.autoscaler.vertex.max-parallelism": 48 }),
      "47",
      "48 at least",
      "47",
    ],
  ])("suggests a lower limit of the autoscaler, not more key groups, for %s", (_, view, value, limit, suggestion) => {
    const result = rule.evaluate(view);
    expect(result).toMatchObject({
      findings: [
        {
          field: FIELD,
          value,
          limit: expect.stringContaining(limit),
          at: { setting: "job.autoscaler.vertex.max-parallelism" },
          suggestion,
        },
      ],
    });
    expect(JSON.stringify(result)).toContain("before the first run");
  });

  test("counts what is certain in spite of what is unknown", () => {
    expect(
      rule.evaluate(
        jobWith({ options: { maxParallelism: "3" }, job: { parallelism: 4 }, settings: { "job.autoscaler.enabled": NOT_YET } }),
      ),
    ).toMatchObject({ status: "violated" });
    expect(rule.evaluate(jobWith({ job: { parallelism: NOT_YET } }))).toMatchObject({ status: "violated" });
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB, [FIELD]],
    ["an unknown argument", job({ other: NOT_YET }), [FIELD]],
    ["an unknown setting", job({}, { "pipeline.max-parallelism": NOT_YET }), [FIELD]],
    ["an unknown parallelism", jobWith({ options: { maxParallelism: "120" }, job: { parallelism: NOT_YET } }), ["parallelism"]],
    [
      "an autoscaler that may be on",
      job({ maxParallelism: "120" }, { "job.autoscaler.enabled": NOT_YET }),
      ["highest parallelism of the autoscaler"],
    ],
  ])("is not evaluated for %s", (_, view, fields) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields });
  });
});
