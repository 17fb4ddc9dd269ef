import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readJobView, UNKNOWN } from "../../../model/index.ts";
import { changeRisk, compareClasses, worstClass } from "../../../model/changeRisk/index.ts";
import { type Changes, manifest, riskOf } from "./jobs.ts";

/** Values that a field of the good job may have instead: some mean nothing for state, some everything. */
const FIELDS: Readonly<Record<string, readonly unknown[]>> = {
  "metadata labels team": ["orders", undefined],
  "metadata labels beam-flink/beam-version": ["2.71.0", undefined],
  "spec image": ["registry.example/orders:2.0.0", undefined],
  "spec flinkVersion": ["v1_19", "v2_2"],
  "spec mode": ["native", "standalone", undefined],
  "spec restartNonce": [1, 2, undefined],
  "spec taskManager replicas": [2, undefined],
  "spec job state": ["suspended", "running", undefined],
  "spec job upgradeMode": ["stateless", "last-state", undefined],
  "spec job parallelism": [8, undefined],
  "spec job allowNonRestoredState": [true, false, undefined],
  "spec podTemplate": [{ spec: { containers: [{ name: "a", env: [{ name: "B", value: "c" }] }] } }, { spec: { volumes: [] } }, undefined],
};
const SETTINGS: Readonly<Record<string, readonly unknown[]>> = {
  "state.backend.type": ["rocksdb", undefined],
  "state.backend": ["rocksdb", undefined],
  "pipeline.max-parallelism": ["64", undefined],
  "jobmanager.scheduler": ["adaptive", undefined],
  "scheduler-mode": ["reactive", undefined],
  "pipeline.jobvertex-parallelism-overrides": ["a:2", "a:4,b:2", undefined],
  "kubernetes.operator.job.drain-on-savepoint-deletion": ["true", undefined],
  "execution.checkpointing.dir": ["s3://other/c", undefined],
  "job.autoscaler.enabled": ["true", undefined],
};
const OPTIONS: Readonly<Record<string, readonly (string | undefined)[]>> = {
  maxParallelism: ["240", undefined],
  maxBundleSize: ["5000", undefined],
  windowSeconds: ["10", undefined],
};

const some = <T>(values: Readonly<Record<string, readonly T[]>>): fc.Arbitrary<Readonly<Record<string, T | undefined>>> =>
  fc.record(Object.fromEntries(Object.entries(values).map(([key, choices]) => [key, fc.constantFrom(...choices)])), { requiredKeys: [] });

const changes: fc.Arbitrary<Changes> = fc.record({ fields: some(FIELDS), settings: some(SETTINGS), options: some(OPTIONS) });

/** A copy in which the values at some paths are not known, wherever a view reads them. */
function withUnknowns(value: object, hidden: (text: unknown) => boolean) {
  return readJobView(value, (read) => {
    const found = read();
    return hidden(found) ? UNKNOWN : found;
  });
}

describe("any job", () => {
  test("does not change against itself", () => {
    fc.assert(
      fc.property(changes, (one) => {
        expect(riskOf(one, one)).toStrictEqual({ class: "unchanged", reasons: [], assumptions: [] });
      }),
    );
  });

  test("does not change against itself where values are not known, and what is not known is told", () => {
    fc.assert(
      fc.property(changes, fc.constantFrom("registry.example", "--max", "s3:", "rocksdb"), (one, start) => {
        const view = () => withUnknowns(manifest(one), (found) => typeof found === "string" && found.startsWith(start));
        const { class: of, assumptions } = changeRisk(view(), view());
        expect(of).toBe("unchanged");
        expect(assumptions.every((sentence) => sentence.endsWith("is known on neither side, and taken to be the same."))).toBe(true);
      }),
    );
  });

  test("that differs has a reason, and the worst decides", () => {
    fc.assert(
      fc.property(changes, changes, (before, after) => {
        const { class: of, reasons } = riskOf(before, after);
        expect(of).toBe(worstClass(reasons.map((reason) => reason.class)));
        expect(reasons[0]?.class ?? "unchanged").toBe(of);
        for (const { field, why, next, source } of reasons) expect([field, why, next, source].includes("")).toBe(false);
      }),
    );
  });

  test("is no better off for a further change of its image", () => {
    fc.assert(
      fc.property(changes, changes, (before, after) => {
        const { "spec image": _, ...fields } = after.fields ?? {};
        const without = riskOf(before, { ...after, fields }).class;
        const risk = riskOf(before, { ...after, fields: { ...fields, "spec image": "registry.example/orders:3.0.0" } }).class;
        expect(compareClasses(risk, without)).toBeGreaterThanOrEqual(0);
        expect(compareClasses(risk, "state-at-risk")).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test("restarts in both directions, or in none, for what the operator deploys anew", () => {
    const both = fc.record({
      settings: some({ "taskmanager.numberOfTaskSlots": ["4", undefined], "kubernetes.operator.x": ["1", undefined] }),
    });
    fc.assert(
      fc.property(both, both, (before, after) => {
        expect(riskOf(before, after).class).toBe(riskOf(after, before).class);
      }),
    );
  });

  test("whose values are hidden is never called safer than it is", () => {
    fc.assert(
      fc.property(changes, changes, fc.constantFrom("registry.example", "rocksdb", "stateless", "v"), (before, after, start) => {
        const known = changeRisk(readJobView(manifest(before)), readJobView(manifest(after))).class;
        const hidden = withUnknowns(manifest(after), (found) => typeof found === "string" && found.startsWith(start));
        const { class: seen, reasons } = changeRisk(readJobView(manifest(before)), hidden);
        // Where it may turn out worse, one of the reasons says so.
        expect(compareClasses(seen, known) >= 0 || reasons.some((reason) => reason.class === "not-evaluated")).toBe(true);
      }),
    );
  });
});
