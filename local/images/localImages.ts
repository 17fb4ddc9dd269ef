/**
 * The images of the local environment, each built once per content and kept in the cache as a file that can be loaded into any cluster.
 * They are made from package registries alone: no image is pulled, and no container engine is needed.
 */
import { chmod, copyFile, mkdir, readdir, rm } from "node:fs/promises";
import * as path from "node:path";
import { cached, type CacheKey } from "../support/cache.ts";
import type { Step } from "../support/step.ts";
import { goBinary } from "../toolchain/goBinary.ts";
import { flinkWithJob } from "./flinkImage.ts";
import { writeImageArchive, type Image } from "./imageArchive.ts";
import { addAccounts, addBusybox, FLINK_UID, jdkRelease } from "./javaRuntime.ts";
import { projectKey } from "./mavenBuild.ts";
import { localOperator } from "./operatorImage.ts";

export interface BuiltImage {
  /** Name and tag, as pods refer to it. */
  readonly ref: string;
  /** Path of the docker-archive file. */
  readonly archive: string;
}

/** The container that holds a pod's namespaces. */
export async function pauseImage(step: Step): Promise<BuiltImage> {
  const pause = await goBinary({ name: "pause" }, step);
  return buildImage("beam-flink.local/pause:1", { files: [pause] }, step, async (ref, work) => {
    await mkdir(path.join(work, "root"));
    await copyProgram(pause, path.join(work, "root", "pause"));
    return { ref, layers: [{ dir: path.join(work, "root") }], config: { Entrypoint: ["/pause"], User: "65535:65535" } };
  });
}

/** versitygw, an S3 server over a folder; busybox is there for the init container that makes the bucket's folder. */
export async function s3Image(step: Step): Promise<BuiltImage> {
  const server = await goBinary({ name: "s3", package: "github.com/versity/versitygw/cmd/versitygw" }, step);
  return buildImage("beam-flink.local/s3:1.8.0", { files: [server] }, step, async (ref, work) => {
    const root = path.join(work, "root");
    await addBusybox(root, step);
    await addAccounts(root);
    await copyProgram(server, path.join(root, "bin", "versitygw"));
    return {
      ref,
      layers: [{ dir: root }],
      config: {
        Entrypoint: ["/bin/versitygw"],
        Env: ["PATH=/bin"],
        User: `${FLINK_UID}:${FLINK_UID}`,
        ExposedPorts: { "7070/tcp": {} },
      },
    };
  });
}

/** Flink and the Beam job: for the JobManager and the TaskManagers. */
export async function beamJobImage(step: Step): Promise<BuiltImage> {
  const values = [await jdkRelease(step), await projectKey("flink", step), await projectKey("beamJob", step)];
  return buildImage("beam-flink.local/beam-job:2.70.0-flink1.19.1", { values }, step, (ref, work) => flinkWithJob(ref, work, step));
}

/** The local controller. */
export async function operatorImage(step: Step): Promise<BuiltImage> {
  const values = [await jdkRelease(step), await projectKey("operator", step)];
  return buildImage("beam-flink.local/flink-kubernetes-operator:1.10.0-stand-in", { values }, step, (ref, work) =>
    localOperator(ref, work, step),
  );
}

/** The key holds this folder's own files too: how an image is put together is part of what it is. */
export async function buildImage(
  ref: string,
  key: CacheKey,
  step: Step,
  layOut: (ref: string, work: string) => Promise<Image>,
): Promise<BuiltImage> {
  const builders = (await readdir(import.meta.dirname)).filter((file) => file.endsWith(".ts")).toSorted();
  const files = [...builders.map((file) => path.join(import.meta.dirname, file)), ...(key.files ?? [])];
  const entry = await cached("images", { files, values: [ref, ...(key.values ?? [])] }, step, async (dir) => {
    const work = path.join(dir, "work");
    await mkdir(work);
    await writeImageArchive(path.join(dir, "image.tar"), await layOut(ref, work), step);
    await rm(work, { recursive: true });
  });
  return { ref, archive: path.join(entry, "image.tar") };
}

async function copyProgram(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  await chmod(to, 0o755);
}
