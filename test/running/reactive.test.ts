/** Reactive Mode on real Flink: the number of TaskManagers, changed as an autoscaler of Kubernetes does it, is the job's parallelism. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FlinkJob } from "../../local/environment/flinkJob.ts";
import type { JobStack } from "../../local/environment/jobStack.ts";
import { LOCAL_JOB, NAMESPACE, runningPlatform, type RunningPlatform } from "../support/running/platform.ts";
import { until } from "../support/until.ts";

const NAME = "reactive";

/** Seconds: a TaskManager starts on a busy machine, and Flink rescales 30 s after the last time. */
const PATIENCE = 240;

let platform: RunningPlatform;
let stack: JobStack;
let job: FlinkJob;

beforeAll(async () => {
  platform = await runningPlatform();
  stack = await platform.openStack(NAME);
  const { parallelism: _, ...others } = LOCAL_JOB;
  stack.use({
    [NAME]: {
      ...others,
      taskManager: { ...LOCAL_JOB.taskManager, slots: 1 },
      autoscaling: { reactive: { horizontalPodAutoscaler: {}, maxTaskManagers: 2 } },
    },
  });
  await stack.stack.up({ color: "never" });
  job = platform.job(NAME);
});

afterAll(async () => {
  await stack?.stack.destroy({ color: "never" });
  await stack?.close();
});

/** What a redeployment would change. */
async function identity(): Promise<{ readonly job: unknown; readonly jobManager: unknown }> {
  const { items } = await platform.kubectl.json<{ items: readonly { metadata: { uid: string } }[] }>([
    "get",
    "pods",
    "-n",
    NAMESPACE,
    "-l",
    `app=${NAME},component=jobmanager`,
  ]);
  return { job: (await job.overview())?.jid, jobManager: items.map(({ metadata }) => metadata.uid) };
}

/** Waits until all tasks run, each vertex `parallelism` wide, and a checkpoint has completed since. */
async function runsAt(parallelism: number): Promise<void> {
  type Vertices = { readonly vertices: readonly { readonly parallelism: number; readonly tasks: Readonly<Record<string, number>> }[] };
  await until(`parallelism ${parallelism}`, PATIENCE, async () => {
    const { vertices } = await job.get<Vertices>(`/jobs/${(await job.overview())?.jid}`);
    return vertices.every((vertex) => vertex.parallelism === parallelism && vertex.tasks["RUNNING"] === parallelism) || undefined;
  });
  const before = (await job.checkpoints())?.counts.completed ?? 0;
  await until("a checkpoint", PATIENCE, async () => ((await job.checkpoints())?.counts.completed ?? 0) > before || undefined);
}

/** Elements have been checked since the last restart of the tasks, and none was lost or came twice. */
async function expectExactlyOnce(): Promise<void> {
  const checked = () => job.counters(["sequenceChecked", "sequenceGaps", "sequenceRepeats"]);
  const counters = await until("counters", PATIENCE, async () => {
    const found = await checked();
    return (found.sequenceChecked ?? 0) > 0 ? found : undefined;
  });
  expect(counters).toMatchObject({ sequenceGaps: 0, sequenceRepeats: 0 });
}

const scale = (replicas: number) => platform.kubectl.run(["scale", `flinkdeployment/${NAME}`, "-n", NAMESPACE, `--replicas=${replicas}`]);

describe("a reactive job", () => {
  let first: Awaited<ReturnType<typeof identity>>;

  test("starts with the fewest TaskManagers, and offers them to Kubernetes' autoscaler", async () => {
    await runsAt(1);
    first = await identity();
    expect(first).toMatchObject({ job: expect.any(String), jobManager: [expect.any(String)] });
    await until("the autoscaler reads the scale subresource", PATIENCE, async () => {
      type Autoscaler = { readonly status?: { readonly conditions?: readonly { readonly type: string; readonly reason: string }[] } };
      const { status } = await platform.kubectl.json<Autoscaler>(["get", "horizontalpodautoscaler", NAME, "-n", NAMESPACE]);
      return status?.conditions?.some(({ type, reason }) => type === "AbleToScale" && reason.startsWith("Succeeded")) || undefined;
    });
  });

  test("grows with the TaskManagers, in place", async () => {
    await scale(2);
    await runsAt(2);
    expect(await identity()).toEqual(first);
    await expectExactlyOnce();
  });

  test("is left at its width by an update of the program that changes nothing else", async () => {
    const { summary } = await stack.stack.up({ color: "never" });
    expect(Object.keys(summary.resourceChanges ?? {})).toEqual(["same"]);
    await runsAt(2);
  });

  test("shrinks with them, in place", async () => {
    await scale(1);
    await runsAt(1);
    expect(await identity()).toEqual(first);
    await expectExactlyOnce();
  });
});
