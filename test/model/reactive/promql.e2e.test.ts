/** The queries before Prometheus' own tool: on the same figures they yield what the arithmetic of the model does. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { silent } from "../../../local/support/step.ts";
import { backlogSeconds } from "../../../model/reactive/backlog.ts";
import { factor } from "../../../model/reactive/band.ts";
import { planReactive } from "../../../model/reactive/plan.ts";
import { scaledObjectSpec } from "../../../model/reactive/scalerSpecs.ts";
import { promtool } from "../../support/running/prometheusPrograms.ts";
import { RECORDED_INTERVAL, type Scrape, scrapes, totalRate, valuesOf } from "./recordedScrapes.ts";

const MAX = 10;
const CPU = 2;
const PLAN = planReactive({ keda: { prometheusAddress: "http://prometheus:9090" }, maxTaskManagers: MAX }, "reactive");
const SPEC = scaledObjectSpec({ namespace: "beam", jobName: "orders", cpu: CPU }, PLAN);
const [CPU_QUERY = "", BACKLOG_QUERY = ""] = (SPEC["triggers"] as { metadata: { query: string } }[]).map(({ metadata }) => metadata.query);

/** Seconds between two scrapes. */
const INTERVAL = 30;
const NANOSECONDS = 1e9;

/** Name and labels of a series of the job's TaskManager `pod`. */
const series = (metric: string, pod = "orders-taskmanager-7d9f-a", labels = "") => `${metric}{namespace="beam",pod="${pod}"${labels}}`;
const cpuTime = (pod: string, cores: number) =>
  [series("flink_taskmanager_Status_JVM_CPU_Time", pod), `0+${cores * INTERVAL * NANOSECONDS}x20`] as const;
const pending = (subtask: number, bytes: number) =>
  [series("flink_taskmanager_job_task_operator_pendingBytes", undefined, `,subtask_index="${subtask}"`), `${bytes}x20`] as const;
const read = (subtask: number, bytesPerSecond: number) =>
  [
    series("flink_taskmanager_job_task_operator_source_bytes_read", undefined, `,subtask_index="${subtask}"`),
    `0+${bytesPerSecond * INTERVAL}x20`,
  ] as const;

/** What another job of the namespace has, and the same job elsewhere: more of everything. */
const OTHERS = [
  [series("flink_taskmanager_Status_JVM_CPU_Time", "orders-eu-taskmanager-7d9f-a"), `0+${9 * INTERVAL * NANOSECONDS}x20`],
  [series("flink_taskmanager_job_task_operator_pendingBytes", "orders-eu-taskmanager-7d9f-a"), "1000000x20"],
  ['flink_taskmanager_job_task_operator_pendingBytes{namespace="test",pod="orders-taskmanager-7d9f-a"}', "1000000x20"],
] as const;

interface Case {
  readonly title: string;
  readonly query: string;
  readonly input: readonly (readonly [series: string, values: string])[];
  /** Undefined: no answer. */
  readonly expected: number | undefined;
}

const ON_CPU = [0.95, 0.89, 0.8, 0.71, 0.5].map((share): Case => {
  const input = [cpuTime("orders-taskmanager-7d9f-a", CPU * (share + 0.03)), cpuTime("orders-taskmanager-7d9f-b", CPU * (share - 0.03))];
  return { title: `CPU ${share}, on average`, query: CPU_QUERY, input, expected: factor(share, PLAN.cpu) };
});

const onBacklog = (title: string, waiting: readonly number[], rate: number | undefined, expected: number): Case => {
  const model = Math.min(factor(backlogSeconds(waiting, rate, PLAN.backlogFloor), PLAN.backlog) ?? 0, MAX);
  expect(model, `the model's own arithmetic: ${title}`).toBeCloseTo(expected, 6);
  const input = [
    ...waiting.map((bytes, subtask) => pending(subtask, bytes)),
    ...(rate === undefined ? [] : [read(0, rate / 4), read(1, (3 * rate) / 4)]),
  ];
  return { title, query: BACKLOG_QUERY, input, expected };
};

