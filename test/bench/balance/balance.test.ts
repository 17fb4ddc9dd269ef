import { describe, expect, test } from "vitest";
import { renderReport } from "../../../bench/balance/report.ts";
import { countTasks, imbalance } from "../../../bench/balance/spread.ts";

describe("the balance of tasks", () => {
  test("counts running tasks of all vertices by TaskManager", () => {
    const counts = countTasks([
      {
        taskmanagers: [
          { "taskmanager-id": "a", "status-counts": { RUNNING: 3, FINISHED: 0 } },
          { "taskmanager-id": "b", "status-counts": { RUNNING: 1, FINISHED: 0 } },
        ],
      },
      { taskmanagers: [{ "taskmanager-id": "a", "status-counts": { RUNNING: 2, CREATED: 2 } }] },
    ]);
    expect([...counts]).toEqual([
      ["a", 5],
      ["b", 1],
    ]);
  });

  test.each([
    [[30, 30], 1],
    [[45, 15], 1.5],
    [[60, 0], 2],
    [[0, 0], 1],
  ])("is %j: %f times the mean on the fullest", (tasks, expected) => {
    expect(imbalance(tasks)).toBe(expected);
  });

  test("is reported with every start of each setting", () => {
    const slots = [3, 1];
    const spreads = {
      default: [
        { tasks: [45, 15], slots },
        { tasks: [45, 15], slots },
      ],
      slots: [{ tasks: [30, 30], slots: [2, 2] }],
    };
    expect(renderReport({ date: "2026-11-26", versions: { Beam: "2.70.0", Flink: "1.19.1" }, spreads }).split("\n")).toEqual([
      "2026-11-26, Beam 2.70.0, Flink 1.19.1. 5 pipelines, parallelism 4, two TaskManagers of 3 slots.",
      "",
      "| setting | tasks per TaskManager, each start | slots in use | fullest over mean, median |",
      "| --- | --- | --- | --- |",
      "| Default Scheduler, nothing set | 45 + 15, 45 + 15 | 3 + 1, 3 + 1 | 1.50 |",
      '| Default Scheduler, slotBalance "slots" | 30 + 30 | 2 + 2 | 1.00 |',
    ]);
  });
});
