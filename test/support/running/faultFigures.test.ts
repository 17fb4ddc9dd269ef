import { describe, expect, test } from "vitest";
import { figuresOf, type Observation, type Snapshot } from "./faultFigures.ts";

const CLEAN = { sequenceChecked: 20_000, sequenceGaps: 0, sequenceRepeats: 0, sequenceEarly: 0 };
const completed = (id: number, begun: number) => ({ id, trigger_timestamp: begun, latest_ack_timestamp: begun + 500 });

const BEFORE: Snapshot = { jobManagerSince: 1000, failed: [1], completed: completed(7, 95_000), restored: null, counters: CLEAN };
const AFTER: Snapshot = {
  jobManagerSince: 1000,
  failed: [1, 8],
  completed: completed(9, 120_000),
  restored: { id: 7, restore_timestamp: 110_000, is_savepoint: false },
  counters: CLEAN,
};
const OBSERVATION: Observation = {
  name: "a TaskManager killed",
  began: 100_000,
  ended: 101_000,
  running: 115_040,
  before: BEFORE,
  after: AFTER,
  restarts: true,
};

describe("the figures of a fault", () => {
  test("count from its beginning, and tell what failed because of it", () => {
    expect(figuresOf(OBSERVATION)).toEqual({
      fault: "a TaskManager killed",
      faultSeconds: 1,
      checkpointBefore: 7,
      restored: 7,
      restoredSavepoint: false,
      runningSeconds: 15,
      checkpointSeconds: 20.5,
      failedCheckpoints: 1,
      checked: 20_000,
      lost: 0,
      doubled: 0,
    });
  });

  test("have no restart where the job ran on", () => {
    const after = { ...AFTER, restored: { id: 3, restore_timestamp: 50_000, is_savepoint: false } };
    expect(figuresOf({ ...OBSERVATION, after, restarts: false })).toMatchObject({ restored: null, runningSeconds: null, lost: 0 });
  });

  test.each([
    ["elements that never came", { sequenceGaps: 5 }, { lost: 5, doubled: 0 }],
    ["elements that wait for one that did not come", { sequenceEarly: 3 }, { lost: 3, doubled: 0 }],
    ["elements that came twice", { sequenceRepeats: 2 }, { lost: 0, doubled: 2 }],
  ])("tell of %s, before the restart and after it", (_, counted, expected) => {
    const wrong = { ...CLEAN, ...counted };
    expect(figuresOf({ ...OBSERVATION, after: { ...AFTER, counters: wrong } })).toMatchObject(expected);
    expect(figuresOf({ ...OBSERVATION, before: { ...BEFORE, counters: wrong } })).toMatchObject(expected);
  });

  test.each<[string, Partial<Observation>, RegExp]>([
    ["a job that began from nothing", { after: { ...AFTER, restored: null } }, /did not restart from a checkpoint/],
    [
      "a JobManager that began from nothing",
      { restarts: "maybe", after: { ...AFTER, restored: null, jobManagerSince: 105_000 } },
      /another JobManager took the job up, without a checkpoint/,
    ],
    ["a restart that was not to be", { restarts: false }, /restarted from checkpoint 7, and was to run on/],
    [
      "an older checkpoint than the last complete one",
      { after: { ...AFTER, restored: { id: 6, restore_timestamp: 110_000, is_savepoint: false } } },
      /went back to checkpoint 6, although 7 was complete/,
    ],
    ["a check that saw nothing", { after: { ...AFTER, counters: {} } }, /the job's check has counted nothing/],
    ["no checkpoint after it", { after: { ...AFTER, completed: null } }, /no completed checkpoint/],
  ])("are refused for %s", (_, change, message) => {
    expect(() => figuresOf({ ...OBSERVATION, ...change })).toThrow(message);
  });
});
