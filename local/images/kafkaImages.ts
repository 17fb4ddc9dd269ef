/**
 * The images of tests and benchmarks with Kafka: a broker with a producer, in place of a managed Kafka, and Flink with the job that
 * reads it. The local environment has neither: who needs them builds and loads them.
 */
import { link, mkdir, readdir } from "node:fs/promises";
import * as path from "node:path";
import type { Step } from "../support/step.ts";
import { flinkWithJob } from "./flinkImage.ts";
import type { Image } from "./imageArchive.ts";
import { FLINK_UID, JAVA_HOME, javaRuntimeLayer, jdkRelease } from "./javaRuntime.ts";
import { type BuiltImage, buildImage } from "./localImages.ts";
import { mavenBuild, projectKey } from "./mavenBuild.ts";

const HOME = "/opt/kafka";

/** What the image is, for whoever inspects it in a cluster. */
const STAND_IN = "stand-in for a managed Kafka: Apache Kafka 4.3.1's own broker with a start and a producer of beam-flink";

/** Kafka 4.3.1: `io.beamflink.local.kafka.Broker` and `.Producer` with all of Kafka's jars on the class path. */
export async function kafkaImage(step: Step): Promise<BuiltImage> {
  const values = [await jdkRelease(step), await projectKey("kafka", step)];
  return buildImage("beam-flink.local/kafka:4.3.1", { values }, step, (ref, work) => kafka(ref, work, step));
}

/** Flink and the job that reads Kafka: for the JobManager and the TaskManagers. */
export async function kafkaJobImage(step: Step): Promise<BuiltImage> {
  const values = [await jdkRelease(step), await projectKey("flink", step), await projectKey("kafkaJob", step)];
  return buildImage("beam-flink.local/kafka-job:2.70.0-flink1.19.1", { values }, step, (ref, work) =>
    flinkWithJob(ref, work, step, { project: "kafkaJob", jar: "kafka-job.jar" }),
  );
}

async function kafka(ref: string, work: string, step: Step): Promise<Image> {
  const runtime = await javaRuntimeLayer(step);
  const build = await mavenBuild("kafka", step);
  const layer = path.join(work, "kafka");
  const lib = path.join(layer, HOME, "lib");
  await mkdir(lib, { recursive: true });
  for (const jar of await readdir(path.join(build, "lib"))) await link(path.join(build, "lib", jar), path.join(lib, jar));
  await link(path.join(build, "kafka.jar"), path.join(lib, "kafka.jar"));
  return {
    ref,
    layers: [runtime, { dir: layer, uid: FLINK_UID, gid: FLINK_UID }],
    config: {
      Entrypoint: ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", `${HOME}/lib/*`],
      Env: [`PATH=${JAVA_HOME}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`, `JAVA_HOME=${JAVA_HOME}`],
      User: `${FLINK_UID}:${FLINK_UID}`,
      WorkingDir: HOME,
      ExposedPorts: { "9092/tcp": {} },
      Labels: { "org.opencontainers.image.description": STAND_IN },
    },
  };
}
