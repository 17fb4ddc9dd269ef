/** The embedded cluster for real: needs root, and takes minutes where its programs are not built yet. */
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { Resolver } from "node:dns/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeImageArchive } from "../../../local/images/imageArchive.ts";
import { pauseImage } from "../../../local/images/localImages.ts";
import { findCluster, startCluster, stopCluster, type Cluster } from "../../../local/kubernetes/cluster.ts";
import { run } from "../../../local/support/run.ts";
import { stateFolder, type StateFolder } from "../../../local/support/stateFolder.ts";
import { silent } from "../../../local/support/step.ts";
import { leftoversOf, NOTHING, processesOf } from "./leftovers.ts";
import { apply, kubectl, webAnswer, webArchive, webServer, writeWebConfig } from "./webServer.ts";

const MINUTE = 60_000;
const settings = { name: "test" };

let root: string;
let states: { a: StateFolder; b: StateFolder };
let cluster: Cluster;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "beam-flink-cluster-"));
  process.env["BEAM_FLINK_STATE"] = path.join(root, "state");
  states = { a: stateFolder("a"), b: stateFolder("b") };
  await writeWebConfig(states.a);
  cluster = await startCluster(states.a, settings, silent);
}, 30 * MINUTE);

afterAll(async () => {
  for (const state of Object.values(states)) await stopCluster(state, settings, silent, { purge: true });
  await rm(root, { recursive: true, force: true });
}, 2 * MINUTE);

describe("the embedded cluster", () => {
  it("names itself a stand-in and has a ready node of the version it was built from", async () => {
    expect(cluster.kind).toBe("embedded");
    expect(cluster.standIn).toContain("in place of");
    const node = JSON.parse(await kubectl(cluster, "get", "nodes", "-o", "json"));
    expect(node.items).toHaveLength(1);
    expect(node.items[0].status.nodeInfo.kubeletVersion).toBe("v1.34.4");
    expect(JSON.parse(await kubectl(cluster, "get", "--raw", "/version")).gitVersion).toBe("v1.34.4");
  });

  it("keeps its credentials to their owner", async () => {
    const mode = async (...file: string[]) => (await stat(states.a.file("cluster", ...file))).mode & 0o777;
    expect(await mode()).toBe(0o700);
    expect(await mode("kubeconfig")).toBe(0o600);
    expect(await mode("certificates", "tokens.csv")).toBe(0o600);
    for (const file of await readdir(states.a.file("cluster", "config"))) expect(await mode("config", file)).toBe(0o600);
  });

  it("refuses who has no token", async () => {
    const anonymous = ["--server", `https://${cluster.nodeAddress}:6443`, "--insecure-skip-tls-verify", "--kubeconfig=/dev/null"];
    await expect(run(cluster.kubectl, [...anonymous, "--token=wrong", "get", "pods"], silent)).rejects.toThrow(/Unauthorized|logged in/);
  });

  it("gives nobody but the node the kubelet's own API", async () => {
    await expect(fetch(`http://${cluster.nodeAddress}:10250/pods`, { signal: AbortSignal.timeout(1500) })).rejects.toThrow(
      /timeout|aborted/i,
    );
  });

  it(
    "loads an image once, and again when it differs",
    async () => {
      const pause = await pauseImage(silent);
      expect(await cluster.loadImage(pause.archive, silent)).toBe(false);
      const archive = await webArchive(root);
      expect(await cluster.loadImage(archive, silent)).toBe(true);
      expect(await cluster.loadImage(archive, silent)).toBe(false);
      await writeFile(path.join(root, "layer", "another"), "");
      const layers = [{ dir: path.join(root, "layer") }];
      await writeImageArchive(
        archive,
        { ref: "beam-flink.local/test-web:1", layers, config: { Entrypoint: ["/coredns"], User: "65535:65535" } },
        silent,
      );
      expect(await cluster.loadImage(archive, silent)).toBe(true);
      expect(await cluster.loadImage(archive, silent)).toBe(false);
    },
    MINUTE,
  );

  it(
    "runs a pod whose data lies at a hostPath in the state folder, and answers at its NodePort",
    async () => {
      await apply(cluster, ...webServer(states.a));
      await kubectl(cluster, "rollout", "status", "deployment/web", "--timeout=60s");
      expect(await webAnswer(cluster)).toBe("OK");
    },
    2 * MINUTE,
  );

  it("gives logs of a pod and runs a command in it", async () => {
    expect(await kubectl(cluster, "logs", "deployment/web")).toContain("CoreDNS");
    expect(await kubectl(cluster, "exec", "deployment/web", "--", "/coredns", "-version")).toContain("CoreDNS-1.14");
  });

  it("resolves services by name", async () => {
    const resolver = new Resolver({ timeout: 2000 });
    resolver.setServers([String(cluster.nodeAddress)]);
    expect(await resolver.resolve4("kubernetes.default.svc.cluster.local")).toEqual(["10.96.0.1"]);
    const address = await kubectl(cluster, "get", "service", "web", "-o", "jsonpath={.spec.clusterIP}");
    expect(await resolver.resolve4("web.default.svc.cluster.local")).toEqual([address]);
    await expect(resolver.resolve4("nothing.default.svc.cluster.local")).rejects.toThrow(/ENOTFOUND/);
  });

  it(
    "is reused by a second start, with the same processes",
    async () => {
      const before = processesOf(states.a);
      expect(before.length).toBeGreaterThan(8);
      const again = await startCluster(states.a, settings, silent);
      expect(again.nodeAddress).toBe(cluster.nodeAddress);
      expect(processesOf(states.a)).toEqual(expect.arrayContaining(before));
      expect((await findCluster(states.a, settings, silent))?.kubeconfig).toBe(cluster.kubeconfig);
    },
    MINUTE,
  );

  it(
    "runs beside another one of the same machine",
    async () => {
      const other = await startCluster(states.b, settings, silent);
      expect(other.nodeAddress).not.toBe(cluster.nodeAddress);
      await kubectl(other, "create", "namespace", "only-there");
      expect(await kubectl(cluster, "get", "namespaces", "-o", "name")).not.toContain("only-there");
      expect(await webAnswer(cluster)).toBe("OK");
      await stopCluster(states.b, settings, silent, { purge: true });
      expect(await leftoversOf(states.b)).toEqual(NOTHING);
      expect(await readdir(states.b.dir)).toEqual([]);
      expect(await webAnswer(cluster)).toBe("OK");
    },
    3 * MINUTE,
  );

  it(
    "leaves nothing behind a stop, and has its objects and images again after the next start",
    async () => {
      await stopCluster(states.a, settings, silent);
      expect(await leftoversOf(states.a)).toEqual(NOTHING);
      expect(await findCluster(states.a, settings, silent)).toBeUndefined();
      await stopCluster(states.a, settings, silent);
      const address = cluster.nodeAddress;
      cluster = await startCluster(states.a, settings, silent);
      expect(cluster.nodeAddress).toBe(address);
      await kubectl(cluster, "rollout", "status", "deployment/web", "--timeout=60s");
      expect(await webAnswer(cluster)).toBe("OK");
      expect(await cluster.loadImage(path.join(root, "web.tar"), silent)).toBe(false);
    },
    3 * MINUTE,
  );
});
