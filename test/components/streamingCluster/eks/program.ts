/** Registers one cluster on AWS against the mocks, and records the options of its resources too. */
import * as pulumi from "@pulumi/pulumi";
import type { EksClusterArgs } from "../../../../components/streamingCluster/eks/args.ts";
import type { CreatedCluster } from "../../../../components/streamingCluster/createdCluster.ts";
import { createEks, planEks } from "../../../../components/streamingCluster/eks/eks.ts";
import { Preset } from "../../../../components/preset.ts";
import { type MockOptions, type MockRun, runWithMocks } from "../../../support/mocks.ts";

/** Name of the resource, and of the cluster. */
export const NAME = "streaming";
export const REGION = "eu-central-1";
export const TAGS = { team: "data", "managed-by": "beam-flink" };

/** What AWS adds to the state of the resources. */
export const OUTPUTS = {
  "aws:eks/cluster:Cluster": {
    arn: "arn:aws:eks:eu-central-1:123456789012:cluster/streaming",
    endpoint: "https://ABC.gr7.eu-central-1.eks.amazonaws.com",
    certificateAuthority: { data: "Q0E=" },
    identities: [{ oidcs: [{ issuer: "https://oidc.eks.eu-central-1.amazonaws.com/id/ABC" }] }],
    vpcConfig: { clusterSecurityGroupId: "sg-0123" },
  },
  "aws:iam/role:Role": (name: string) => ({ name: `${name}-1a2b`, arn: `arn:aws:iam::123456789012:role/${name}-1a2b` }),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": { arn: "arn:aws:iam::123456789012:oidc-provider/ABC" },
  "aws:kms/key:Key": { arn: "arn:aws:kms:eu-central-1:123456789012:key/1234" },
};

export interface EksRun extends MockRun {
  /** Names and inputs of all resources whose type begins so. */
  ofType(beginning: string): Record<string, unknown>;
  resource(name: string): pulumi.Resource;
  /** Options of the resource of that name. */
  options(name: string): pulumi.CustomResourceOptions;
  /** Names of what the resource of that name depends on by option. */
  dependencies(name: string): readonly string[];
  readonly cluster: CreatedCluster;
  /** Names of what everything on the cluster depends on. */
  readonly ready: readonly string[];
}

export interface EksRunOptions extends MockOptions {
  readonly preset?: Preset;
  readonly tags?: { readonly [key: string]: string };
  /** Options of the component the cluster is in; made in the program, as providers are resources. */
  readonly component?: () => pulumi.ComponentResourceOptions;
}

export async function runEks(args: Partial<EksClusterArgs> = {}, options: EksRunOptions = {}): Promise<EksRun> {
  const { preset = Preset.Production, tags = { team: "data" }, component, ...mocks } = options;
  const seen = new Map<string, { readonly resource: pulumi.Resource; readonly opts: pulumi.CustomResourceOptions }>();
  const record: pulumi.ResourceTransformation = ({ name, opts, resource }) => {
    seen.set(name, { resource, opts });
    return undefined;
  };
  let cluster: CreatedCluster | undefined;
  const run = await runWithMocks(
    () => {
      const parent = new pulumi.ComponentResource("test:index:Parent", "parent", {}, { ...component?.(), transformations: [record] });
      cluster = createEks(NAME, planEks(NAME, { region: REGION, version: "1.34", ...args }, preset), { parent, tags });
    },
    { preview: false, outputs: OUTPUTS, ...mocks },
  );
  if (cluster === undefined) throw new Error("the program made no cluster");
  const nameOf = (resource: unknown) => [...seen].find(([, found]) => found.resource === resource)?.[0] ?? "not of the cluster";
  const found = (name: string) => {
    const one = seen.get(name);
    if (one === undefined) throw new Error(`no resource is named ${name}: ${[...seen.keys()].join(", ")}`);
    return one;
  };
  return {
    ...run,
    cluster,
    ready: cluster.ready.map(nameOf),
    ofType: (beginning) =>
      Object.fromEntries(run.resources.filter(({ type }) => type.startsWith(beginning)).map(({ name, inputs }) => [name, inputs])),
    resource: (name) => found(name).resource,
    options: (name) => found(name).opts,
    dependencies: (name) => [found(name).opts.dependsOn].flat().map(nameOf),
  };
}

/** Value of an output; undefined while it is unknown. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    void output.apply((value) => resolve(value));
    setTimeout(() => resolve(undefined), 200);
  });
}
