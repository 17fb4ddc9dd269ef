/**
 * The local environment on this machine: what must be there before the engine can bring the stack up, and how the
 * engine is opened on it. Each part is started or reused, so any command can be repeated.
 */
import { existsSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { type BuiltImage, beamJobImage, operatorImage, s3Image } from "../images/localImages.ts";
import { type Cluster, type ClusterSettings, findCluster, startCluster } from "../kubernetes/cluster.ts";
import { type Engine, openEngine } from "../pulumi/engine.ts";
import { resolvePulumiCli } from "../pulumi/pulumiCli.ts";
import { UserError } from "../support/errors.ts";
import { givenFolder } from "../support/givenFolder.ts";
import { type StateFolder, stateFolder } from "../support/stateFolder.ts";
import type { Step } from "../support/step.ts";
import type { NamedStep } from "../support/steps.ts";
import type { StandIn } from "./context.ts";
import { crdDirectory } from "./crds.ts";
import { environmentConfig, policyPackOf } from "./environmentConfig.ts";
import { PROJECT } from "./environments.ts";
import { Kubectl } from "./kubectl.ts";
import { bucketFolder, s3Keys, startS3Server } from "./s3Server.ts";

/** Filled in by the steps. */
export interface LocalEnvironment {
  readonly state: StateFolder;
  cluster?: Cluster;
  crds?: string;
  images?: readonly BuiltImage[];
}

export function localEnvironment(name: string): LocalEnvironment {
  return { state: stateFolder(name) };
}

export function clusterSettings(state: StateFolder): ClusterSettings {
  const { BEAM_FLINK_KUBECONFIG, BEAM_FLINK_IMAGE_LOADER } = process.env;
  return {
    name: state.environment,
    kubeconfig: BEAM_FLINK_KUBECONFIG ? givenFolder(BEAM_FLINK_KUBECONFIG) : undefined,
    imageLoader: BEAM_FLINK_IMAGE_LOADER || undefined,
  };
}

/** Everything below the engine: tools, cluster, images, bucket. */
export const PREPARATION: readonly NamedStep<LocalEnvironment>[] = [
  {
    title: "Pulumi CLI",
    run: async ({ state }, step) => {
      await mkdir(state.dir, { recursive: true, mode: 0o700 });
      await chmod(state.dir, 0o700);
      const { origin } = await resolvePulumiCli(step);
      return { path: "the one on PATH", installed: "installed from its vendor", built: "built from its Go module" }[origin];
    },
  },
  {
    title: "Kubernetes",
    run: async (local, step) => {
      local.cluster = await startCluster(local.state, clusterSettings(local.state), step);
      return local.cluster.standIn ?? local.cluster.kind;
    },
  },
  {
    title: "Images",
    run: async (local, step) => {
      local.images = [await s3Image(step), await operatorImage(step), await beamJobImage(step)];
      const changed = await loadImages(required(local), local.images, step);
      return changed === 0 ? "nothing new" : `${changed} loaded`;
    },
  },
  {
    title: "S3 server",
    run: async (local, step) => {
      const image = local.images?.[0];
      if (image === undefined) throw new Error("the S3 server's image is not built");
      await startS3Server(new Kubectl(required(local), step), image.ref, await s3Keys(local.state), bucketFolder(local.state));
    },
  },
  {
    title: "Operator definitions",
    run: async (local, step) => {
      local.crds = await crdDirectory(step);
      await writeEnvironmentFile(local, step);
    },
  },
];

/** Loads what the nodes do not have, and restarts the pods that run an older image of the same name. */
async function loadImages(cluster: Cluster, images: readonly BuiltImage[], step: Step): Promise<number> {
  const changed: string[] = [];
  for (const image of images) {
    step.report(`loading ${image.ref}`);
    if (await cluster.loadImage(image.archive, step)) changed.push(image.ref);
  }
  if (changed.length === 0) return 0;
  const kubectl = new Kubectl(cluster, step);
  const { items } = await kubectl.json<{ items: readonly Pod[] }>(["get", "pods", "-A"]);
  for (const { metadata } of items.filter((pod) => pod.spec.containers.some((container) => changed.includes(container.image)))) {
    step.report(`restarting ${metadata.name}, whose image has changed`);
    await kubectl.run(["-n", metadata.namespace, "delete", "pod", metadata.name, "--wait=false"]);
  }
  return changed.length;
}

interface Pod {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
}

function required(local: LocalEnvironment): Cluster {
  if (local.cluster === undefined) throw new Error("the cluster is not started");
  return local.cluster;
}

/** The environment as it runs; starts and builds nothing. */
export async function runningEnvironment(name: string, step: Step): Promise<LocalEnvironment & { cluster: Cluster }> {
  const local = localEnvironment(name);
  const cluster = existsSync(local.state.dir) ? await findCluster(local.state, clusterSettings(local.state), step) : undefined;
  if (cluster === undefined)
    throw new UserError(`the environment "${name}" is not running: start it with npm start${name === "local" ? "" : ` -- ${name}`}.`);
  return { ...local, cluster };
}

/** What the program and the tools read from the environment of their process. */
export async function processVariables(local: LocalEnvironment): Promise<Record<string, string>> {
  const keys = await s3Keys(local.state);
  return {
    KUBECONFIG: required(local).kubeconfig,
    AWS_ACCESS_KEY_ID: keys.accessKey,
    AWS_SECRET_ACCESS_KEY: keys.secretKey,
    BEAM_FLINK_CRD_DIRECTORY: local.crds ?? "",
  };
}

/** Opens the engine on the environment's stack, with the program of `stacks/`. */
export async function openStack(local: LocalEnvironment, step: Step): Promise<Engine> {
  local.crds ??= await crdDirectory(step);
  // The program runs in this process and reads its machine's settings as it does under the CLI.
  Object.assign(process.env, await processVariables(local));
  const { default: program } = await import("../../stacks/index.ts");
  return openEngine(
    {
      stackName: local.state.environment,
      projectDir: PROJECT,
      program: async () => program(),
      stateDir: local.state.file("pulumi"),
      passphraseFile: passphraseFile(local),
      policyPack: policyPackOf(local.state.environment, await environmentConfig(local.state.environment)),
      kubectl: required(local).kubectl,
    },
    step,
  );
}

const passphraseFile = (local: LocalEnvironment) => local.state.file("passphrase");

export const environmentFile = (state: StateFolder) => state.file("environment.sh");

/** The same for a shell: `. <file>`, then `pulumi up -s local` and kubectl find everything. */
async function writeEnvironmentFile(local: LocalEnvironment, step: Step): Promise<void> {
  const { command } = await resolvePulumiCli(step);
  const all = {
    ...(await processVariables(local)),
    PULUMI_BACKEND_URL: `file://${local.state.file("pulumi")}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphraseFile(local),
  };
  const quote = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`;
  const folders = [path.dirname(required(local).kubectl), path.dirname(command)].filter((folder) => folder !== ".");
  const lines = [
    ...Object.entries(all).map(([name, value]) => `export ${name}=${quote(value)}`),
    // The engine prefers it to the file.
    "unset PULUMI_CONFIG_PASSPHRASE",
    `export PATH=${folders.map(quote).join(":")}:"$PATH"`,
  ];
  await writeFile(environmentFile(local.state), `${lines.join("\n")}\n`, { mode: 0o600 });
}

/** What stood in for what, for the person who reads the status. */
export function standIns(local: LocalEnvironment, providerStandIn: string | undefined): StandIn[] {
  const cluster = required(local).standIn;
  return [
    ...(cluster === undefined ? [] : [{ for: "a Kubernetes cluster", standIn: cluster }]),
    ...(providerStandIn === undefined ? [] : [{ for: "Pulumi's kubernetes plugin", standIn: providerStandIn }]),
    { for: "the Flink Kubernetes Operator's image", standIn: "a controller built here on the operator project's libraries 1.10.0" },
    { for: "the Flink image", standIn: "an image built here from Flink 1.19.1's jars, with an entry script of its own" },
    { for: "AWS S3", standIn: "versitygw 1.8.0, an S3-compatible server, as a pod" },
  ];
}
