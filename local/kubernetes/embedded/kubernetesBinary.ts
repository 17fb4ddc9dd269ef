/** Kubernetes as one binary that is every component, by the name under which it is called. */
import { existsSync } from "node:fs";
import { constants, copyFile, link, mkdir, readdir, readlink, rename, rm, symlink } from "node:fs/promises";
import * as path from "node:path";
import type { Step } from "../../support/step.ts";
import { goBinary } from "../../toolchain/goBinary.ts";

/** The module's version in go.mod. The last minor version whose kubelet runs on cgroup v1 as well as on v2. */
const VERSION = { major: "1", minor: "34", patch: "4" };

const COMPONENTS = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy", "kubectl"] as const;

/** Without these `/version` answers no semantic version, and clients' version checks fail. */
const STAMPS = [
  `gitVersion=v${VERSION.major}.${VERSION.minor}.${VERSION.patch}`,
  `gitMajor=${VERSION.major}`,
  `gitMinor=${VERSION.minor}`,
  "gitTreeState=clean",
].map((stamp) => `-X k8s.io/component-base/version.${stamp}`);

/** Makes `folder` hold a link per component to the built binary, and returns it. */
export async function linkComponents(folder: string, step: Step): Promise<string> {
  await placeComponents(await goBinary({ name: "kubernetes", ldflags: STAMPS }, step), folder);
  return folder;
}

/**
 * The binary itself, not a way into the cache, so that a cluster can go on when the cache is pruned or purged: a hard link, or
 * a copy where the two are on different disks.
 */
export async function placeComponents(binary: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // The cache's key of the binary, which is the name of its folder, tells one build from another.
  const name = `kubernetes-${path.basename(path.dirname(binary))}`;
  const own = path.join(folder, name);
  if (!existsSync(own)) await link(binary, own).catch(() => copyWhole(binary, own));
  for (const component of COMPONENTS) await pointTo(name, path.join(folder, component));
  const old = (await readdir(folder)).filter((found) => found.startsWith("kubernetes-") && found !== name);
  for (const found of old) await rm(path.join(folder, found), { force: true });
}

async function copyWhole(from: string, to: string): Promise<void> {
  const part = `${to}.${process.pid}`;
  try {
    await copyFile(from, part, constants.COPYFILE_FICLONE);
    await rename(part, to);
  } finally {
    await rm(part, { force: true });
  }
}

/** Links in one step: a cluster that runs always finds its programs. */
async function pointTo(target: string, file: string): Promise<void> {
  if ((await readlink(file).catch(() => "")) === target) return;
  const part = `${file}.${process.pid}`;
  await rm(part, { force: true });
  await symlink(target, part);
  await rename(part, file);
}
