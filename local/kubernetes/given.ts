/** A cluster that the person gave by its kubeconfig: used as it is, never started or stopped by us. */
import { existsSync } from "node:fs";
import { UserError } from "../support/errors.ts";
import { run } from "../support/run.ts";
import type { StateFolder } from "../support/stateFolder.ts";
import type { Step } from "../support/step.ts";
import type { Cluster, ClusterSettings } from "./clusterTypes.ts";
import { readGiven, writeGiven } from "./givenRecord.ts";
import { archivedImage } from "./imageNames.ts";
import { findKubectl, kubectlAtHand, mustAnswer } from "./kubectl.ts";

type GivenSettings = ClusterSettings & { readonly kubeconfig: string };

export const isGiven = (settings: ClusterSettings): settings is GivenSettings => settings.kubeconfig !== undefined;

/** Fails when the kubeconfig is not there or its cluster does not answer; remembers the cluster. */
export async function startGiven(state: StateFolder, settings: GivenSettings, step: Step): Promise<Cluster> {
  mustExist(settings.kubeconfig);
  const cluster = await givenCluster(state, settings, await findKubectl(state, step), step);
  const { kubeconfig, imageLoader } = settings;
  const uid = await uidOf(cluster, step);
  const before = await readGiven(state);
  if (before !== undefined && before.cluster !== uid) throw otherCluster(state, before.kubeconfig, kubeconfig);
  const images = before?.imageLoader === imageLoader ? (before?.images ?? {}) : {};
  await writeGiven(state, { kubeconfig, cluster: uid, imageLoader, images });
  return cluster;
}

/** As `startGiven`, but makes nothing; undefined when this environment was never started on the cluster. */
export async function findGiven(state: StateFolder, settings: GivenSettings, step: Step): Promise<Cluster | undefined> {
  mustExist(settings.kubeconfig);
  const before = await readGiven(state);
  const kubectl = await kubectlAtHand(state, step);
  if (before === undefined || kubectl === undefined) return undefined;
  const cluster = await givenCluster(state, settings, kubectl, step);
  if (before.cluster !== (await uidOf(cluster, step))) throw otherCluster(state, before.kubeconfig, settings.kubeconfig);
  return cluster;
}

function mustExist(kubeconfig: string): void {
  if (existsSync(kubeconfig)) return;
  throw new UserError(`BEAM_FLINK_KUBECONFIG is "${kubeconfig}": there is no such file. Give the path of a kubeconfig, or unset it.`);
}

const otherCluster = (state: StateFolder, before: string, now: string) =>
  new UserError(
    `BEAM_FLINK_KUBECONFIG is "${now}", and this environment is on another cluster, given by ${before}: set BEAM_FLINK_KUBECONFIG to that one, ` +
      `remove the environment from it with npm run down -- --purge, then start it here. Where that cluster is gone, remove ${state.dir} instead.`,
  );

async function givenCluster(state: StateFolder, { kubeconfig, imageLoader }: GivenSettings, kubectl: string, step: Step): Promise<Cluster> {
  try {
    await mustAnswer(kubectl, kubeconfig, step);
  } catch (error) {
    if (step.signal.aborted || !(error instanceof Error)) throw error;
    throw new UserError(
      `BEAM_FLINK_KUBECONFIG is "${kubeconfig}": its cluster does not answer. Start it, or unset BEAM_FLINK_KUBECONFIG.\n${error.message}`,
      { cause: error },
    );
  }
  return {
    kind: "given",
    kubeconfig,
    kubectl,
    nodeAddress: undefined,
    standIn: undefined,
    loadImage: (archive, loadStep) => loadOnce(state, imageLoader, archive, loadStep),
  };
}

function uidOf({ kubectl, kubeconfig }: Cluster, step: Step): Promise<string> {
  return run(kubectl, ["--kubeconfig", kubeconfig, "get", "namespace", "kube-system", "-o", "jsonpath={.metadata.uid}"], step);
}

/** The nodes cannot be asked what they hold, so each loaded image is remembered. */
async function loadOnce(state: StateFolder, imageLoader: string | undefined, archive: string, step: Step): Promise<boolean> {
  if (!imageLoader) {
    throw new UserError(
      "with BEAM_FLINK_KUBECONFIG the local environment cannot know how images get to your cluster's nodes: " +
        'set BEAM_FLINK_IMAGE_LOADER to a command that takes the path of a docker-archive file, for example "minikube image load".',
    );
  }
  const image = await archivedImage(archive, step);
  const record = await readGiven(state);
  if (record === undefined) throw new Error("the given cluster was not started");
  if (record.images[image.name] === image.config) return false;
  step.report(`loading ${image.name} with BEAM_FLINK_IMAGE_LOADER`);
  // Through a shell, because the setting may hold arguments and quotes; the path is an argument, never part of the script.
  await run("sh", ["-c", `${imageLoader} "$1"`, "image-loader", archive], step);
  await writeGiven(state, { ...record, images: { ...record.images, [image.name]: image.config } });
  return true;
}
