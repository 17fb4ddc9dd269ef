/** Registers one cluster on Google Cloud against the mocks, and records the options of its resources too. */
import * as pulumi from "@pulumi/pulumi";
import { Preset } from "../../../../components/preset.ts";
import type { CreatedCluster } from "../../../../components/streamingCluster/createdCluster.ts";
import { createGke, planGke } from "../../../../components/streamingCluster/gke/gke.ts";
import type { GkeClusterArgs } from "../../../../components/streamingCluster/gke/args.ts";
import { type MockOptions, type MockRun, runWithMocks } from "../../../support/mocks.ts";

/** Name of the resource, and of the cluster. */
export const NAME = "streaming";
export const PROJECT = "example-project";
export const REGION = "europe-west3";
export const LABELS = { team: "data", "managed-by": "beam-flink" };
export const PROJECT_NUMBER = "123456789012";

/** What Google Cloud adds to the state of the resources. */
export const OUTPUTS = {
  "gcp:container/cluster:Cluster": { endpoint: "203.0.113.7", masterAuth: { clusterCaCertificate: "Q0E=" } },
  "gcp:serviceaccount/account:Account": { email: "nodes@example-project.iam.gserviceaccount.com" },
};
const CALLS = { "gcp:organizations/getProject:getProject": { number: PROJECT_NUMBER } };

export interface GkeRun extends MockRun {
  readonly cluster: CreatedCluster;
  /** Options of the resource of that name. */
  options(name: string): pulumi.CustomResourceOptions;
  /** Names of what the resource of that name depends on by option. */
  dependencies(name: string): readonly string[];
  /** Names of what everything on the cluster depends on. */
  readonly ready: readonly string[];
  /** Names of all resources that are not children of the component. */
  readonly strangers: readonly string[];
}

export interface GkeRunOptions extends MockOptions {
  readonly preset?: Preset;
}

export async function runGke(args: Partial<GkeClusterArgs> = {}, options: GkeRunOptions = {}): Promise<GkeRun> {
  const { preset = Preset.Production, ...mocks } = options;
  const seen = new Map<string, pulumi.CustomResourceOptions>();
  const names = new Map<pulumi.Resource, string>();
  let cluster: CreatedCluster | undefined;
  let parent: pulumi.ComponentResource | undefined;
  const record: pulumi.ResourceTransformation = ({ name, opts, resource }) => {
    seen.set(name, opts);
    names.set(resource, name);
    return undefined;
  };
  const run = await runWithMocks(
    () => {
      parent = new pulumi.ComponentResource("test:index:Parent", "parent", {}, { transformations: [record] });
      cluster = createGke(NAME, planGke(NAME, { project: PROJECT, region: REGION, ...args }, preset), { parent, tags: { team: "data" } });
    },
    { preview: false, outputs: OUTPUTS, calls: CALLS, ...mocks },
  );
  if (cluster === undefined) throw new Error("the program made no cluster");
  const nameOf = (resource: pulumi.Resource) => names.get(resource) ?? "?";
  const optionsOf = (name: string) => {
    const found = seen.get(name);
    if (found === undefined) throw new Error(`no resource is named ${name}: ${[...seen.keys()].join(", ")}`);
    return found;
  };
  return {
    ...run,
    cluster,
    ready: cluster.ready.map(nameOf),
    options: optionsOf,
    dependencies: (name) =>
      [optionsOf(name).dependsOn].flat().map((resource) => (pulumi.Resource.isInstance(resource) ? nameOf(resource) : "?")),
    strangers: [...seen].filter(([name, opts]) => name !== "parent" && opts.parent !== parent).map(([name]) => name),
  };
}

/** Value of an output; undefined while it is unknown. */
export function valueOf(output: pulumi.Input<string>): Promise<string | undefined> {
  return new Promise((resolve) => {
    void pulumi.output(output).apply((value) => resolve(value));
    setTimeout(() => resolve(undefined), 200);
  });
}
