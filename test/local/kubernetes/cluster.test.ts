/** Which cluster serves, and what is asked of kind: with stand-ins for docker, kind and kubectl on PATH. */
import { existsSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Cluster, findCluster, startCluster, stopCluster } from "../../../local/kubernetes/cluster.ts";
import { run } from "../../../local/support/run.ts";
import { stateFolder, type StateFolder } from "../../../local/support/stateFolder.ts";
import { silent } from "../../../local/support/step.ts";
import { fakePrograms, type FakePrograms } from "./fakeProgram.ts";

const settings = { name: "test" };
const digest = "b".repeat(64);
let root: string;
let state: StateFolder;
let programs: FakePrograms;
let archive: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "beam-flink-unit-"));
  vi.stubEnv("BEAM_FLINK_STATE", path.join(root, "state"));
  vi.stubEnv("PATH", process.env["PATH"]);
  state = stateFolder("test");
  programs = await fakePrograms(root);
  archive = path.join(root, "image.tar");
  await writeFile(path.join(root, "manifest.json"), JSON.stringify([{ Config: `${digest}.json`, RepoTags: ["job:1"], Layers: [] }]));
  await run("tar", ["-cf", archive, "-C", root, "manifest.json"], silent);
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(root, { recursive: true, force: true });
});

describe("with a given kubeconfig", () => {
  it("uses its cluster as it is", async () => {
    await programs.add("kubectl");
    const kubeconfig = path.join(root, "mine");
    await writeFile(kubeconfig, "");
    const cluster = await startCluster(state, { ...settings, kubeconfig }, silent);
    expect(cluster).toMatchObject({ kind: "given", kubeconfig, kubectl: "kubectl", nodeAddress: undefined, standIn: undefined });
    expect(await programs.calls()).toContain(`kubectl --kubeconfig ${kubeconfig} get --raw /version --request-timeout=10s`);
    await stopCluster(state, { ...settings, kubeconfig }, silent, { purge: true });
    expect(existsSync(kubeconfig)).toBe(true);
  });

  it("says that the file is not there", async () => {
    const start = startCluster(state, { ...settings, kubeconfig: "/no/such/file" }, silent);
    await expect(start).rejects.toThrow('BEAM_FLINK_KUBECONFIG is "/no/such/file": there is no such file');
  });

  it("says what kubectl said when the cluster does not answer", async () => {
    await programs.add("kubectl", 'case "$*" in *--raw*) echo "connection refused" >&2; exit 1;; esac');
    const kubeconfig = path.join(root, "mine");
    await writeFile(kubeconfig, "");
    await expect(startCluster(state, { ...settings, kubeconfig }, silent)).rejects.toThrow(/does not answer.*connection refused/s);
  });

  /** Starts on a given cluster: kubectl's stand-in says that the cluster has this uid. */
  async function startOnGiven(imageLoader?: string, uid = "one"): Promise<Cluster> {
    await programs.add("kubectl", `case "$*" in *kube-system*) echo ${uid};; esac`);
    await programs.add("my-loader");
    const kubeconfig = path.join(root, "mine");
    await writeFile(kubeconfig, "");
    return startCluster(state, { ...settings, kubeconfig, ...(imageLoader === undefined ? {} : { imageLoader }) }, silent);
  }
  const loads = async () => (await programs.calls()).filter((call) => call.startsWith("my-loader"));

  it("loads images with the person's command, which may have arguments", async () => {
    const cluster = await startOnGiven("my-loader --into 'all nodes'");
    expect(await cluster.loadImage(archive, silent)).toBe(true);
    expect(await loads()).toEqual([`my-loader --into all nodes ${archive}`]);
    const without = await startOnGiven();
    await expect(without.loadImage(archive, silent)).rejects.toThrow("set BEAM_FLINK_IMAGE_LOADER");
  });

  it("loads an image once, over any number of starts", async () => {
    expect(await (await startOnGiven("my-loader")).loadImage(archive, silent)).toBe(true);
    expect(await (await startOnGiven("my-loader")).loadImage(archive, silent)).toBe(false);
    expect(await loads()).toHaveLength(1);
  });

  it("loads an image again when another command is to load it", async () => {
    await (await startOnGiven("my-loader")).loadImage(archive, silent);
    expect(await (await startOnGiven("my-loader --elsewhere")).loadImage(archive, silent)).toBe(true);
  });

  it("does not count an image as loaded when the command failed", async () => {
    const cluster = await startOnGiven("my-loader");
    await programs.add("my-loader", "exit 1");
    await expect(cluster.loadImage(archive, silent)).rejects.toThrow("failed with exit code 1");
    await programs.add("my-loader");
    expect(await cluster.loadImage(archive, silent)).toBe(true);
  });

  it("does not move an environment to another cluster", async () => {
    await startOnGiven("my-loader");
    const message = /this environment is on another cluster, given by .*mine: .* npm run down -- --purge/;
    await expect(startOnGiven("my-loader", "two")).rejects.toThrow(message);
    const kubeconfig = path.join(root, "mine");
    await expect(findCluster(state, { ...settings, kubeconfig }, silent)).rejects.toThrow(message);
  });

  it("finds no environment there that was not started there", async () => {
    await programs.add("kubectl");
    const kubeconfig = path.join(root, "mine");
    await writeFile(kubeconfig, "");
    expect(await findCluster(state, { ...settings, kubeconfig }, silent)).toBeUndefined();
    await startOnGiven();
    expect((await findCluster(state, { ...settings, kubeconfig }, silent))?.kind).toBe("given");
  });
});

