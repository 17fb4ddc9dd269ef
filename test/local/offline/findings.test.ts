import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { describe, expect, test } from "vitest";
import { describeFindings, findingsOf, seenOf } from "../../../local/offline/findings.ts";

const violation = (enforcementLevel: string, policyName: string, message: string, resourceUrn?: string): EngineEvent =>
  ({
    sequence: 1,
    timestamp: 1,
    policyEvent: { policyName, message, enforcementLevel, policyPackName: "pack", policyPackVersion: "1", color: "never", resourceUrn },
  }) as EngineEvent;

const JOB = "urn:pulumi:dev::app::kubernetes:flink.apache.org/v1beta1:FlinkDeployment::orders";

describe("findings of the policy pack", () => {
  test("are told once each, mandatory ones first", () => {
    const events = [
      violation("advisory", "bundle-size", "large", JOB),
      violation("mandatory", "checkpoint-interval", "none\nset one\n", JOB),
      violation("advisory", "bundle-size", "large", JOB),
      { sequence: 2, timestamp: 2, cancelEvent: {} },
    ];
    expect(findingsOf(events)).toEqual([
      { level: "mandatory", pack: "pack", rule: "checkpoint-interval", resource: "FlinkDeployment orders", message: "none\nset one" },
      { level: "advisory", pack: "pack", rule: "bundle-size", resource: "FlinkDeployment orders", message: "large" },
    ]);
  });

  test("read as lines", () => {
    const findings = findingsOf([
      violation("mandatory", "checkpoint-interval", "none\nset one", JOB),
      violation("advisory", "cost", "dear"),
    ]);
    expect(describeFindings(findings, "all")).toBe(
      [
        "The policy pack found 2, of which 1 mandatory:",
        "  [mandatory] checkpoint-interval  (FlinkDeployment orders)",
        "    none",
        "    set one",
        "  [advisory] cost",
        "    dear",
      ].join("\n"),
    );
  });

  test("may be none", () => {
    expect(findingsOf([])).toEqual([]);
    expect(describeFindings([], "all")).toBe("The policy pack found nothing.");
  });

  test("do not read as all of them where the preview failed", () => {
    const [first] = describeFindings(findingsOf([violation("advisory", "cost", "dear")]), "part").split("\n");
    expect(first).toBe("The policy pack found 1 in the part that it had seen when the preview failed, of which 0 mandatory:");
    expect(describeFindings([], "part")).toBe(
      "The policy pack found nothing in the part that it had seen when the preview failed: it says nothing of the rest.",
    );
    expect(describeFindings([], "nothing")).toBe("The policy pack was not asked: the preview failed before anything was planned.");
  });
});

test("the pack has seen a part of what failed once there is more than the stack", () => {
  const stack = { type: "pulumi:pulumi:Stack", name: "app-dev", inputs: {} };
  expect(seenOf([])).toBe("nothing");
  expect(seenOf([stack])).toBe("nothing");
  expect(seenOf([stack, { type: "aws:s3/bucket:Bucket", name: "state", parent: "Stack app-dev", inputs: {} }])).toBe("part");
});
