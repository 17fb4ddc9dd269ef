import { describe, expect, test } from "vitest";
import { type Changes, fields, mode, RESTART, restarted, riskOf, settings } from "./jobs.ts";

const ADAPTIVE = { "jobmanager.scheduler": "adaptive" };

/** The words of the reason that a judgement gives. */
const whyOf = (judgement: string, before: Changes, after: Changes): string | undefined =>
  riskOf(before, after).reasons.find((reason) => reason.judgement === judgement)?.why;

describe("words", () => {
  const SUSPENDED = { "spec job state": "suspended" };

  test.each<readonly [string, Changes, Changes, string]>([
    ["redeployed", {}, RESTART, "it goes on from the savepoint with which it is stopped"],
    ["redeployed", fields(SUSPENDED), fields({ ...SUSPENDED, ...restarted }), "nothing is deployed for this while the job is suspended"],
    ["job-state", mode("last-state", SUSPENDED), {}, "it goes on from its last checkpoint"],
    ["flink-version", {}, fields({ "spec flinkVersion": "v1_21" }), "is read by later lines"],
    ["flink-version", {}, fields({ "spec flinkVersion": "v2_2" }), "does not guarantee that state of 1.x can be read by 2.x"],
    ["flink-version", {}, fields({ "spec flinkVersion": "v1_19" }), "none of an older line is said to read one of a newer line"],
    ["own-restarts", {}, settings({ "job.autoscaler.enabled": true }), "each time by a new deployment"],
    ["own-restarts", settings(ADAPTIVE), settings({ ...ADAPTIVE, "job.autoscaler.enabled": true }), "in place"],
  ])("%s %#", (judgement, before, after, words) => {
    expect(whyOf(judgement, before, after)).toContain(words);
  });
});
