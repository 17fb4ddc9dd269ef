/** What the tests of the embedded cluster share: kubectl as its admin, and a web server in a pod. */
import { mkdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writeImageArchive } from "../../../local/images/imageArchive.ts";
import type { Cluster } from "../../../local/kubernetes/cluster.ts";
import { run } from "../../../local/support/run.ts";
import type { StateFolder } from "../../../local/support/stateFolder.ts";
import { silent } from "../../../local/support/step.ts";
import { goBinary } from "../../../local/toolchain/goBinary.ts";

/** kubectl as admin of a cluster. */
export const kubectl = (of: Cluster, ...args: string[]) => run(of.kubectl, ["--kubeconfig", of.kubeconfig, ...args], silent);
export const apply = (of: Cluster, ...objects: object[]) =>
  run(of.kubectl, ["--kubeconfig", of.kubeconfig, "apply", "-f", "-"], silent, {
    input: objects.map((object) => JSON.stringify(object)).join("\n---\n"),
  });

/** The web server of the tests: CoreDNS, whose `ready` plugin answers over HTTP; its Corefile lies at a hostPath in the state folder. */
export function webServer(state: StateFolder): object[] {
  const labels = { app: "web" };
  const container = {
    name: "web",
    image: "beam-flink.local/test-web:1",
    args: ["-conf", "/config/Corefile"],
    readinessProbe: { httpGet: { path: "/ready", port: 8181 }, periodSeconds: 1 },
    resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: { memory: "128Mi" } },
    volumeMounts: [{ name: "config", mountPath: "/config" }],
  };
  return [
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web" },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [container], volumes: [{ name: "config", hostPath: { path: state.file("web"), type: "Directory" } }] },
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "web" },
      spec: { type: "NodePort", selector: labels, ports: [{ port: 80, targetPort: 8181, nodePort: 30080 }] },
    },
  ];
}

/** Makes the folder that the pod reads its Corefile from. */
export async function writeWebConfig(state: StateFolder): Promise<void> {
  await mkdir(state.file("web"), { recursive: true });
  await writeFile(state.file("web", "Corefile"), ".:8053 {\n  ready :8181\n}\n");
}

/** Its image, made of the files in `<root>/layer`. */
export async function webArchive(root: string): Promise<string> {
  const layer = path.join(root, "layer");
  await mkdir(layer, { recursive: true });
  await run("cp", [await goBinary({ name: "coredns" }, silent), path.join(layer, "coredns")], silent);
  const archive = path.join(root, "web.tar");
  const config = { Entrypoint: ["/coredns"], User: "65535:65535" };
  await writeImageArchive(archive, { ref: "beam-flink.local/test-web:1", layers: [{ dir: layer }], config }, silent);
  return archive;
}

/** The web server as this machine reaches it; asked again for a while, because endpoints travel a moment to the node. */
export async function webAnswer(of: Cluster): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await (await fetch(`http://${of.nodeAddress}:30080/ready`, { signal: AbortSignal.timeout(2000) })).text();
    } catch (error) {
      if (attempt === 20) throw error;
      await sleep(500);
    }
  }
}
