import { describe, expect, test } from "vitest";
import { requireFeature, supports } from "../../model/features.ts";
import { resolveVersions } from "../../model/versions.ts";

const CURRENT = resolveVersions({});
const FLINK_1_19 = resolveVersions({ beam: "2.70.0", flink: "1.19.1", operator: "1.10.0" });
const FLINK_1_20 = resolveVersions({ flink: "1.20" });
const FLINK_2_1 = resolveVersions({ flink: "2.1" });

describe("supports", () => {
  test.each([
    ["checkpointKeyNames", FLINK_1_19, false],
    ["checkpointKeyNames", FLINK_1_20, true],
    ["rescaleOnCheckpoint", FLINK_1_20, false],
    ["rescaleOnCheckpoint", FLINK_2_1, true],
    ["adaptiveSlotBalance", FLINK_2_1, false],
    ["adaptiveSlotBalance", CURRENT, true],
    ["taskBalance", FLINK_2_1, false],
    ["utilizationBounds", FLINK_1_19, false],
    ["utilizationBounds", resolveVersions({ operator: "1.11.0" }), true],
    ["observedScalability", resolveVersions({ operator: "1.14.0" }), false],
  ] as const)("%s in %o is %s", (feature, versions, expected) => {
    expect(supports(versions, feature)).toBe(expected);
  });
});

describe("requireFeature", () => {
  test("says what is missing and from which version on it works", () => {
    expect(() => requireFeature(FLINK_1_19, "adaptiveSlotBalance", "autoscaling.slotBalance", "tasks")).toThrow(
      'autoscaling.slotBalance is "tasks": slot balance under the Adaptive Scheduler needs Flink 2.2, this is 1.19.1. Use Flink 2.2, or slotBalance "none".',
    );
  });

  test("accepts what the versions have", () => {
    expect(() => requireFeature(CURRENT, "adaptiveSlotBalance", "autoscaling.slotBalance")).not.toThrow();
  });
});