describe("with a Docker engine and kind", () => {
  const name = () => `beam-flink-${state.id}`;

  /** kind and docker as far as they are asked; a file stands for the cluster, another for the image in it. */
  async function addKind(): Promise<void> {
    const there = path.join(root, "there");
    const loaded = path.join(root, "loaded");
    await programs.add("kubectl");
    await programs.add("docker", `case "$1" in inspect) echo "172.18.0.2 ";; exec) [ -e "${loaded}" ] && cat "${loaded}";; esac`);
    await programs.add(
      "kind",
      `case "$1 $2" in
        "get clusters") [ ! -e "${there}" ] || echo "${name()}";;
        "create cluster") touch "${there}"; touch "$6";;
        "export kubeconfig") echo kubeconfig >"$6";;
        "load image-archive") echo "sha256:${digest}" >"${loaded}";;
        "delete cluster") rm -f "${there}";;
      esac`,
    );
  }

  it("creates a cluster of the environment's own name", async () => {
    await addKind();
    const cluster = await startCluster(state, settings, silent);
    expect(cluster).toMatchObject({ kind: "kind", kubectl: "kubectl", nodeAddress: "172.18.0.2" });
    expect(cluster.standIn).toContain("in place of");
    expect((await stat(cluster.kubeconfig)).mode & 0o777).toBe(0o600);
    expect(await programs.calls()).toContain(`kind create cluster --name ${name()} --kubeconfig ${cluster.kubeconfig} --wait 180s`);
  });

  it("starts the stopped node again, and creates nothing", async () => {
    await addKind();
    await startCluster(state, settings, silent);
    await stopCluster(state, settings, silent);
    await startCluster(state, settings, silent);
    const calls = await programs.calls();
    expect(calls).toContain(`docker stop ${name()}-control-plane`);
    expect(calls).toContain(`docker start ${name()}-control-plane`);
    expect(calls.filter((call) => call.startsWith("kind create"))).toHaveLength(1);
  });

  it("loads an image once", async () => {
    await addKind();
    const cluster = await startCluster(state, settings, silent);
    expect(await cluster.loadImage(archive, silent)).toBe(true);
    expect(await cluster.loadImage(archive, silent)).toBe(false);
    expect((await programs.calls()).filter((call) => call === `kind load image-archive ${archive} --name ${name()}`)).toHaveLength(1);
  });

  it("finds the running cluster, deletes it when purged, and finds none then", async () => {
    await addKind();
    expect(await findCluster(state, settings, silent)).toBeUndefined();
    await startCluster(state, settings, silent);
    expect((await findCluster(state, settings, silent))?.kind).toBe("kind");
    await stopCluster(state, settings, silent, { purge: true });
    expect((await programs.calls()).some((call) => call.startsWith(`kind delete cluster --name ${name()}`))).toBe(true);
    expect(existsSync(state.file("cluster"))).toBe(false);
    expect(await findCluster(state, settings, silent)).toBeUndefined();
  });

  it("deletes what a failed creation left", async () => {
    await addKind();
    await programs.add("kind", 'case "$1" in create) echo "no space" >&2; exit 1;; esac');
    await expect(startCluster(state, settings, silent)).rejects.toThrow(/no space/);
    expect((await programs.calls()).some((call) => call.startsWith(`kind delete cluster --name ${name()}`))).toBe(true);
  });
});

describe("with neither", () => {
  it("says what to do when we are not root", async () => {
    await programs.add("docker", "exit 1");
    vi.spyOn(process, "getuid").mockReturnValue(1000);
    await expect(startCluster(state, settings, silent)).rejects.toThrow(
      "needs root (namespaces, cgroups, mounts): run as root, or give a cluster with BEAM_FLINK_KUBECONFIG, or start a Docker engine",
    );
  });

  it("finds and stops nothing where nothing was started", async () => {
    expect(await findCluster(state, settings, silent)).toBeUndefined();
    await stopCluster(state, settings, silent);
    await stopCluster(state, settings, silent, { purge: true });
    expect(existsSync(state.file("cluster"))).toBe(false);
  });
});

describe("two commands at once", () => {
  it("wait for each other", async () => {
    await programs.add("kubectl");
    await programs.add("docker");
    const busy = path.join(root, "busy");
    // A second creation while one is under way would find the file, and fail.
    await programs.add(
      "kind",
      `case "$1 $2" in
        "get clusters") [ ! -e "${root}/there" ] || echo "beam-flink-${state.id}";;
        "create cluster") mkdir "${busy}" || exit 1; sleep 0.5; touch "${root}/there"; rmdir "${busy}";;
        "export kubeconfig") touch "$6";;
      esac`,
    );
    const both = await Promise.all([startCluster(state, settings, silent), startCluster(state, settings, silent)]);
    expect(both.map((cluster) => cluster.kind)).toEqual(["kind", "kind"]);
    expect((await programs.calls()).filter((call) => call.startsWith("kind create"))).toHaveLength(1);
  });
});
