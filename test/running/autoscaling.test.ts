import { afterAll, beforeAll, expect, test } from "vitest";
import { loadStepJob } from "../../bench/autoscaling/loadStep.ts";
import { type Sample, samples, sourceMetricNames } from "../../bench/autoscaling/samples.ts";
import type { JobStack } from "../../local/environment/jobStack.ts";
import { LOCAL_JOB, NAMESPACE, runningPlatform, type RunningPlatform } from "../support/running/platform.ts";
import { until } from "../support/until.ts";

const NAME = "scaled";

const STEP = { fromSeconds: 45, toSeconds: 150 };

/** An upper wait only: how soon it scales depends on the machine. */
const RUN_SECONDS = 720;

let platform: RunningPlatform;
let stack: JobStack;

beforeAll(async () => {
  platform = await runningPlatform();
  stack = await platform.openStack("autoscaling");
});
afterAll(async () => {
  await stack?.stack.destroy({ color: "never" });
  await stack?.close();
});

test("a load step scales a job up in place, and its end down again", { timeout: 1_200_000 }, async () => {
  stack.use({ [NAME]: loadStepJob(LOCAL_JOB, STEP) });
  await stack.stack.up({ color: "never" });
  const job = platform.job(NAME);
  const { jid } = await until("the job", 120, () => job.overview());
  const before = await cluster();
  expect(before.replicas).toBe(1);

  const { first, up, seen } = await scaledUpAndDown(jid);
  expect(first.parallelism).toBe(1);
  expect(up.seconds).toBeGreaterThan(STEP.fromSeconds);
  // More than one task can do, which is 1000 elements per second and less.
  expect(Math.max(...seen.map(({ busy }) => busy))).toBeGreaterThan(0.6);

  // One job and one JobManager all the time, with the same launch: nothing was deployed anew.
  expect(await cluster()).toEqual(before);
  expect(await job.overview()).toMatchObject({ jid, state: "RUNNING" });
  expect((await job.checkpoints())?.latest.restored?.external_path).toContain(jid);

  // Nothing was lost or doubled by the rescalings.
  const counted = await until("elements after the last rescaling", 120, async () => {
    const counters = await job.counters(["sequenceGaps", "sequenceRepeats", "sequenceChecked"]);
    return (counters.sequenceChecked ?? 0) > 0 ? counters : undefined;
  });
  expect(counted).toMatchObject({ sequenceGaps: 0, sequenceRepeats: 0 });

  // What the autoscaler sees of a Beam source: no backlog in elements, so no lag.
  const names = await sourceMetricNames(job, jid);
  expect(names.filter((name) => name.endsWith(".pendingBytes"))).not.toEqual([]);
  expect(names.filter((name) => name.endsWith(".pendingRecords"))).toEqual([]);
  const { vertices } = await lastMetrics();
  expect(Object.values(vertices).filter((vertex) => "LAG" in vertex)).toEqual([expect.objectContaining({ LAG: "0.0" })]);

  const reports = await scalingReports();
  expect(reports).toContainEqual(expect.stringMatching(/Parallelism [12] -> 3 /));
  expect(reports).toContainEqual(expect.stringMatching(/Parallelism [23] -> 1 /));
});

/** Samples until the job has been at a parallelism of 3 on two TaskManagers, and is at 1 on one again. */
async function scaledUpAndDown(jid: string) {
  const seen: Sample[] = [];
  let up: Sample | undefined;
  for await (const sample of samples(platform.job(NAME), jid, AbortSignal.timeout(RUN_SECONDS * 1000))) {
    seen.push(sample);
    const { parallelism, taskManagers } = sample;
    if (parallelism === 3 && taskManagers === 2) up ??= sample;
    if (up !== undefined && parallelism === 1 && taskManagers === 1) return { first: seen[0]!, up, seen };
  }
  throw new Error(`not scaled ${up === undefined ? "up" : "down"} within ${RUN_SECONDS} s`, { cause: seen.slice(-20) });
}

/** What a new deployment would change, and the number of TaskManagers. */
async function cluster() {
  const { kubectl } = platform;
  const pods = ["get", "pods", "-n", NAMESPACE, "-l", `app=${NAME},component=jobmanager`];
  const jobManagers = await kubectl.json<{ items: { metadata: { uid: string } }[] }>(pods);
  const workload = ["get", "deployment", `${NAME}-taskmanager`, "-n", NAMESPACE];
  const taskManagers = await kubectl.json<{ metadata: { uid: string }; spec: { replicas: number } }>(workload);
  const deployment = await kubectl.json<{ metadata: { generation: number } }>(["get", "flinkdeployment", NAME, "-n", NAMESPACE]);
  return {
    jobManager: jobManagers.items.map(({ metadata }) => metadata.uid),
    taskManagers: taskManagers.metadata.uid,
    replicas: taskManagers.spec.replicas,
    generation: deployment.metadata.generation,
  };
}

async function lastMetrics() {
  const map = await platform.kubectl.json<{ data: { lastMetrics: string } }>(["get", "configmap", `autoscaler-${NAME}`, "-n", NAMESPACE]);
  return JSON.parse(map.data.lastMetrics) as { vertices: Record<string, Record<string, string>> };
}

async function scalingReports() {
  const selector = `--field-selector=reason=ScalingReport,involvedObject.name=${NAME}`;
  const found = await platform.kubectl.json<{ items: { message: string }[] }>(["get", "events", "-n", NAMESPACE, selector]);
  return found.items.map(({ message }) => message);
}
