/** Jobs of `local/java/kafkaJob`: the local environment's job with another pipeline, which reads topics with KafkaIO. */
import { environmentConfig } from "../environment/environmentConfig.ts";
import type { Jobs } from "../environment/jobStack.ts";
import { BOOTSTRAP_SERVERS } from "./kafkaBroker.ts";

type Job = Jobs[string];

/** What a job reads and how. */
export interface Reading {
  /** The loaded image of Flink with the job. */
  readonly image: string;
  /** One KafkaIO read for each list of topics. */
  readonly reads: readonly (readonly string[])[];
  /** Time that the last step takes for each element, in microseconds: makes back pressure. @default 0 */
  readonly delayMicros?: number;
  /** Added to the job's Flink configuration. */
  readonly flinkConfiguration?: Readonly<Record<string, string>>;
  /** Other settings of the job. */
  readonly settings?: Partial<Omit<Job, "image" | "entryClass" | "jarUri" | "applicationConfig" | "flinkConfiguration">>;
}

/** Port of Flink's Prometheus reporter on every pod of a job, its default. */
export const METRICS_PORT = 9249;

/** The job for a stack of jobs; its metrics are at {@link METRICS_PORT} too. */
export async function kafkaJob({ image, reads, delayMicros = 0, flinkConfiguration, settings }: Reading): Promise<Job> {
  const base = (await environmentConfig("local")).jobs["bundle-buffer"];
  if (base === undefined) throw new Error("stacks/Pulumi.local.yaml describes no job bundle-buffer");
  return {
    ...base,
    image,
    entryClass: "io.beamflink.local.KafkaJob",
    jarUri: "local:///opt/flink/usrlib/kafka-job.jar",
    applicationConfig: { bootstrapServers: BOOTSTRAP_SERVERS, reads: reads.map((topics) => [...topics]), delayMicros },
    flinkConfiguration: {
      ...base.flinkConfiguration,
      ...flinkConfiguration,
    },
    ...settings,
  };
}
