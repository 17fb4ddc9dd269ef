/**
 * The environment on a cluster that the person gives. An embedded cluster of another state folder stands in for theirs; a script
 * that imports into its node stands in for the loader of images.
 */
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Cluster, startCluster, stopCluster } from "../../../local/kubernetes/cluster.ts";
import { CTR } from "../../../local/kubernetes/embedded/components.ts";
import { readRecord } from "../../../local/kubernetes/record.ts";
import { run } from "../../../local/support/run.ts";
import { type StateFolder, stateFolder } from "../../../local/support/stateFolder.ts";
import { silent } from "../../../local/support/step.ts";
import { type CommandOptions, command } from "../../support/command.ts";

const root = mkdtempSync(path.join(tmpdir(), "beam-flink-given-"));
const loaded = path.join(root, "loaded");
let theirs: StateFolder;
let cluster: Cluster;
let state: StateFolder;

beforeAll(async () => {
  process.env["BEAM_FLINK_STATE"] = path.join(root, "theirs");
  theirs = stateFolder("theirs");
  cluster = await startCluster(theirs, { name: "theirs" }, silent);
  const init = (await readRecord(theirs))?.running?.init;
  const loader = path.join(root, "loader.sh");
  const enter = `nsenter --target ${init} --mount ${CTR.join(" ")}`;
  writeFileSync(loader, `#!/bin/sh\necho "$1" >>${loaded}\nexec ${enter} images import "$1"\n`);
  chmodSync(loader, 0o755);
  vi.stubEnv("BEAM_FLINK_STATE", path.join(root, "state"));
  vi.stubEnv("BEAM_FLINK_IMAGE_LOADER", loader);
  vi.stubEnv("BEAM_FLINK_KUBECONFIG", path.relative(root, cluster.kubeconfig));
  vi.stubEnv("INIT_CWD", root);
  state = stateFolder("local");
});
afterAll(async () => {
  await stopCluster(theirs, { name: "theirs" }, silent, { purge: true });
  await rm(root, { recursive: true, force: true });
});

const kubectl = (...args: string[]) => run(cluster.kubectl, ["--kubeconfig", cluster.kubeconfig, ...args], silent);
const pods = () => kubectl("get", "pods", "-A", "-o", "jsonpath={.items[*].metadata.uid}");
const succeed = async (args: readonly string[], options?: CommandOptions) => {
  const result = await command(args, options);
  expect(result.code, result.output).toBe(0);
  return result.output;
};

describe("the environment on a given cluster", () => {
  test("comes up, and a second up loads, restarts and changes nothing", async () => {
    await succeed(["up"]);
    const images = readFileSync(loaded, "utf8");
    const before = await pods();
    expect(await succeed(["up"])).toMatch(/Images: nothing new[^]*0 changes/);
    expect(readFileSync(loaded, "utf8")).toBe(images);
    expect(await pods()).toBe(before);
  });

  test("stays on it over down, which says so", async () => {
    const before = await pods();
    expect(await succeed(["down"])).toContain("the cluster is yours and keeps running, with the platform on it");
    expect(await pods()).toBe(before);
  });

  test("keeps its state when a purge does not get at the platform", async () => {
    const elsewhere = await command(["down", "--purge"], { env: { BEAM_FLINK_KUBECONFIG: "" } });
    expect(elsewhere.code).toBe(1);
    expect(elsewhere.output).toContain(`the platform is on the cluster given by ${cluster.kubeconfig}`);
    const interrupted = await command(["down", "--purge"], { interruptAt: /deleting/ });
    expect(interrupted.code).toBe(1);
    expect(interrupted.output).toContain("beam-flink: interrupted: run the command again");
    expect(existsSync(state.file("pulumi"))).toBe(true);
  });

  test("leaves nothing but the definitions when it is purged, and the cache to those who use it", async () => {
    const output = await succeed(["down", "--purge"]);
    expect(output).toContain("the cluster is yours and keeps running, without the platform");
    expect(output).toMatch(/the cache in .* stays: it is used by .*coredns/);
    expect(existsSync(state.dir)).toBe(false);
    const namespaces = (await kubectl("get", "namespaces", "-o", "name")).split("\n");
    expect(namespaces.toSorted()).toEqual(["default", "kube-node-lease", "kube-public", "kube-system"].map((name) => `namespace/${name}`));
    expect(await kubectl("get", "crds", "-o", "name")).toContain("flinkdeployments.flink.apache.org");
    expect(await kubectl("get", "clusterroles,clusterrolebindings", "-o", "name")).not.toContain("flink");
  });
});
