/** Brings the embedded cluster's components up, one after another where one needs the other, and waits until the node takes pods. */
import { existsSync } from "node:fs";
import * as path from "node:path";
import * as z from "zod";
import { pauseImage } from "../../images/localImages.ts";
import { run, succeeds } from "../../support/run.ts";
import type { Step } from "../../support/step.ts";
import { goBinary } from "../../toolchain/goBinary.ts";
import { requirePrograms } from "../../toolchain/debianPackages.ts";
import { commands, CTR, HEALTH, type Component } from "./components.ts";
import { configFile, writeConfigFiles } from "./configFiles.ts";
import { kubeconfigOf, prepareCredentials, serverCertificate, writeKubeconfigs } from "./credentials.ts";
import { importImage } from "./images.ts";
import { linkComponents } from "./kubernetesBinary.ts";
import { startComponent, waitForComponent, type Node } from "./node.ts";

/** Milliseconds for one component: each needs seconds on an idle machine; the rest is for machines that are busy building. */
const COMPONENT_TIMEOUT = 120_000;

/** What the node runs with, made before anything is started: the first time this takes minutes. */
export interface Prepared {
  readonly kubernetes: string;
  readonly coredns: string;
  readonly pause: { readonly ref: string; readonly archive: string };
}

/** By its path: a PATH without the sbin folders is usual. */
const NFT = "/usr/sbin/nft";

const PROGRAMS = [
  { program: "containerd", package: "containerd" },
  { program: "runc", package: "runc" },
  { program: "/usr/lib/cni/bridge", package: "containernetworking-plugins" },
  // The CNI plugins use it for what pods send beyond their network.
  { program: "iptables", package: "iptables" },
  { program: NFT, package: "nftables" },
  { program: "ip", package: "iproute2" },
  { program: "unshare", package: "util-linux" },
  { program: "nsenter", package: "util-linux" },
  { program: "tar", package: "tar" },
];

/** Installs and builds what is missing. */
export async function prepare(cluster: string, step: Step): Promise<Prepared> {
  await requirePrograms(PROGRAMS, step);
  return {
    kubernetes: await linkComponents(path.join(cluster, "bin"), step),
    coredns: await goBinary({ name: "coredns" }, step),
    pause: await pauseImage(step),
  };
}

/** Starts everything inside the namespaces of process `init`. */
export async function startNode(node: Node, init: number, nodeAddress: string, prepared: Prepared, step: Step): Promise<void> {
  const { cluster } = node;
  const begun = Date.now();
  await prepareCredentials(cluster, node.name, nodeAddress);
  await writeConfigFiles({ cluster, nodeAddress, sandboxImage: prepared.pause.ref });
  await run("nsenter", ["--target", String(init), "--net", NFT, "--file", configFile(cluster, "firewall.nft")], step);

  const commandOf = commands(cluster, node.name, nodeAddress, prepared);
  const kubectl = path.join(prepared.kubernetes, "kubectl");
  const admin = ["--kubeconfig", kubeconfigOf(cluster, "admin"), "--request-timeout=5s"];
  const started: Component[] = [];
  const start = async (...names: Component[]) => {
    for (const name of names) {
      await startComponent(node, name, commandOf[name]);
      started.push(name);
    }
  };
  const wait = (name: Component, holds: () => Promise<boolean>) => waitForComponent(node, name, started, COMPONENT_TIMEOUT, step, holds);
  const healthy = (name: keyof typeof HEALTH) =>
    wait(name, () => answersInside(init, kubectl, kubeconfigOf(cluster, "admin"), HEALTH[name], step));

  await start("containerd", "etcd");
  await healthy("etcd");
  await start("kube-apiserver");
  await wait("containerd", () => succeeds("nsenter", ["--target", String(init), "--mount", ...CTR, "version"], step));
  await importImage(init, prepared.pause.archive, step);
  await wait("kube-apiserver", async () => existsSync(serverCertificate(cluster)));
  await writeKubeconfigs(cluster, node.name, nodeAddress);
  await wait("kube-apiserver", () => succeeds(kubectl, [...admin, "get", "--raw", "/readyz"], step));
  await start("kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy");
  await run(kubectl, [...admin, "apply", "--server-side", "--force-conflicts", "-f", path.join(import.meta.dirname, "coredns.yaml")], step);
  await start("coredns");
  for (const name of ["kube-controller-manager", "kube-scheduler", "kube-proxy", "coredns"] as const) await healthy(name);
  await wait("kubelet", () => nodeIsReady(kubectl, admin, node.name, begun, step));
  // Pods are refused before the controller manager has made the namespace's account.
  await wait("kube-controller-manager", () =>
    succeeds(kubectl, [...admin, "get", "serviceaccount", "default", "--namespace", "default"], step),
  );
}

/** Whether the API server says that it is ready. */
export async function apiAnswers(cluster: string, step: Step): Promise<boolean> {
  const kubectl = path.join(cluster, "bin", "kubectl");
  return succeeds(kubectl, ["--kubeconfig", kubeconfigOf(cluster, "admin"), "get", "--raw", "/readyz", "--request-timeout=5s"], step);
}

/** kubectl as a plain HTTP client, because the machine need not have another one. */
async function answersInside(init: number, kubectl: string, kubeconfig: string, url: string, step: Step): Promise<boolean> {
  const { origin, pathname, protocol } = new URL(url);
  // These components' certificates are signed by nobody. kubectl asks for a password when it has no token for https.
  const access = protocol === "https:" ? ["--kubeconfig", kubeconfig, "--insecure-skip-tls-verify"] : ["--kubeconfig=/dev/null"];
  const request = ["get", "--raw", pathname, "--server", origin, "--request-timeout=5s", ...access];
  return succeeds("nsenter", ["--target", String(init), "--net", kubectl, ...request], step);
}

const NodeStatus = z.object({
  status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string(), lastHeartbeatTime: z.string() })) }),
});

/** After a stop the API still holds the node's last word; only one that is younger than this start counts. */
async function nodeIsReady(kubectl: string, admin: readonly string[], name: string, begun: number, step: Step): Promise<boolean> {
  const text = await run(kubectl, [...admin, "get", "node", name, "-o", "json", "--ignore-not-found"], step).catch(() => "");
  if (text === "") return false;
  const ready = NodeStatus.parse(JSON.parse(text)).status.conditions.find((condition) => condition.type === "Ready");
  // The API's times are whole seconds, cut off.
  return ready?.status === "True" && Date.parse(ready.lastHeartbeatTime) >= begun - 1000;
}
