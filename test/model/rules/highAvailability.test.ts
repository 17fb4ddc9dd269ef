import { describe, expect, test } from "vitest";
import { highAvailability as rule } from "../../../model/rules/highAvailability.ts";
import { job, jobWith, NOT_YET, UNKNOWN_JOB } from "./jobs.ts";

const TYPE = "high-availability.type";
const REPLICAS = "kubernetes.jobmanager.replicas";
const STORAGE = "high-availability.storageDir";
const ON = { [TYPE]: "kubernetes", [STORAGE]: "s3://bucket/job/ha" };
const LAST_STATE = { upgradeMode: "last-state" };

describe(`${rule.id}: ${rule.title}`, () => {
  test.each([
    ["a job that needs none", job({})],
    ["one JobManager", jobWith({ job: { upgradeMode: "savepoint" }, jobManager: { replicas: 1 } })],
    ["last-state with all of it", jobWith({ job: LAST_STATE, settings: ON })],
    [
      "its old names",
      jobWith({
        job: LAST_STATE,
        settings: { "high-availability": "zookeeper", "high-availability.zookeeper.storageDir": "gs://bucket/ha" },
      }),
    ],
    [
      "a nested configuration and a factory class",
      jobWith({
        job: LAST_STATE,
        settings: {
          "high-availability": {
            type: "org.apache.flink.kubernetes.highavailability.KubernetesHaServicesFactory",
            storageDir: "s3://bucket/ha",
          },
        },
      }),
    ],
    ["two JobManagers with all of it", jobWith({ jobManager: { replicas: 2 }, settings: ON })],
    ["an unknown mode with all of it", jobWith({ job: { upgradeMode: NOT_YET }, settings: ON })],
    ["one JobManager by Flink's key", jobWith({ settings: { [REPLICAS]: "01" } })],
    ["none by Flink's key", jobWith({ settings: { [REPLICAS]: "0" } })],
    ["a number that Flink does not read", jobWith({ settings: { [REPLICAS]: "0x2" } })],
    ["no whole number", jobWith({ settings: { [REPLICAS]: "2.0" } })],
    ["replicas that are no number", jobWith({ jobManager: { replicas: "some" } })],
    ["one replica by the field over Flink's key", jobWith({ jobManager: { replicas: 1 }, settings: { [REPLICAS]: "2" } })],
  ])("holds for %s", (_, view) => {
    expect(rule.evaluate(view)).toEqual({ status: "compliant" });
  });

  test.each([
    [
      "last-state with the directory alone",
      jobWith({ job: LAST_STATE, settings: { [STORAGE]: "s3://b/ha" } }),
      "high availability",
      "not set (Flink's default is none)",
      "on with upgradeMode last-state",
      { setting: TYPE },
    ],
    [
      "last-state with none of it",
      jobWith({ job: LAST_STATE, settings: { [TYPE]: "NONE", [STORAGE]: "s3://b/ha" } }),
      "high availability",
      '"NONE"',
      "on with upgradeMode last-state",
      { setting: TYPE },
    ],
    [
      "last-state without a directory",
      jobWith({ job: LAST_STATE, settings: { [TYPE]: "kubernetes" } }),
      "high-availability directory",
      "not set",
      "a directory of a bucket with upgradeMode last-state",
      { setting: STORAGE },
    ],
    [
      "last-state with an empty directory",
      jobWith({ job: LAST_STATE, settings: { [TYPE]: "kubernetes", [STORAGE]: "" } }),
      "high-availability directory",
      "not set",
      "a directory of a bucket with upgradeMode last-state",
      { setting: STORAGE },
    ],
    [
      "two JobManagers",
      jobWith({ jobManager: { replicas: 2 }, settings: { [STORAGE]: "s3://b/ha" } }),
      "high availability",
      "not set (Flink's default is none)",
      "on with 2 JobManagers",
      { setting: TYPE },
    ],
    [
      "two JobManagers by Flink's key",
      jobWith({ settings: { [REPLICAS]: " 2\n", [STORAGE]: "s3://b/ha" } }),
      "high availability",
      "not set (Flink's default is none)",
      "on with 2 JobManagers",
      { setting: TYPE },
    ],
    [
      "two JobManagers of an unknown mode",
      jobWith({ job: { upgradeMode: NOT_YET }, jobManager: { replicas: "2" }, settings: { [STORAGE]: "s3://b/ha" } }),
      "high availability",
      "not set (Flink's default is none)",
      "on with 2 JobManagers",
      { setting: TYPE },
    ],
    [
      "no type in spite of an unknown directory",
      jobWith({ job: LAST_STATE, settings: { [STORAGE]: NOT_YET } }),
      "high availability",
      "not set (Flink's default is none)",
      "on with upgradeMode last-state",
      { setting: TYPE },
    ],
  ])("is broken by %s", (_, view, field, value, limit, at) => {
    expect(rule.evaluate(view)).toMatchObject({ status: "violated", findings: [{ field, value, limit, at }] });
  });

  test("reports both parts", () => {
    const result = rule.evaluate(jobWith({ job: LAST_STATE }));
    expect(result.status === "violated" && result.findings.map(({ field }) => field)).toEqual([
      "high availability",
      "high-availability directory",
    ]);
  });

  test.each([
    ["an unknown job", UNKNOWN_JOB, ["upgrade mode and number of JobManagers"]],
    ["an unknown mode", jobWith({ job: { upgradeMode: NOT_YET } }), ["upgrade mode and number of JobManagers"]],
    ["an unknown number of JobManagers", jobWith({ jobManager: { replicas: NOT_YET } }), ["upgrade mode and number of JobManagers"]],
    ["an unknown directory", jobWith({ job: LAST_STATE, settings: { ...ON, [STORAGE]: NOT_YET } }), ["high-availability directory"]],
    ["an unknown configuration", jobWith({ job: LAST_STATE, settings: NOT_YET }), ["high availability", "high-availability directory"]],
  ])("is not evaluated for %s", (_, view, fields) => {
    expect(rule.evaluate(view)).toEqual({ status: "notEvaluated", fields });
  });
});
