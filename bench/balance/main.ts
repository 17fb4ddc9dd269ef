/**
 * Balance of tasks over TaskManagers: `node bench/balance/main.ts [--only NAMES] [--starts N] [--state FOLDER] [--json]`. It runs one Beam
 * job of several pipelines on a local environment, once for each setting and start, about a minute each. `--state` names a folder whose
 * environment is used where it runs and kept afterwards.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { environmentConfig, jobsOf } from "../../local/environment/environmentConfig.ts";
import { FlinkJob } from "../../local/environment/flinkJob.ts";
import { openJobStack } from "../../local/environment/jobStack.ts";
import { Kubectl } from "../../local/environment/kubectl.ts";
import { runningEnvironment } from "../../local/environment/localEnvironment.ts";
import { engineErrors } from "../../local/pulumi/engine.ts";
import type { Step } from "../../local/support/step.ts";
import { interruptible } from "../interruption.ts";
import { ENVIRONMENT, onPlatform } from "../platform.ts";
import { renderReport, type Results } from "./report.ts";
import { type Spread, spreadOf } from "./spread.ts";
import { jobOf, PARALLELISM, SLOTS, VARIANTS } from "./variants.ts";

const TASK_MANAGERS = Math.ceil(PARALLELISM / SLOTS);
/** Milliseconds until all tasks run on all TaskManagers. */
const PATIENCE = 600_000;

const { values } = parseArgs({
  options: {
    only: { type: "string", default: VARIANTS.map(({ name }) => name).join(",") },
    starts: { type: "string", default: "3" },
    state: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const starts = Number(values.starts);
if (!Number.isSafeInteger(starts) || starts < 1) throw new Error(`--starts must be a whole number above 0, not ${values.starts}`);

const variants = values.only.split(",").map((name) => {
  const found = VARIANTS.find((variant) => variant.name === name);
  if (found === undefined) throw new Error(`--only ${name} is none of ${VARIANTS.map((variant) => variant.name).join(", ")}`);
  return found;
});

const interrupted = interruptible();
const step: Step = { report: (text) => console.error(text), signal: interrupted };
const results = await onPlatform(values.state, step, () =>
  measure().catch((error: unknown) => {
    if (step.signal.aborted) throw error;
    throw new Error(engineErrors(error), { cause: error });
  }),
);
console.log(values.json ? JSON.stringify(results, undefined, 2) : renderReport(results));

async function measure(): Promise<Results> {
  const local = await runningEnvironment(ENVIRONMENT, step);
  const config = await environmentConfig(ENVIRONMENT);
  const [first] = jobsOf(config);
  const job = first && config.jobs[first.name];
  if (first === undefined || job === undefined) throw new Error(`the environment ${ENVIRONMENT} has no job to vary`);
  const kubectl = new Kubectl(local.cluster, step);
  const jobs = await openJobStack("balance", local, step);
  const spreads: Record<string, Spread[]> = {};
  try {
    for (let start = 1; start <= starts; start++) {
      for (const variant of variants) {
        step.report(`${variant.title}: start ${start} of ${starts}`);
        // A name of its own for each, whatever ran here before: nothing that an earlier job left in the bucket is found by a later one.
        const name = `balance-${variant.name}-${Date.now().toString(36)}`;
        jobs.use({ [name]: jobOf(variant, job) });
        await jobs.stack.up({ color: "never", signal: step.signal });
        const spread = await settled(new FlinkJob(kubectl, { name, namespace: first.namespace }));
        step.report(`tasks per TaskManager: ${spread.tasks.join(" + ")}`);
        (spreads[variant.name] ??= []).push(spread);
        await jobs.stack.destroy({ color: "never" });
      }
    }
  } finally {
    await jobs.stack.destroy({ color: "never" });
    await jobs.close();
  }
  const { beam = "unknown", flink: version = "unknown" } = config.versions ?? {};
  return { date: new Date().toISOString().slice(0, 10), versions: { Beam: beam, Flink: version }, spreads };
}

/** The spread once it is known; a scheduler that moves tasks later does so because of a failure. */
async function settled(flink: FlinkJob): Promise<Spread> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(3000, undefined, { signal: step.signal })) {
    const spread = await spreadOf(flink, TASK_MANAGERS).catch(() => undefined);
    if (spread !== undefined) return spread;
  }
  throw new Error(`not all tasks run on ${TASK_MANAGERS} TaskManagers within ${PATIENCE / 1000} s`);
}
