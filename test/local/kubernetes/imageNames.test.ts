import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { archivedImage, fullImageName } from "../../../local/kubernetes/imageNames.ts";
import { run } from "../../../local/support/run.ts";
import { silent } from "../../../local/support/step.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "beam-flink-names-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function archive(manifest: unknown): Promise<string> {
  await writeFile(path.join(root, "manifest.json"), JSON.stringify(manifest));
  await run("tar", ["-cf", path.join(root, "image.tar"), "-C", root, "manifest.json"], silent);
  return path.join(root, "image.tar");
}

describe("fullImageName", () => {
  it.each([
    ["pause:1", "docker.io/library/pause:1"],
    ["flink/job:2", "docker.io/flink/job:2"],
    ["beam-flink.local/job:2", "beam-flink.local/job:2"],
    ["localhost/job:2", "localhost/job:2"],
    ["registry:5000/job:2", "registry:5000/job:2"],
  ])("completes %s to %s", (name, full) => expect(fullImageName(name)).toBe(full));
});

describe("archivedImage", () => {
  const digest = "a".repeat(64);

  it("reads name and configuration of the archive's image", async () => {
    const file = await archive([{ Config: `${digest}.json`, RepoTags: ["beam-flink.local/job:2"], Layers: [] }]);
    expect(await archivedImage(file, silent)).toEqual({ name: "beam-flink.local/job:2", config: `sha256:${digest}` });
  });

  it.each([
    ["no tag", [{ Config: `${digest}.json`, RepoTags: [], Layers: [] }]],
    ["two images", [1, 2].map((tag) => ({ Config: `${digest}.json`, RepoTags: [`a:${tag}`], Layers: [] }))],
    ["no digest", [{ Config: "config.json", RepoTags: ["a:1"], Layers: [] }]],
  ])("refuses an archive with %s", async (_what, manifest) => {
    await expect(archivedImage(await archive(manifest), silent)).rejects.toThrow("not a docker-archive file with one tagged image");
  });
});
