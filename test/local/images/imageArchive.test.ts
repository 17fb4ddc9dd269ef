import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { writeImageArchive, type Image } from "../../../local/images/imageArchive.ts";
import { run } from "../../../local/support/run.ts";
import { silent } from "../../../local/support/step.ts";

const Manifest = z.array(z.object({ Config: z.string(), RepoTags: z.array(z.string()), Layers: z.array(z.string()) }));
const Config = z.object({
  os: z.string(),
  config: z.unknown(),
  rootfs: z.object({ type: z.string(), diff_ids: z.array(z.string()) }),
});

let work: string;

beforeEach(async () => {
  work = await mkdtemp(path.join(tmpdir(), "image-archive-"));
});

afterEach(async () => {
  await rm(work, { recursive: true, force: true });
});

/** The same content each time, written in the order given and at the time given. */
async function tree(name: string, order: readonly string[], time: Date): Promise<string> {
  const root = path.join(work, name);
  await mkdir(path.join(root, "tmp"), { recursive: true });
  await chmod(path.join(root, "tmp"), 0o1777);
  for (const file of order) {
    await mkdir(path.join(root, path.dirname(file)), { recursive: true });
    await writeFile(path.join(root, file), `content of ${file}`, { mode: 0o600 });
    await utimes(path.join(root, file), time, time);
  }
  await chmod(path.join(root, "bin/tool"), 0o700);
  await symlink("tool", path.join(root, "bin/alias"));
  return root;
}

function image(...dirs: readonly string[]): Image {
  return {
    ref: "example.local/thing:1",
    config: { Entrypoint: ["/bin/tool"], User: "9999:9999" },
    layers: dirs.map((dir) => ({ dir, uid: 9999, gid: 9998 })),
  };
}

async function sha256(file: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
}

/** The archive, unpacked. */
async function unpack(archive: string) {
  const dir = await mkdtemp(path.join(work, "unpacked-"));
  await run("tar", ["-xf", archive, "-C", dir], silent);
  const json = async (name: string): Promise<unknown> => JSON.parse(await readFile(path.join(dir, name), "utf8"));
  const manifest = Manifest.parse(await json("manifest.json"));
  const first = manifest[0];
  if (first === undefined) throw new Error("the manifest is empty");
  const config = Config.parse(await json(first.Config));
  return { dir, manifest, first, config };
}

describe("writeImageArchive", () => {
  it("names the image, its configuration and its layers by their digests", async () => {
    const archive = path.join(work, "new", "image.tar");
    await writeImageArchive(
      archive,
      image(await tree("a", ["bin/tool"], new Date(0)), await tree("b", ["bin/tool", "etc/b"], new Date(0))),
      silent,
    );
    const { dir, manifest, first, config } = await unpack(archive);

    expect(manifest).toHaveLength(1);
    expect(first.RepoTags).toEqual(["example.local/thing:1"]);
    expect(first.Config).toBe(`${await sha256(path.join(dir, first.Config))}.json`);
    expect(config).toMatchObject({ os: "linux", config: { Entrypoint: ["/bin/tool"], User: "9999:9999" }, rootfs: { type: "layers" } });
    expect(first.Layers).toHaveLength(2);
    const digests = await Promise.all(first.Layers.map((layer) => sha256(path.join(dir, layer))));
    expect(config.rootfs.diff_ids).toEqual(digests.map((digest) => `sha256:${digest}`));
    expect(first.Layers).toEqual(digests.map((digest) => `${digest}/layer.tar`));
  });

  it("packs sorted names without a leading dot, with the layer's owner, no times, and modes that everybody can read", async () => {
    const archive = path.join(work, "image.tar");
    await writeImageArchive(archive, image(await tree("a", ["etc/z", "bin/tool", "etc/a"], new Date())), silent);
    const { dir, first } = await unpack(archive);
    const list = await run("tar", ["-tvf", path.join(dir, String(first.Layers[0])), "--numeric-owner", "--utc", "--full-time"], silent);

    expect(list.split("\n").map((line) => line.split(/\s+/).with(2, "").join(" ").replace(" 00:00:00", ""))).toEqual([
      "drwxr-xr-x 9999/9998  1970-01-01 bin/",
      "lrwxrwxrwx 9999/9998  1970-01-01 bin/alias -> tool",
      "-rwxr-xr-x 9999/9998  1970-01-01 bin/tool",
      "drwxr-xr-x 9999/9998  1970-01-01 etc/",
      "-rw-r--r-- 9999/9998  1970-01-01 etc/a",
      "-rw-r--r-- 9999/9998  1970-01-01 etc/z",
      "drwxrwxrwt 9999/9998  1970-01-01 tmp/",
    ]);
  });

  it("writes the same bytes for the same content, whatever its times and order", async () => {
    const one = path.join(work, "one.tar");
    const two = path.join(work, "two.tar");
    await writeImageArchive(one, image(await tree("a", ["bin/tool", "etc/x"], new Date(1_000))), silent);
    await writeImageArchive(two, image(await tree("b", ["etc/x", "bin/tool"], new Date(2_000))), silent);
    expect(await sha256(two)).toBe(await sha256(one));
  });

  it("takes a layer that occurs twice", async () => {
    const archive = path.join(work, "image.tar");
    const dir = await tree("a", ["bin/tool"], new Date(0));
    await writeImageArchive(archive, image(dir, dir), silent);
    const { first, config } = await unpack(archive);
    expect(first.Layers).toHaveLength(2);
    expect(new Set(config.rootfs.diff_ids)).toHaveLength(1);
  });

  it("leaves nothing behind when a layer's folder is missing", async () => {
    const folder = path.join(work, "out");
    const archive = path.join(folder, "image.tar");
    await expect(writeImageArchive(archive, image(path.join(work, "missing")), silent)).rejects.toThrow(/ENOENT.*missing/);
    expect(await readdir(folder)).toEqual([]);
  });

  it("leaves the archive that was there when it is interrupted", async () => {
    const archive = path.join(work, "image.tar");
    await writeFile(archive, "the one before");
    const dir = await tree("a", ["bin/tool"], new Date(0));
    const step = { report: () => {}, signal: AbortSignal.abort() };
    await expect(writeImageArchive(archive, image(dir), step)).rejects.toThrow("interrupted");
    expect(await readFile(archive, "utf8")).toBe("the one before");
    expect(await readdir(work)).toEqual(["a", "image.tar"]);
  });
});
