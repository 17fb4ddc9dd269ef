/**
 * The benchmark of KafkaIO: `node bench/kafka/main.ts [--only throughput|latency|checkpoints] [--windows N] [--records N] [--state FOLDER] [--json]`. A
 * busy topic is read with and without a nearly idle one, by jobs at the same time on one machine; all of it takes about a quarter of an
 * hour. `--state` names a folder whose environment is used where it runs and kept afterwards.
 */
import { parseArgs } from "node:util";
import { FlinkJob } from "../../local/environment/flinkJob.ts";
import { openJobStack } from "../../local/environment/jobStack.ts";
import { Kubectl } from "../../local/environment/kubectl.ts";
import { runningEnvironment } from "../../local/environment/localEnvironment.ts";
import { kafkaImage, kafkaJobImage } from "../../local/images/kafkaImages.ts";
import { KafkaBroker } from "../../local/kafka/kafkaBroker.ts";
import { UserError } from "../../local/support/errors.ts";
import type { Step } from "../../local/support/step.ts";
import { interruptible } from "../interruption.ts";
import { ENVIRONMENT, onPlatform, uninterrupted } from "../platform.ts";
import { type Bench, compareCheckpoints, compareLatency, compareThroughput, LIVE_RATE, writeTopics } from "./measure.ts";
import { renderReport } from "./report.ts";
import type { Results } from "./results.ts";

/** The namespace of the environment's jobs. */
const NAMESPACE = "beam";
const PARTS = ["throughput", "latency", "checkpoints"] as const;

const { values } = parseArgs({
  options: {
    only: { type: "string", default: PARTS.join(",") },
    windows: { type: "string", default: "5" },
    records: { type: "string", default: "4000000" },
    state: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const interrupted = interruptible();
const step: Step = { report: (text) => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`), signal: interrupted };
const always = uninterrupted(step);

try {
  const parts = wantedParts();
  const results = await onPlatform(values.state, step, () => withKafka((bench) => measure(bench, parts)));
  console.log(values.json ? JSON.stringify({ date: new Date().toISOString(), ...results }, undefined, 2) : renderReport(results));
} catch (error) {
  if (!interrupted.aborted && !(error instanceof UserError)) throw error;
  console.error(interrupted.aborted ? "interrupted: the jobs are removed" : `bench:kafka: ${(error as Error).message}`);
  process.exitCode = 1;
}

function wantedParts(): readonly string[] {
  const parts = values.only.split(",");
  const unknown = parts.find((part) => !PARTS.some((known) => known === part));
  if (unknown !== undefined) throw new UserError(`--only: ${unknown} is none of ${PARTS.join(", ")}.`, { exitCode: 2 });
  return parts;
}

async function measure(bench: Bench, parts: readonly string[]): Promise<Results> {
  await writeTopics(bench);
  return {
    throughput: parts.includes("throughput") ? await compareThroughput(bench) : [],
    latency: parts.includes("latency") ? await compareLatency(bench) : [],
    liveRate: LIVE_RATE,
    checkpoints: parts.includes("checkpoints") ? await compareCheckpoints(bench) : [],
  };
}

function atLeastOne(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1) return number;
  throw new UserError(`${option} must be a whole number of at least 1, not ${JSON.stringify(text)}.`, { exitCode: 2 });
}

async function withKafka<T>(use: (bench: Bench) => Promise<T>): Promise<T> {
  const local = await runningEnvironment(ENVIRONMENT, step);
  const kubectl = new Kubectl(local.cluster, always);
  const [kafka, image] = [await kafkaImage(step), await kafkaJobImage(step)];
  for (const { archive } of [kafka, image]) await local.cluster.loadImage(archive, step);
  const jobs = await openJobStack("kafka-bench", local, step);
  try {
    return await use({
      broker: await KafkaBroker.start(kubectl, kafka.ref),
      image: image.ref,
      up: (wanted) => {
        jobs.use(wanted);
        return jobs.stack.up({ color: "never", signal: step.signal });
      },
      remove: () => jobs.stack.destroy({ color: "never" }),
      flink: (name) => new FlinkJob(kubectl, { name, namespace: NAMESPACE }),
      windows: atLeastOne("--windows", values.windows),
      records: atLeastOne("--records", values.records),
      step,
    });
  } finally {
    await KafkaBroker.remove(kubectl);
    await jobs.close();
  }
}
