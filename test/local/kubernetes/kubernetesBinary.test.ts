import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { placeComponents } from "../../../local/kubernetes/embedded/kubernetesBinary.ts";

let dir: string;
let bin: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "beam-flink-binary-"));
  bin = path.join(dir, "state", "bin");
});
afterEach(() => rm(dir, { recursive: true }));

/** A built binary where the cache has it. */
async function built(root: string, key: string): Promise<string> {
  const binary = path.join(root, "go", key, "kubernetes");
  await mkdir(path.dirname(binary), { recursive: true });
  await writeFile(binary, `build ${key}`, { mode: 0o755 });
  return binary;
}

const kubectl = () => readFile(path.join(bin, "kubectl"), "utf8");

test("a cluster keeps its programs when the cache is purged", async () => {
  const binary = await built(dir, "a");
  await placeComponents(binary, bin);
  expect((await stat(path.join(bin, "etcd"))).ino).toBe((await stat(binary)).ino);
  await rm(path.join(dir, "go"), { recursive: true });
  expect(await kubectl()).toBe("build a");
  expect((await stat(path.join(bin, "etcd"))).mode & 0o111).toBe(0o111);
});

test("a new build takes the old one's place, and a folder of links into the cache is put right", async () => {
  await placeComponents(await built(dir, "a"), bin);
  await placeComponents(await built(dir, "b"), bin);
  expect(await kubectl()).toBe("build b");
  await placeComponents(path.join(dir, "go", "b", "kubernetes"), bin);
  const components = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-proxy", "kube-scheduler", "kubectl", "kubelet"];
  expect((await readdir(bin)).toSorted()).toEqual([...components, "kubernetes-b"]);
});

test("a cluster on another disk than the cache gets a copy", async () => {
  // A file system of its own on Linux; elsewhere this can only show that nothing depends on the folder.
  const other = await mkdtemp(path.join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "beam-flink-binary-"));
  try {
    const binary = await built(other, "a");
    await placeComponents(binary, bin);
    expect(await kubectl()).toBe("build a");
    expect((await stat(path.join(bin, "kubelet"))).mode & 0o111).toBe(0o111);
  } finally {
    await rm(other, { recursive: true });
  }
});

test("a binary that is not there is told", async () => {
  await expect(placeComponents(path.join(dir, "go", "a", "kubernetes"), bin)).rejects.toThrow("ENOENT");
  expect(await readdir(bin)).toEqual([]);
});
