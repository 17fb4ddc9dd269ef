/**
 * The Kubernetes cluster of a local environment, each time the best that is there: one that the person gives, else kind where a
 * Docker engine answers, else the embedded cluster. A state folder keeps the kind of cluster it began with until it is purged.
 */
import { rm } from "node:fs/promises";
import { withLock } from "../support/lock.ts";
import type { StateFolder } from "../support/stateFolder.ts";
import type { Step } from "../support/step.ts";
import type { Cluster, ClusterSettings } from "./clusterTypes.ts";
import { findEmbedded, startEmbedded, stopEmbedded } from "./embedded/embedded.ts";
import { findGiven, isGiven, startGiven } from "./given.ts";
import { deleteKind, findKind, kindIsUsable, startKind, stopKind } from "./kind.ts";
import { readRecord, writeRecord } from "./record.ts";

export type { Cluster, ClusterKind, ClusterSettings } from "./clusterTypes.ts";

/** Starts the environment's cluster, or returns the one that runs. */
export async function startCluster(state: StateFolder, settings: ClusterSettings, step: Step): Promise<Cluster> {
  if (isGiven(settings)) return startGiven(state, settings, step);
  return withLock(state.file("cluster"), `the cluster of ${settings.name}`, step, async () => {
    const kind = (await readRecord(state))?.kind ?? ((await kindIsUsable(step)) ? "kind" : "embedded");
    if (kind === "embedded") return startEmbedded(state, step);
    await writeRecord(state, { kind });
    return startKind(state, step);
  });
}

/** The environment's cluster if it runs; starts nothing. */
export async function findCluster(state: StateFolder, settings: ClusterSettings, step: Step): Promise<Cluster | undefined> {
  if (isGiven(settings)) return findGiven(state, settings, step);
  const kind = (await readRecord(state))?.kind;
  if (kind === undefined) return undefined;
  return kind === "kind" ? findKind(state, step) : findEmbedded(state, step);
}

/** Stops the cluster that this state folder started, if any; `purge` also removes what it kept. A given cluster is left alone. */
export async function stopCluster(
  state: StateFolder,
  settings: ClusterSettings,
  step: Step,
  { purge = false }: { purge?: boolean } = {},
): Promise<void> {
  await withLock(state.file("cluster"), `the cluster of ${settings.name}`, step, async () => {
    const kind = (await readRecord(state))?.kind;
    if (kind === "kind") await stopKind(state, step);
    else await stopEmbedded(state, step);
    if (!purge) return;
    if (kind === "kind") await deleteKind(state, step);
    await rm(state.file("cluster"), { recursive: true, force: true });
  });
}
