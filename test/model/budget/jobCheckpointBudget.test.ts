import { describe, expect, test } from "vitest";
import { BUDGET_ASSUMPTIONS, budgetOf, type JobBudget } from "../../../model/budget/jobCheckpointBudget.ts";
import { job, jobWith, NOT_YET, UNKNOWN_JOB } from "../rules/jobs.ts";

const FACTS = { "beam-flink/pipelines": "2", "beam-flink/beam-version": "2.77.0" };
const LOAD = { "beam-flink/elements-per-second": "500", "beam-flink/element-bytes": "100", "beam-flink/state-bytes": "7000" };
const OPTIONS = {
  checkpointingInterval: "5000",
  maxBundleSize: "20000",
  maxBundleTimeMills: "8000",
  finishBundleBeforeCheckpointing: "true",
};

function estimated(budget: JobBudget): Extract<JobBudget, { status: "estimated" }> {
  if (budget.status === "estimated") return budget;
  throw new Error(`not estimated: ${budget.fields.join()}`);
}

describe("the budget of a job", () => {
  test("reads its inputs from options and annotations", () => {
    const { budget, highestBytes, missing } = estimated(budgetOf(jobWith({ options: OPTIONS, annotations: { ...FACTS, ...LOAD } })));
    expect(budget.inputs).toEqual({
      pipelines: 2,
      elementsPerSecond: 500,
      elementBytes: 100,
      stateBytes: 7000,
      registeredStates: 4,
      beam: "2.77",
      finishBundle: true,
      bundleSize: 20_000,
      bundleTimeMs: 8000,
      intervalMs: 5000,
      parallelism: 1,
      optionsBytes: JSON.stringify(OPTIONS).length,
    });
    expect({ basis: budget.basis, highestBytes, missing }).toEqual({ basis: "measured", highestBytes: 14_000, missing: [] });
  });

  test("reads facts from labels too", () => {
    expect(estimated(budgetOf(jobWith({ labels: { ...FACTS, ...LOAD } }))).budget.inputs).toMatchObject({ pipelines: 2, stateBytes: 7000 });
  });

  test("takes Beam's defaults and what is assumed for the rest, and says so", () => {
    const { budget } = estimated(budgetOf(jobWith({ annotations: FACTS })));
    const defaults = { bundleSize: 1000, bundleTimeMs: 1000, finishBundle: false, parallelism: 1, optionsBytes: 2 };
    expect(budget.inputs).toEqual({ ...BUDGET_ASSUMPTIONS, ...defaults, pipelines: 2, beam: "2.77" });
    expect(budget.totalBytes).toBe(2 * (10_000 + 1000 * 220));
    expect(budget.basis).toBe("derived");
    expect(budget.assumptions).toEqual(
      expect.arrayContaining([
        "State of 10000 bytes in each pipeline.",
        "1000 elements a second in each pipeline.",
        "Elements of 200 bytes.",
      ]),
    );
  });

  test("takes other assumptions", () => {
    const assumptions = { elementsPerSecond: 10, elementBytes: 30, stateBytes: 5, registeredStates: 1 };
    expect(estimated(budgetOf(jobWith({ annotations: FACTS }), assumptions)).budget.totalBytes).toBe(2 * (5 + 15 * 50));
  });

  test.each([
    ["Flink's interval", { settings: { "execution.checkpointing.interval": "3 s" } }, { intervalMs: 3000 }],
    ["the operator's parallelism", { job: { parallelism: 3 } }, { parallelism: 3 }],
    ["Beam's parallelism over it", { job: { parallelism: 3 }, options: { parallelism: "5" } }, { parallelism: 5 }],
    ["a parallelism that Beam leaves to it", { job: { parallelism: 3 }, options: { parallelism: "-1" } }, { parallelism: 3 }],
    ["Flink's default parallelism", { settings: { "parallelism.default": "4" } }, { parallelism: 4 }],
    ["one instance for a parallelism that is none", { job: { parallelism: "many" } }, { parallelism: 1 }],
    ["Beam's default for a bundle that is none", { options: { maxBundleSize: "lots" } }, { bundleSize: 1000 }],
    [
      "the default of a Beam older than the catalogue",
      { annotations: { ...FACTS, "beam-flink/beam-version": "2.40" } },
      { bundleSize: 1000 },
    ],
    [
      "the assumption for a rate that is none",
      { annotations: { ...FACTS, "beam-flink/elements-per-second": "-5" } },
      { elementsPerSecond: 1000 },
    ],
  ])("takes %s", (_, parts, inputs) => {
    expect(estimated(budgetOf(jobWith({ annotations: FACTS, ...parts }))).budget.inputs).toMatchObject(inputs);
  });

  test.each([
    [
      "the Beam version",
      { options: { ...OPTIONS, list: "x".repeat(100_000) }, annotations: { "beam-flink/pipelines": "2" } },
      "Beam version (annotation beam-flink/beam-version)",
    ],
    [
      "a Beam version that is none",
      { options: OPTIONS, annotations: { ...FACTS, "beam-flink/beam-version": "newest" } },
      "Beam version (annotation beam-flink/beam-version)",
    ],
    ["an argument", { options: { maxBundleSize: "20000", other: NOT_YET }, annotations: FACTS }, "finish bundle before checkpointing"],
    [
      "the interval",
      {
        options: { maxBundleSize: "20000", maxBundleTimeMills: "20000" },
        settings: { "execution.checkpointing.interval": NOT_YET },
        annotations: FACTS,
      },
      "checkpointing interval",
    ],
  ])("has two ends where %s is not known", (_, parts, field) => {
    const { budget, highestBytes, missing } = estimated(budgetOf(jobWith(parts)));
    expect(missing).toContain(field);
    expect(highestBytes).toBeGreaterThan(budget.totalBytes);
  });

  test.each([
    ["no number of pipelines", job({}), ["number of pipelines (annotation beam-flink/pipelines, a whole number)"]],
    [
      "no pipeline",
      jobWith({ annotations: { "beam-flink/pipelines": "0" } }),
      ["number of pipelines (annotation beam-flink/pipelines, a whole number)"],
    ],
    [
      "annotations that are unknown",
      jobWith({ annotations: NOT_YET }),
      ["number of pipelines (annotation beam-flink/pipelines, a whole number)", "elements and state of a pipeline"],
    ],
    ["an unknown job", UNKNOWN_JOB, ["number of pipelines (annotation beam-flink/pipelines, a whole number)"]],
  ])("is not to be had for %s", (_, view, fields) => {
    expect(budgetOf(view)).toEqual({ status: "notEvaluated", fields });
  });
});
