/**
 * The embedded cluster: a stand-in for a cluster of machines. One node, with the whole control plane, in namespaces and control
 * groups of its own on this machine. What it keeps lies in the state folder; what it makes outside is one network link and the groups.
 */
import { rm } from "node:fs/promises";
import * as path from "node:path";
import { cacheRoot } from "../../support/cache.ts";
import { UserError } from "../../support/errors.ts";
import { withLock } from "../../support/lock.ts";
import type { StateFolder } from "../../support/stateFolder.ts";
import type { Step } from "../../support/step.ts";
import type { Cluster } from "../clusterTypes.ts";
import { readRecord, writeRecord, type ClusterRecord } from "../record.ts";
import { waitUntil } from "../wait.ts";
import { makeCgroups, planCgroups, processesIn, removeCgroups } from "./cgroups.ts";
import { COMPONENTS } from "./components.ts";
import { kubeconfigOf } from "./credentials.ts";
import { importImage } from "./images.ts";
import { addLink, chooseSubnet, removeLink, subnetAt, usedNetworks } from "./network.ts";
import { checkVisible, endedComponents, enterNamespaces, prepareFolders } from "./node.ts";
import { apiAnswers, prepare, startNode } from "./startNode.ts";

/** Milliseconds for the API of a running cluster to answer: it may be slow on a busy machine, and taking it down for that is worse. */
const PATIENCE = 30_000;

/** Names what the cluster makes outside its folder; a network link's name has at most 15 characters. */
const nameOf = (state: StateFolder) => `beam-flink-${state.id}`;
const linkOf = (state: StateFolder) => `bf-${state.id}`;

/** Starts the cluster, or returns the one that runs. The caller holds the environment's lock. */
export async function startEmbedded(state: StateFolder, step: Step): Promise<Cluster> {
  const running = await findEmbedded(state, step);
  if (running !== undefined) return running;
  if (process.platform !== "linux")
    throw new UserError(`the embedded cluster needs Linux, and this is ${process.platform}: ${OTHER_WAYS}.`);
  if (process.getuid?.() !== 0)
    throw new UserError(`the embedded cluster's node needs root (namespaces, cgroups, mounts): run as root, or ${OTHER_WAYS}.`);
  const cluster = state.file("cluster");
  checkVisible(cluster, "the state folder", "BEAM_FLINK_STATE");
  checkVisible(cacheRoot(), "the cache", "BEAM_FLINK_CACHE");
  const prepared = await prepare(cluster, step);
  // What a killed command or a broken cluster left.
  await stopEmbedded(state, step);
  try {
    await prepareFolders(cluster);
    const node = { cluster, name: nameOf(state) };
    const { init, nodeAddress } = await makeNode(state, step);
    await startNode(node, init, nodeAddress, prepared, step);
    await markReady(state);
    return embeddedCluster(state, init, nodeAddress);
  } catch (error) {
    // The interruption that may have brought us here must not stop the cleaning up too.
    await stopEmbedded(state, { report: step.report, signal: new AbortController().signal }).catch((cleanup: unknown) => {
      throw new UserError(
        `${textOf(error)}
Cleaning up after that failed as well: ${textOf(cleanup)}`,
        { cause: error },
      );
    });
    throw error;
  }
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function markReady(state: StateFolder): Promise<void> {
  const record = await readRecord(state);
  if (record?.running !== undefined) await writeRecord(state, { ...record, running: { ...record.running, ready: true } });
}

const OTHER_WAYS = "give a cluster with BEAM_FLINK_KUBECONFIG, or start a Docker engine with kind installed";

/** Groups, namespaces and the link to them. Each is recorded before it is made. */
async function makeNode(state: StateFolder, step: Step): Promise<{ init: number; nodeAddress: string }> {
  const before = await readRecord(state);
  const cgroups = await planCgroups(nameOf(state));
  const running = { link: linkOf(state), cgroups };
  const base: ClusterRecord = { kind: "embedded", ...(before?.subnet === undefined ? {} : { subnet: before.subnet }) };
  await writeRecord(state, { ...base, running });
  await makeCgroups(cgroups);
  const init = await enterNamespaces({ cluster: state.file("cluster"), name: nameOf(state) }, cgroups, step);
  // Two environments that start at once must not choose the same network.
  return withLock(path.join(cacheRoot(), "network"), "the machine's network", step, async () => {
    const subnet = chooseSubnet(state.id, await usedNetworks(step), before?.subnet);
    await writeRecord(state, { ...base, subnet: subnet.index, running: { ...running, init } });
    await addLink(running.link, subnet, init, step);
    return { init, nodeAddress: subnet.nodeAddress };
  });
}

/** The cluster when all of its components run and its API answers. */
export async function findEmbedded(state: StateFolder, step: Step): Promise<Cluster | undefined> {
  const record = await readRecord(state);
  const init = record?.running?.init;
  if (record?.running?.ready !== true || init === undefined || record.subnet === undefined) return undefined;
  // By group, not by number alone: after a restart of the machine the number may be another process.
  if (!(await processesIn(record.running.cgroups)).has(init)) return undefined;
  const cluster = state.file("cluster");
  const node = { cluster, name: nameOf(state) };
  const broken = () => endedComponents(node, COMPONENTS).length > 0;
  const usable = await waitUntil(PATIENCE, step, async () => broken() || (await apiAnswers(cluster, step)));
  return usable && !broken() ? embeddedCluster(state, init, subnetAt(record.subnet).nodeAddress) : undefined;
}

/** Ends every process and removes what lies outside the state folder; the cluster's objects and images stay for the next start. */
export async function stopEmbedded(state: StateFolder, step: Step): Promise<void> {
  const record = await readRecord(state);
  if (record?.running === undefined) return;
  step.report("stopping the embedded cluster");
  await removeCgroups(record.running.cgroups, step);
  await removeLink(record.running.link, step);
  await rm(state.file("cluster", "run"), { recursive: true, force: true });
  await writeRecord(state, { kind: "embedded", ...(record.subnet === undefined ? {} : { subnet: record.subnet }) });
}

function embeddedCluster(state: StateFolder, init: number, nodeAddress: string): Cluster {
  const cluster = state.file("cluster");
  return {
    kind: "embedded",
    kubeconfig: kubeconfigOf(cluster, "admin"),
    kubectl: path.join(cluster, "bin", "kubectl"),
    nodeAddress,
    standIn: "one node in private namespaces of this machine, in place of a cluster of machines",
    loadImage: (archive, step) => importImage(init, archive, step),
  };
}
