/** Kafka for a test of `test/running`: the images built and loaded, an empty broker, and what Flink's pods say at their Prometheus endpoint. */
import { kafkaImage, kafkaJobImage } from "../../../local/images/kafkaImages.ts";
import { KafkaBroker } from "../../../local/kafka/kafkaBroker.ts";
import { METRICS_PORT } from "../../../local/kafka/kafkaJob.ts";
import { silent } from "../../../local/support/step.ts";
import { NAMESPACE, type RunningPlatform } from "./platform.ts";

export interface RunningKafka {
  readonly broker: KafkaBroker;
  /** Name of the loaded image of Flink with the job that reads Kafka. */
  readonly jobImage: string;
}

export async function startKafka({ local, kubectl }: RunningPlatform): Promise<RunningKafka> {
  const [kafka, job] = [await kafkaImage(silent), await kafkaJobImage(silent)];
  for (const image of [kafka, job]) await local.cluster.loadImage(image.archive, silent);
  return { broker: await KafkaBroker.start(kubectl, kafka.ref), jobImage: job.ref };
}

/** One line of the Prometheus text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What the job's only TaskManager says. */
export async function taskManagerMetrics({ kubectl }: RunningPlatform, job: string): Promise<Sample[]> {
  const [pod] = await taskManagers(kubectl, job);
  if (pod === undefined) throw new Error(`${job} has no TaskManager`);
  return samples(await kubectl.run(["get", "--raw", `/api/v1/namespaces/${NAMESPACE}/pods/http:${pod}:${METRICS_PORT}/proxy/metrics`]));
}

/** Names of the job's TaskManager pods. */
export async function taskManagers(kubectl: RunningPlatform["kubectl"], job: string): Promise<string[]> {
  const names = await kubectl.run(["-n", NAMESPACE, "get", "pods", "-l", `app=${job},component=taskmanager`, "-o", "name"]);
  return names
    .split("\n")
    .filter(Boolean)
    .map((name) => name.replace("pod/", ""));
}

export function samples(text: string): Sample[] {
  return [...text.matchAll(/^(\w+)\{(.*)\} (\S+)$/gm)].map(([, name = "", labels = "", value]) => ({
    name,
    labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, said]) => [label!, said!])),
    value: Number(value),
  }));
}
