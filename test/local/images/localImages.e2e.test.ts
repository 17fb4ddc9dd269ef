/** Builds the real images (from the cache, when they are there) and looks into them. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { beamJobImage, operatorImage, pauseImage, s3Image, type BuiltImage } from "../../../local/images/localImages.ts";
import { run } from "../../../local/support/run.ts";
import { silent, type Step } from "../../../local/support/step.ts";

/** The first run downloads and builds everything. */
const MINUTES = 60_000;

const Manifest = z.array(z.object({ Config: z.string(), RepoTags: z.array(z.string()), Layers: z.array(z.string()) })).length(1);
const Config = z.object({
  config: z.object({ Entrypoint: z.array(z.string()), User: z.string(), Labels: z.record(z.string(), z.string()).optional() }),
});

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "local-images-"));
});

afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

async function open(image: BuiltImage) {
  await run("tar", ["-xf", image.archive, "-C", dir], silent);
  const read = async (file: string): Promise<unknown> => JSON.parse(await run("cat", [path.join(dir, file)], silent));
  const manifest = Manifest.parse(await read("manifest.json"))[0];
  if (manifest === undefined) throw new Error("the manifest is empty");
  const { config } = Config.parse(await read(manifest.Config));
  const files: string[] = [];
  for (const layer of manifest.Layers) files.push(...(await run("tar", ["-tf", path.join(dir, layer)], silent)).split("\n"));
  return { refs: manifest.RepoTags, config, files };
}

function jars(files: readonly string[], folder: string): string[] {
  return files.filter((file) => path.dirname(file) === folder && file.endsWith(".jar")).map((file) => path.basename(file));
}

describe("the local images", () => {
  it("hold Flink, the S3 plugin and the job, each jar once", { timeout: 20 * MINUTES }, async () => {
    const image = await beamJobImage(silent);
    const { refs, config, files } = await open(image);
    expect(refs).toEqual([image.ref]);
    expect(config).toMatchObject({ Entrypoint: ["/docker-entrypoint.sh"], User: "9999:9999" });
    expect(config.Labels?.["org.opencontainers.image.description"]).toContain("stand-in for the official Flink");
    const lib = jars(files, "opt/flink/lib");
    const usrlib = jars(files, "opt/flink/usrlib");
    expect(lib).toEqual(expect.arrayContaining(["flink-runtime-1.19.1.jar", "flink-container-stand-in.jar", "log4j-core-2.24.3.jar"]));
    expect(usrlib).toEqual(expect.arrayContaining(["beam-job.jar", "beam-runners-flink-1.19-2.70.0.jar"]));
    expect(usrlib.filter((jar) => lib.includes(jar) || /^(flink-(?!shaded)|slf4j|log4j)/.test(jar))).toEqual([]);
    expect(jars(files, "opt/flink/plugins/s3-fs-hadoop")).toEqual(["flink-s3-fs-hadoop-1.19.0.jar"]);
    expect(files).toEqual(
      expect.arrayContaining(["docker-entrypoint.sh", "opt/flink/bin/docker-entrypoint.sh", "opt/java/bin/java", "bin/sh", "tmp/"]),
    );
  });

  it("hold the local controller", { timeout: 20 * MINUTES }, async () => {
    const { config, files } = await open(await operatorImage(silent));
    expect(config).toMatchObject({ Entrypoint: ["/docker-entrypoint.sh"], User: "9999:9999" });
    expect(config.Labels?.["org.opencontainers.image.description"]).toContain("stand-in for the official Flink Kubernetes Operator");
    expect(jars(files, "opt/flink-operator/lib")).toContain("operator.jar");
    expect(files).toEqual(expect.arrayContaining(["docker-entrypoint.sh", "opt/flink/artifacts/", "opt/java/bin/java"]));
  });

  it("hold the S3 server and the shell that makes its bucket", { timeout: 20 * MINUTES }, async () => {
    const { config, files } = await open(await s3Image(silent));
    expect(config).toMatchObject({ Entrypoint: ["/bin/versitygw"], User: "9999:9999" });
    expect(files).toEqual(expect.arrayContaining(["bin/versitygw", "bin/sh", "bin/mkdir"]));
  });

  it("hold the pause program and nothing else", { timeout: 5 * MINUTES }, async () => {
    const { config, files } = await open(await pauseImage(silent));
    expect(config.Entrypoint).toEqual(["/pause"]);
    expect(files).toEqual(["pause"]);
  });

  it("are built once", { timeout: 20 * MINUTES }, async () => {
    const first = await pauseImage(silent);
    const reports: string[] = [];
    const step: Step = { report: (text) => void reports.push(text), signal: new AbortController().signal };
    expect(await pauseImage(step)).toEqual(first);
    expect(reports).toEqual([]);
  });
});
