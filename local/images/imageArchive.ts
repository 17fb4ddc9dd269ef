/**
 * Writes container images without a container engine: docker-archive files, which `ctr images import` and
 * `kind load image-archive` read.
 *
 * Layers are whole folders, packed by the system's tar in one fixed way (sorted, no times, one owner), so that the
 * same content is the same image on every machine. Everything goes through files: a layer may be larger than memory.
 */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { pipeline } from "node:stream/promises";
import { run } from "../support/run.ts";
import type { Step } from "../support/step.ts";

export interface Layer {
  /** The folder whose content becomes the layer, from the image's root on. */
  readonly dir: string;
  /** Owner of everything in the layer. @default 0 */
  readonly uid?: number;
  /** Group of everything in the layer. @default 0 */
  readonly gid?: number;
}

/** The part of the OCI image configuration that a container is started from, in its own spelling. */
export interface ImageConfig {
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Env?: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly ExposedPorts?: Readonly<Record<string, Record<string, never>>>;
  readonly Labels?: Readonly<Record<string, string>>;
}

export interface Image {
  /** Name and tag. */
  readonly ref: string;
  readonly config: ImageConfig;
  /** The lowest layer first. */
  readonly layers: readonly Layer[];
}

/** GNU tar's way to the same bytes from the same tree; `a+rX` undoes a strict umask of who made the files. */
const REPRODUCIBLE = ["--format=gnu", "--sort=name", "--mtime=@0", "--numeric-owner", "--hard-dereference", "--mode=a+rX"];

/** Writes `file` whole or not at all. */
export async function writeImageArchive(file: string, image: Image, step: Step): Promise<void> {
  const parent = path.dirname(path.resolve(file));
  await mkdir(parent, { recursive: true });
  const work = await mkdtemp(path.join(parent, ".image-"));
  try {
    const digests: string[] = [];
    for (const layer of image.layers) digests.push(await packLayer(work, layer, step));
    const config = JSON.stringify({
      architecture: process.arch === "x64" ? "amd64" : process.arch,
      os: "linux",
      config: image.config,
      rootfs: { type: "layers", diff_ids: digests.map((digest) => `sha256:${digest}`) },
    });
    const configName = `${createHash("sha256").update(config).digest("hex")}.json`;
    const manifest = [{ Config: configName, RepoTags: [image.ref], Layers: digests.map((digest) => `${digest}/layer.tar`) }];
    await writeFile(path.join(work, configName), config, { mode: 0o644 });
    await writeFile(path.join(work, "manifest.json"), JSON.stringify(manifest), { mode: 0o644 });
    step.report(`packing ${image.ref}`);
    const members = [configName, "manifest.json", ...[...new Set(digests)].toSorted()];
    const packed = `${work}.tar`;
    try {
      await tar(["--owner=0", "--group=0", "-cf", packed, "-C", work, "--", ...members], step);
      await rename(packed, file);
    } finally {
      await rm(packed, { force: true });
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Packs the layer to `<work>/<digest>/layer.tar` and returns the digest. */
async function packLayer(work: string, layer: Layer, step: Step): Promise<string> {
  const packed = path.join(work, "layer.tar");
  // Named one by one: "." would put a "./" before every name, and set owner and mode of the image's root.
  const members = (await readdir(layer.dir)).toSorted();
  step.report(`packing ${layer.dir}`);
  await tar([`--owner=${layer.uid ?? 0}`, `--group=${layer.gid ?? 0}`, "-cf", packed, "-C", layer.dir, "--", ...members], step);
  const hash = createHash("sha256");
  await pipeline(createReadStream(packed), hash);
  const digest = hash.digest("hex");
  const dir = path.join(work, digest);
  await mkdir(dir, { recursive: true });
  await chmod(dir, 0o755);
  await rename(packed, path.join(dir, "layer.tar"));
  return digest;
}

async function tar(args: readonly string[], step: Step): Promise<void> {
  await run("tar", [...REPRODUCIBLE, ...args], step, { env: { LC_ALL: "C", TAR_OPTIONS: undefined } });
}
