/** A cluster by kind (Kubernetes in Docker): used where a Docker engine answers and kind is installed. */
import { existsSync } from "node:fs";
import { chmod, mkdir } from "node:fs/promises";
import * as path from "node:path";
import { UserError } from "../support/errors.ts";
import { run, succeeds } from "../support/run.ts";
import type { StateFolder } from "../support/stateFolder.ts";
import type { Step } from "../support/step.ts";
import type { Cluster } from "./clusterTypes.ts";
import { archivedImage } from "./imageNames.ts";
import { answers, findKubectl, kubectlAtHand } from "./kubectl.ts";
import { waitUntil } from "./wait.ts";

/** Milliseconds that a stopped node may take until its API answers again. */
const RESTART_TIMEOUT = 120_000;

/** Whether this machine can have a kind cluster. */
export async function kindIsUsable(step: Step): Promise<boolean> {
  return (await succeeds("docker", ["info"], step)) && (await succeeds("kind", ["version"], step));
}

const nameOf = (state: StateFolder) => `beam-flink-${state.id}`;
const nodeOf = (state: StateFolder) => `${nameOf(state)}-control-plane`;

async function exists(state: StateFolder, step: Step): Promise<boolean> {
  return (await run("kind", ["get", "clusters"], step)).split("\n").includes(nameOf(state));
}

/** Creates the cluster, or starts the node again that a stop left. */
export async function startKind(state: StateFolder, step: Step): Promise<Cluster> {
  const kubeconfig = state.file("cluster", "kubeconfig");
  await mkdir(path.dirname(kubeconfig), { recursive: true, mode: 0o700 });
  if (await exists(state, step)) {
    await run("docker", ["start", nodeOf(state)], step);
  } else {
    step.report("creating a kind cluster");
    try {
      await run("kind", ["create", "cluster", "--name", nameOf(state), "--kubeconfig", kubeconfig, "--wait", "180s"], step, {
        progress: true,
      });
    } catch (error) {
      await run("kind", ["delete", "cluster", "--name", nameOf(state), "--kubeconfig", kubeconfig], unstoppable(step)).catch(() => "");
      throw error;
    }
  }
  // Also after a restart: Docker gives the API another port then.
  await run("kind", ["export", "kubeconfig", "--name", nameOf(state), "--kubeconfig", kubeconfig], step);
  await chmod(kubeconfig, 0o600);
  const kubectl = await findKubectl(state, step);
  if (!(await waitUntil(RESTART_TIMEOUT, step, () => answers(kubectl, kubeconfig, step)))) {
    throw new UserError(
      `the kind cluster ${nameOf(state)} does not answer: look at "docker logs ${nodeOf(state)}", or delete it and start again.`,
    );
  }
  return kindCluster(state, kubectl, step);
}

/** The cluster when it runs and answers. */
export async function findKind(state: StateFolder, step: Step): Promise<Cluster | undefined> {
  const kubeconfig = state.file("cluster", "kubeconfig");
  if (!existsSync(kubeconfig) || !(await exists(state, step))) return undefined;
  const kubectl = await kubectlAtHand(state, step);
  if (kubectl === undefined) return undefined;
  return (await answers(kubectl, kubeconfig, step)) ? kindCluster(state, kubectl, step) : undefined;
}

/** Stops the node and keeps what is in it. */
export async function stopKind(state: StateFolder, step: Step): Promise<void> {
  if (await exists(state, step)) await run("docker", ["stop", nodeOf(state)], step);
}

/** Deletes the cluster with all that is in it. */
export async function deleteKind(state: StateFolder, step: Step): Promise<void> {
  const kubeconfig = state.file("cluster", "kubeconfig");
  await run("kind", ["delete", "cluster", "--name", nameOf(state), "--kubeconfig", kubeconfig], step);
}

async function kindCluster(state: StateFolder, kubectl: string, step: Step): Promise<Cluster> {
  return {
    kind: "kind",
    kubeconfig: state.file("cluster", "kubeconfig"),
    kubectl,
    nodeAddress: await nodeAddress(state, step),
    standIn: "one kind node, in place of a cluster of machines",
    loadImage: (archive, loadStep) => loadImage(state, archive, loadStep),
  };
}

/** A container's address can be reached from the machine itself on Linux only; elsewhere Docker runs in a virtual machine. */
async function nodeAddress(state: StateFolder, step: Step): Promise<string | undefined> {
  if (process.platform !== "linux") return undefined;
  const format = "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}";
  return (await run("docker", ["inspect", "--format", format, nodeOf(state)], step)).split(" ").find(Boolean);
}

async function loadImage(state: StateFolder, archive: string, step: Step): Promise<boolean> {
  const image = await archivedImage(archive, step);
  const inspect = ["exec", nodeOf(state), "crictl", "inspecti", "--output", "go-template", "--template", "{{.status.id}}", image.name];
  const present = await run("docker", inspect, step).catch(() => "");
  if (step.signal.aborted) throw new UserError("interrupted");
  if (present.trim() === image.config) return false;
  step.report(`loading ${image.name} into ${nameOf(state)}`);
  await run("kind", ["load", "image-archive", archive, "--name", nameOf(state)], step);
  return true;
}

/** For cleaning up after an interruption. */
function unstoppable(step: Step): Step {
  return { report: step.report, signal: new AbortController().signal };
}
