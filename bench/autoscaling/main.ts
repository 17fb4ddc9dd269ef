/**
 * Records one run of a job that a load step scales up and down: `node bench/autoscaling/main.ts [--state FOLDER]`, about six minutes. It
 * writes `results.json`, which the plot of `docs/autoscaling.md` is made of. `--state` names a folder whose environment is used where it
 * runs, and kept.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { environmentConfig } from "../../local/environment/environmentConfig.ts";
import { FlinkJob } from "../../local/environment/flinkJob.ts";
import { openJobStack } from "../../local/environment/jobStack.ts";
import { Kubectl } from "../../local/environment/kubectl.ts";
import { runningEnvironment } from "../../local/environment/localEnvironment.ts";
import type { Step } from "../../local/support/step.ts";
import { measuredVersions } from "../checkpoints/versions.ts";
import { circumstances } from "../circumstances.ts";
import { interruptible } from "../interruption.ts";
import { ENVIRONMENT, onPlatform } from "../platform.ts";
import { loadStepJob } from "./loadStep.ts";
import { type Results, storeResults } from "./results.ts";
import { type Sample, samples, sourceMetricNames } from "./samples.ts";

const NAME = "load-step";
const NAMESPACE = "beam";
const STEP = { fromSeconds: 60, toSeconds: 180 };
const RUN_SECONDS = 900;
/** After the job is small again, to show that it stays so. */
const CALM_SECONDS = 30;
const REASONS = new Set(["ScalingReport", "Scaling", "TaskManagers"]);
const METRICS = /^busyTimeMsPerSecond$|^Source__.*\.(pending\w+|numRecordsIn|numRecordsInPerSecond)$/;

const { values } = parseArgs({ options: { state: { type: "string" } } });
const interrupted = interruptible();
const step: Step = { report: (text) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`), signal: interrupted };

await storeResults(await onPlatform(values.state, step, record));

async function record(): Promise<Results> {
  const local = await runningEnvironment(ENVIRONMENT, step);
  const kubectl = new Kubectl(local.cluster, step);
  const stack = await openJobStack("autoscaling-run", local, step);
  try {
    const base = (await environmentConfig(ENVIRONMENT)).jobs["bundle-buffer"];
    if (base === undefined) throw new Error("the local environment has no job bundle-buffer");
    stack.use({ [NAME]: loadStepJob(base, STEP) });
    await stack.stack.up({ color: "never", signal: step.signal });
    const job = new FlinkJob(kubectl, { name: NAME, namespace: NAMESPACE });
    const jid = (await job.overview())?.jid;
    if (jid === undefined) throw new Error("the job does not run");
    const { timestamps } = await job.get<{ timestamps: { RUNNING: number } }>(`/jobs/${jid}`);
    const seen = await upAndDown(job, jid);
    return {
      ...circumstances(await measuredVersions(ENVIRONMENT, kubectl), new Date()),
      step: STEP,
      samples: seen,
      events: await events(kubectl, timestamps.RUNNING),
      metrics: (await sourceMetricNames(job, jid)).filter((name) => METRICS.test(name)),
      collected: await collected(kubectl),
      counters: await job.counters(["sequenceChecked", "sequenceGaps", "sequenceRepeats"]),
    };
  } finally {
    await stack.stack.destroy({ color: "never" });
    await stack.close();
  }
}

async function upAndDown(job: FlinkJob, jid: string): Promise<Sample[]> {
  const seen: Sample[] = [];
  let up = false;
  let end = Date.now() + RUN_SECONDS * 1000;
  for await (const sample of samples(job, jid, step.signal)) {
    seen.push(sample);
    step.report(JSON.stringify(sample));
    up ||= sample.parallelism === 3 && sample.taskManagers === 2;
    if (up && sample.parallelism === 1 && sample.taskManagers === 1) end = Math.min(end, Date.now() + CALM_SECONDS * 1000);
    if (Date.now() > end) break;
    await sleep(1000);
  }
  return seen;
}

async function events(kubectl: Kubectl, start: number): Promise<Results["events"]> {
  const selector = `--field-selector=involvedObject.name=${NAME}`;
  const { items } = await kubectl.json<{ items: { reason: string; message: string; firstTimestamp: string }[] }>([
    "get",
    "events",
    "-n",
    NAMESPACE,
    selector,
  ]);
  return items
    .filter(({ reason }) => REASONS.has(reason))
    .map(({ reason, message, firstTimestamp }) => ({ seconds: Math.round((Date.parse(firstTimestamp) - start) / 1000), reason, message }))
    .filter(({ seconds }) => seconds >= 0)
    .toSorted((a, b) => a.seconds - b.seconds);
}

async function collected(kubectl: Kubectl): Promise<Results["collected"]> {
  const map = await kubectl.json<{ data: { lastMetrics: string } }>(["get", "configmap", `autoscaler-${NAME}`, "-n", NAMESPACE]);
  const { vertices } = JSON.parse(map.data.lastMetrics) as { vertices: Results["collected"] };
  return vertices;
}
