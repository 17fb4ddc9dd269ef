import { readFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { DASHBOARD_ROWS, FLINK_METRICS, type FlinkMetric, recordingRules, selectorOf } from "../../../model/monitoring/index.ts";

/** Names at the reporter of the local environment's job, and of a job with KafkaIO: Flink 1.19.1, Beam 2.70.0. */
const read = (...file: string[]) => readFileSync(path.join(import.meta.dirname, ...file), "utf8");
const SEEN = new Set([
  ...read("recorded-names.txt").split("\n"),
  ...[...read("..", "metrics", "recorded-kafka.txt").matchAll(/^(flink_\w+)\{/gm)].map(([, name = ""]) => name),
]);

const metrics = Object.entries<FlinkMetric>(FLINK_METRICS);

describe("the metrics that monitoring reads", () => {
  test.each(metrics)("%s is one that Flink has reported", (_, { name, pattern }) => {
    const fits = new RegExp(`^(?:${pattern ?? name ?? ""})$`);
    expect([...SEEN].filter((seen) => fits.test(seen))).not.toEqual([]);
  });

  test("are all that rules and dashboard read", () => {
    const known = new Set(metrics.flatMap(([, { name, pattern }]) => [name ?? "", pattern ?? ""]));
    const expressions = [
      ...recordingRules({ jobs: [], jobNamespaces: ["beam"], backlogFloor: 1 }).map(({ expr }) => expr),
      ...DASHBOARD_ROWS.flatMap(({ panels }) => panels.flatMap(({ queries }) => queries.map(({ expr }) => expr))),
    ];
    const patterns = expressions.flatMap((expr) => [...expr.matchAll(/__name__=~"([^"]+)"/g)].map(([, pattern = ""]) => pattern));
    const names = expressions.flatMap((expr) => expr.replaceAll(/"[^"]*"/g, "").match(/flink_\w+/g) ?? []);
    expect([...names, ...patterns].filter((name) => !known.has(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(10);
  });

  test("are selected by name, or by a pattern of names", () => {
    expect(selectorOf(FLINK_METRICS.busy)).toBe("flink_taskmanager_job_task_busyTimeMsPerSecond");
    expect(selectorOf(FLINK_METRICS.busy, 'a="b"')).toBe('flink_taskmanager_job_task_busyTimeMsPerSecond{a="b"}');
    expect(selectorOf({ pattern: "x_.+", unit: "B", meaning: "", since: "", source: "" }, 'a="b"')).toBe('{__name__=~"x_.+", a="b"}');
  });
});