function recordedCases(recorded: readonly Scrape[]): Case[] {
  const of = (part: string) =>
    valuesOf(recorded, part).map(([labels, values]) => [series(part, undefined, `,${labels}`), values.join(" ")] as const);
  const bytesRead = "flink_taskmanager_job_task_operator_source_bytes_read";
  const waiting = "flink_taskmanager_job_task_operator_pendingBytes";
  const last = valuesOf(recorded, waiting).map(([, values]) => values.at(-1) ?? -1);
  const seconds = backlogSeconds(last, totalRate(recorded, bytesRead), PLAN.backlogFloor);
  const expected = Math.min(factor(seconds, PLAN.backlog) ?? 0, MAX);
  return [{ title: "a recorded job with KafkaIO", query: BACKLOG_QUERY, input: [...of(waiting), ...of(bytesRead)], expected }];
}

/** Judged at the fifth value of each series. */
function testFile(cases: readonly Case[], interval: number): object {
  return {
    evaluation_interval: `${interval}s`,
    tests: cases.map(({ title, query, input, expected }) => ({
      name: title,
      interval: `${interval}s`,
      input_series: [...input, ...OTHERS].map(([name, values]) => ({ series: name, values })),
      // To a thousandth: rates are extrapolated.
      promql_expr_test: [
        {
          expr: `round(1000 * (${query}))`,
          eval_time: `${4 * interval}s`,
          exp_samples: expected === undefined ? [] : [{ labels: "{}", value: Math.round(1000 * expected) }],
        },
      ],
    })),
  };
}

describe("the queries of a ScaledObject", () => {
  let folder: string;
  let tool: string;
  beforeAll(async () => {
    tool = await promtool(silent);
    folder = await mkdtemp(path.join(tmpdir(), "promtool-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function judge(
    cases: readonly Case[],
    interval = INTERVAL,
  ): Promise<{ readonly exitCode: number | undefined; readonly all: string }> {
    await writeFile(path.join(folder, "cases.json"), JSON.stringify(testFile(cases, interval)));
    const { exitCode, all } = await execa(tool, ["test", "rules", "cases.json"], { cwd: folder, all: true, reject: false });
    return { exitCode, all };
  }

  const cases: readonly Case[] = [
    ...ON_CPU,
    { title: "no TaskManager is scraped", query: CPU_QUERY, input: [], expected: undefined },
    onBacklog("130 s of backlog", [100_000, 30_000], 1000, 2),
    onBacklog("119 s, just within the band", [119_000], 1000, 1),
    onBacklog("60 s, within the band", [600_000], 10_000, 1),
    onBacklog("5 s", [150_000], 30_000, 5 / 65),
    onBacklog("none", [0, 0], 1000, 0),
    onBacklog("none, and nothing to read", [0], 0, 0),
    onBacklog("a backlog that nobody reads: as many as there may be", [110_000], 0, MAX),
    onBacklog("an hour of it: as many as there may be", [3_600_000], 1000, MAX),
    onBacklog("one record that is never read: none", [1, 0], 0, 0),
    {
      title: "a backlog that was known and is not now: all stays",
      query: BACKLOG_QUERY,
      input: [
        [pending(0, 0)[0], "130000x2 stale"],
        [read(0, 0)[0], "0+30000x2 stale"],
      ],
      expected: 1,
    },
    onBacklog("one source that cannot tell", [-1, 130_000], 1000, 2),
    onBacklog("no source that can tell: does not count", [-1, -1], 1000, 0),
    onBacklog("sources that do not count what they read: does not count", [130_000], undefined, 0),
  ];

  test("are the model's arithmetic", async () => {
    const { exitCode, all } = await judge(cases);
    expect(exitCode, all).toBe(0);
  });

  test("are the model's arithmetic on what real jobs report", async () => {
    const { exitCode, all } = await judge(recordedCases(await scrapes()), RECORDED_INTERVAL);
    expect(exitCode, all).toBe(0);
  });

  test("are told apart from others", async () => {
    const wrong = cases.map((one) => ({ ...one, expected: (one.expected ?? 0) + 0.1 }));
    expect((await judge(wrong)).exitCode).not.toBe(0);
  });
});
