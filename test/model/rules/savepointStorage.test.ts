import { describe, expect, test } from "vitest";
import { savepointStorage as rule } from "../../../model/rules/savepointStorage.ts";
import { job, jobWith, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const DIRECTORY = "execution.checkpointing.savepoint-dir";
const PERIODIC = "kubernetes.operator.periodic.savepoint.interval";
const ON_DELETION = "kubernetes.operator.job.savepoint-on-deletion";
const SAVEPOINT = { upgradeMode: "savepoint" };

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["a job without savepoints", job({})],
    ["last-state upgrades", jobWith({ job: { upgradeMode: "last-state" } })],
    ["savepoint upgrades with a directory", jobWith({ job: SAVEPOINT, settings: { [DIRECTORY]: "s3://bucket/job/savepoints" } })],
    ["a directory under its old name", jobWith({ job: SAVEPOINT, settings: { "state.savepoints.dir": "gs://bucket/job" } })],
    ["a directory, whatever the rest", jobWith({ job: { upgradeMode: NOT_YET }, settings: { [DIRECTORY]: "s3://bucket/job/savepoints" } })],
    ["periodic savepoints that are off", job({}, { [PERIODIC]: "0 s" })],
    ["no savepoint on deletion", job({}, { [ON_DELETION]: "false" })],
    ["an unknown directory that nothing needs", job({}, { [DIRECTORY]: NOT_YET })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    ["savepoint upgrades", jobWith({ job: SAVEPOINT }), "upgradeMode savepoint"],
    ["an empty directory", jobWith({ job: SAVEPOINT, settings: { [DIRECTORY]: " " } }), "upgradeMode savepoint"],
    ["periodic savepoints", job({}, { [PERIODIC]: "6 h" }), "periodic savepoints"],
    ["the shortest period", job({}, { [PERIODIC]: "1 ms" }), "periodic savepoints"],
    ["savepoints by a cron expression", job({}, { [PERIODIC]: "0 0 * * * ?" }), "periodic savepoints"],
    ["a savepoint on deletion", job({}, { [ON_DELETION]: true }), "a savepoint on deletion"],
    [
      "a savepoint on deletion, nested, of an unknown mode",
      jobWith({ job: { upgradeMode: NOT_YET }, settings: { kubernetes: { operator: { job: { "savepoint-on-deletion": "TRUE" } } } } }),
      "a savepoint on deletion",
    ],
  ])("is broken by %s", (_, view, need) => {
    const finding = {
      field: "savepoint directory",
      value: "not set",
      limit: `a directory of a bucket with ${need}`,
      at: { setting: DIRECTORY },
    };
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [finding] });
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB, ["savepoint directory", "what makes savepoints"]],
    ["an unknown directory", jobWith({ job: SAVEPOINT, settings: { [DIRECTORY]: NOT_YET } }), ["savepoint directory"]],
    ["an unknown mode", jobWith({ job: { upgradeMode: NOT_YET } }), ["what makes savepoints"]],
    ["an unknown period", job({}, { [PERIODIC]: NOT_YET }), ["what makes savepoints"]],
    ["an unknown flag", job({}, { [ON_DELETION]: NOT_YET }), ["what makes savepoints"]],
  ])("is not evaluated for %s", (_, view, fields) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields });
  });
});
